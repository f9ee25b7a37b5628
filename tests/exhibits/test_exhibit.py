"""An exhibit draws when asked, takes other words, and cannot be changed through what it hands out."""

import json
import warnings

import pytest
from matplotlib.text import Text

from pactbook import locale
from pactbook.errors import UserError
from pactbook.exhibits.article import Article
from pactbook.exhibits.bloc import Bloc
from pactbook.exhibits.exhibit import Exhibit
from pactbook.exhibits.pair import Pair
from pactbook.exhibits.programme import Programme
from pactbook.parameters import AllianceMaps, BilateralAgreements
from pactbook.plots.finish import Finished
from pactbook.subjects.findings import Brief, Finding


@pytest.fixture(scope="module")
def pair(record, en):
    return Pair(BilateralAgreements(country_a="FJI", country_b="ISL", since=2000), record, en)


def test_a_figure_is_drawn_only_when_it_is_asked_for(pair, monkeypatch):
    drawn = []
    monkeypatch.setattr("pactbook.exhibits.pair.charts.partners", lambda *args: drawn.append(args))
    shown = pair.partners()
    assert not drawn
    shown.figure()
    assert len(drawn) == 1


def test_a_pair_with_nothing_is_told_so_once_and_how_well_it_was_searched(record, en):
    nothing = Pair(BilateralAgreements(country_a="FJI", country_b="BOL", since=2000), record, en)
    (brief,) = nothing.brief().parts
    assert brief.findings == (nothing.history, nothing.completeness)
    assert nothing.documents().findings == (nothing.in_force,)


def test_an_exhibit_takes_other_words(pair):
    changed = pair.contacts(subtitle="As I see it", note="Mine")
    assert (changed.subtitle, changed.note) == ("As I see it", "Mine")
    assert changed.title == pair.contacts().title
    with pytest.raises(TypeError, match="headline"):
        pair.contacts(headline="no such word")


@pytest.mark.slow
def test_a_bundle_is_saved_where_it_is_asked_for(pair, tmp_path):
    files = pair.contacts().save(tmp_path)
    ends = (".png", ".card.png", ".narrow.png", ".svg", ".csv", ".json", ".embed.html")
    assert {path.name for path in files} == {f"contacts{end}" for end in ends}
    assert all(path.parent == tmp_path for path in files)


def test_a_figure_names_the_pages_behind_its_source_line_with_their_addresses(pair, tmp_path, record):
    shown = pair.contacts()
    shown.save(tmp_path)
    cited = json.loads((tmp_path / "contacts.json").read_text(encoding="utf-8"))["cited"]
    assert {one["id"] for one in cited} == {one for ids in shown.frame.source_ids for one in ids}
    assert all(one["url"] == record.addresses[one["id"]] and one["publisher"] and one["title"] for one in cited)


def test_a_notebook_shows_the_figure_then_the_findings_then_the_tables(pair):
    kinds = [type(part) for part in pair.contacts().shown()]
    assert kinds[:2] == [Finished, Finding]
    assert len(kinds) == 3
    assert "image/png" in pair.contacts()._repr_mimebundle_()[0]
    assert isinstance(pair.brief().shown()[0], Brief)


def test_an_exhibit_without_a_figure_says_so(pair):
    with pytest.raises(ValueError, match="readings: this exhibit has no figure"):
        pair.disagreements().figure()
    assert Exhibit("nothing")._repr_mimebundle_() == {"text/plain": "nothing"}


def test_what_is_handed_out_cannot_change_the_subject(pair):
    before = len(pair.agreements.columns)
    pair.agreements["mine"] = 1
    pair.agreements.loc[0, "title"] = "changed"
    assert len(pair.agreements.columns) == before
    assert "changed" not in set(pair.agreements.title)


