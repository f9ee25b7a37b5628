"""The ground of maps: boundary lines and the note on them."""

import datetime as dt

import pytest
import shapely
from matplotlib.collections import LineCollection

from pactbook import geo
from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.plots import ground


def axes_of_world(worldview="defacto"):
    _, axes = ground.sheet([], ground.world_window(geo.equal_earth()))
    ground.borders(axes, geo.projected_lines(geo.equal_earth(), "50m", worldview))
    return axes


def test_disputed_lines_are_dashed():
    lines = [item for item in axes_of_world().collections if isinstance(item, LineCollection)]
    dashed = [item for item in lines if item.get_linestyle()[0][1] is not None]
    assert len(dashed) == 1
    assert len(dashed[0].get_segments()) > 25


@pytest.mark.parametrize("worldview", geo.WORLDVIEWS)
def test_the_boundary_note_names_the_view(worldview):
    note = ground.boundary_note(worldview, Language("en"))
    assert "Crimea" in note
    assert ("United Nations’ usage" in note) == (worldview == "un")
    with pytest.raises(UserError, match="worldview"):
        ground.boundary_note("mars", Language("en"))


def test_antarctica_is_no_state():
    assert "ATA" in set(geo.projected(geo.equal_earth(), "110m")["iso3"])
    assert "ATA" not in set(ground.land(geo.equal_earth(), "110m", "un")[0]["iso3"])


def test_a_hole_in_an_area_stays_a_hole():
    ring = shapely.Point(0, 0).buffer(2).difference(shapely.Point(0, 0).buffer(1))
    path = ground.path(ring)
    assert [len(ring) > 3 for ring in path.to_polygons()] == [True, True]
    assert ground.path(shapely.Polygon()) is None


def test_the_note_of_a_past_day_says_how_divided_states_are_cut():
    en, de = Language("en"), Language("de")
    then = ground.land_note(dt.date(1985, 6, 1), en)
    assert "Länder of today; Berlin, which was divided, is striped" in then
    assert "governorates of today, which their border followed approximately" in then
    assert "17th parallel" not in then
    assert "17th parallel" in ground.land_note(dt.date(1960, 6, 1), en)
    assert "cut" not in ground.land_note(dt.date(1991, 1, 1), en)
    assert "Berlin, das geteilt war" in ground.land_note(dt.date(1985, 6, 1), de)