def test_sources_are_numbered_in_the_order_of_the_cells(record, en):
    pair = Pair(BilateralAgreements(country_a="FJI", country_b="ISL", since=2000), record, en)
    pair.contacts()
    first = pair.cite.numbers(["gov-2020-05"])
    pair.documents()
    assert pair.cite.numbers(["gov-2020-05"]) == first
    assert "Reykjavik Post" in pair.sources().parts[0]._repr_mimebundle_()["text/plain"]


def test_a_bloc_has_its_states_and_organisations(record, en):
    params = AllianceMaps(blocs=["NORDPACT"], hypothesis=["FJI", "ISL", "NOR"], years=[2005], origins=["pactbook"])
    bloc = Bloc(params, record, en)
    assert bloc.organisations == [("NORDPACT", "Nordpact")]
    assert bloc.membership().title.startswith("2 states belong")
    assert set(bloc.members.iso3) == {"FJI", "ISL", "NOR"}


def test_the_view_of_boundaries_is_drawn_and_told(made, folder, monkeypatch):
    """It once reached neither the map nor its note."""
    for number, other in enumerate(("BOL", "BRA", "CHL", "PER", "ECU"), start=1):
        ids = {"agreement_id": f"{other.lower()}-fji-2020", "parties": ";".join(sorted((other, "FJI")))}
        folder.append("agreements", like="fji-isl-2022-memo", **ids, signed=f"2020-0{number}-01")
    views, notes = [], []
    monkeypatch.setattr(
        "pactbook.exhibits.pair.drawings.partners", lambda frame, state, view, code, day: views.append(view)
    )
    for view in ("un", "defacto"):
        shown = made(Pair, folder.load(), worldview=view).partner_map("FJI")
        notes.append(shown.note)
        shown.figure()
    assert views == ["un", "defacto"]
    assert notes[0] != notes[1] and "" not in notes


@pytest.mark.parametrize("subject", [Pair, Bloc, Programme, Article], ids=lambda subject: subject.__name__)
def test_the_bars_of_a_card_tell_what_the_figure_tells(subject, made, every, record):
    shown = [one for one in every(made(subject, record)) if one.bars]
    assert shown
    for one in shown:
        assert all(bar.name and bar.told and bar.value >= 0 for bar in one.bars), one.name
        assert len({bar.name for bar in one.bars}) == len(one.bars), one.name


@pytest.mark.parametrize("subject", [Pair, Bloc, Programme, Article])
def test_every_figure_has_a_card_of_its_own(subject, made, every, record):
    """A whole figure on a card is too small to read."""
    drawn = [one for one in every(made(subject, record)) if one.draw and len(one.frame)]
    assert drawn
    assert [one.name for one in drawn if not one.bars] == []


def drawn(exhibit, language):
    with locale.labels_in(language):
        return {text.get_text() for text in exhibit.figure().findobj(Text)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "names"),
    [("ur", {"فجی", "آئس لینڈ"}), ("ru", {"Фиджи", "Исландия"}), ("zh", {"斐济", "冰岛"}), ("", {"Fiji", "Iceland"})],
)
def test_the_names_on_a_figure_come_in_any_language_while_it_is_drawn(pair, language, names):
    assert names <= drawn(pair.partners(), language)
    assert {"Fiji", "Iceland"} <= drawn(pair.partners(), "")
    assert pair.partners().title == "Defence partners on record: Fiji 4 and Iceland 1"


@pytest.mark.slow
def test_a_figure_with_other_labels_is_saved_beside_the_first_and_says_so(pair, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        files = pair.partners().save(tmp_path, labels="ur")
    assert {path.name.partition(".")[0] for path in files} == {"partners-ur"}
    about = json.loads((tmp_path / "partners-ur.json").read_text(encoding="utf-8"))
    assert about["parameters"]["labels"] == "ur"
    assert about["title"] == pair.partners().title
    again = pair.partners().save(tmp_path / "again", labels="ur")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]


def test_an_unknown_language_of_labels_is_refused(pair, tmp_path):
    with pytest.raises(UserError, match="labels: 'urd' is no language"):
        pair.partners().save(tmp_path, labels="urd")
