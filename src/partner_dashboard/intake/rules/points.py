"""From the cells of latitude and longitude, or one cell with both, to a point or none, and whether it can be right."""

import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from partner_dashboard.intake.rules.cells import Source
from partner_dashboard.intake.written.coordinates import LIMITS, Axis, Degrees, pair, read
from partner_dashboard.places import countries
from partner_dashboard.places.countries import borders
from partner_dashboard.problems import Problem, Severity

LAT: Axis = "latitude"
LON: Axis = "longitude"
BOTH = "coordinates"
DIGIT = re.compile(r"\d", re.ASCII)
GROUPED = re.compile(r"-?\d{1,3}(?:[.,' ]\d{3})+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be told of a point: the column, the cell as written, what is or may be meant."""

    code: str
    column: str
    value: str
    remedy: str = ""
    weight: Severity | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees, NaN where there is none, and what is to be told of it."""

    lat: float = np.nan
    lon: float = np.nan
    remarks: tuple[Remark, ...] = field(default=())


def placed(rows: pd.DataFrame, source: Source) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every distinct point once.

    Shape: text columns latitude, longitude, perhaps coordinates, and country_code (read already) → latitude and
    longitude as numbers, NaN where there is no point.
    """
    cells = rows.reindex(columns=[LAT, LON, BOTH, "country_code"], fill_value="")
    numbers = cells.groupby(list(cells), sort=False).ngroup().to_numpy()
    first = np.unique(numbers, return_index=True)[1]
    points = [point(*said) for said in cells.iloc[first].itertuples(index=False, name=None)]
    problems = [
        source.problem(remark.code, int(line), remark.column, remark.value, remark.remedy, remark.weight)
        for line, number in zip(rows.index.tolist(), numbers, strict=True)
        for remark in points[number].remarks
    ]
    lat, lon = (np.array([getattr(one, axis) for one in points], dtype=float) for axis in ("lat", "lon"))
    return pd.DataFrame({LAT: lat.take(numbers), LON: lon.take(numbers)}, index=rows.index), problems


def point(lat_text: str, lon_text: str, both_text: str = "", country: str = "") -> Point:
    """Read the cells of one row, and look whether the point lies in its country, ISO 3166-1 alpha-2 or "".

    A pair may stand in the cell of the latitude alone.
    """
    if not lat_text and not lon_text:
        found = pair(both_text)
        unreadable = Point(remarks=(_unreadable(BOTH, both_text),)) if both_text else Point()
        return _judged(*found, country) if found else unreadable
    if not lon_text and (found := pair(lat_text)):
        return _judged(*found, country, Remark("other_notation", LAT, lat_text, _degrees(*found)))
    return _of_two(lat_text, lon_text, country)


def _of_two(lat_text: str, lon_text: str, country: str) -> Point:
    read_cells = (_one(LAT, lat_text), _one(LON, lon_text))
    if remarks := tuple(one for one in read_cells if isinstance(one, Remark)):
        return Point(remarks=remarks)
    if not lat_text or not lon_text:
        return Point(remarks=(Remark("half_coordinate", LON if lat_text else LAT, ""),))
    lat, lon = (one for one in read_cells if isinstance(one, Degrees))
    if lat.axis is not None and lat.axis == lon.axis:
        return Point(remarks=(Remark("coordinate_unreadable", LON, lon_text),))
    if lat.axis == LON or lon.axis == LAT:
        turned = Remark("swapped_coordinates", LAT, f"{lat_text} / {lon_text}", _degrees(lon, lat))
        return _judged(lon, lat, country, turned)
    notes = [
        Remark("other_notation", name, text, str(one.value))
        for name, text, one in ((LAT, lat_text, lat), (LON, lon_text, lon))
        if not one.is_plain
    ]
    return _judged(lat, lon, country, *notes, texts=(lat_text, lon_text))


def _one(column: str, text: str) -> Degrees | Remark:
    """Read one of two cells; an empty one is left to its row."""
    if not text:
        return Degrees(np.nan)
    return read(text) or _unreadable(column, text)


def _unreadable(column: str, text: str) -> Remark:
    """Tell a word that holds a place free, as «n/a», from a number that was damaged on its way."""
    if not DIGIT.search(text):
        return Remark("not_a_number", column, text, weight="warning")
    return Remark("coordinate_unreadable", column, text, _with_point(text) if column == LAT else "")


def _judged(lat: Degrees, lon: Degrees, country: str, *notes: Remark, texts: tuple[str, str] | None = None) -> Point:
    """Refuse what lies on no map: beyond the poles, or at 0/0 where nobody is at home; doubt what lies elsewhere."""
    lat_text, lon_text = texts or (str(lat.value), str(lon.value))
    if abs(lat.value) > LIMITS[LAT]:
        return Point(remarks=(Remark("latitude_out_of_range", LAT, lat_text, _meant(lat, lon, lat_text, country)),))
    if abs(lon.value) > LIMITS[LON]:
        return Point(remarks=(Remark("longitude_out_of_range", LON, lon_text),))
    if lat.value == 0 and lon.value == 0:
        return Point(remarks=(Remark("null_island", LAT, "0/0"),))
    if country and _is_elsewhere(lat.value, lon.value, country):
        notes = (*notes, Remark("outside_country", LAT, f"{lat_text} / {lon_text}", _inside(lat, lon, country)))
    return Point(lat.value, lon.value, notes)


def _is_elsewhere(lat: float, lon: float, country: str) -> bool:
    """Whether a point clearly lies in another country, or so far out at sea that it was meant for none."""
    held = countries.contains(country, lat, lon)
    return held is False or (held is None and borders.at_sea(lat, lon))


def _inside(lat: Degrees, lon: Degrees, country: str) -> str:
    """Propose what lies in the country: the pair turned round, or with another sign."""
    pairs = ((lon.value, lat.value), (lat.value, -lon.value), (-lat.value, lon.value))
    return next((f"{one} / {other}" for one, other in pairs if _is_possible(one, other, country)), "")


def _is_possible(lat: float, lon: float, country: str) -> bool:
    """Whether two numbers are a point on earth, in the country where one is named."""
    if abs(lat) > LIMITS[LAT] or abs(lon) > LIMITS[LON]:
        return False
    return not country or countries.contains(country, lat, lon) is True


def _meant(lat: Degrees, lon: Degrees, lat_text: str, country: str) -> str:
    """Propose what a latitude beyond the poles may mean: turned round with the longitude, or without its point."""
    if _is_possible(lon.value, lat.value, country):
        return _degrees(lon, lat)
    pointed = _with_point(lat_text)
    return pointed if pointed and _is_possible(float(pointed), lon.value, country) else ""


def _degrees(lat: Degrees, lon: Degrees) -> str:
    return f"{lat.value} / {lon.value}"


def _with_point(text: str) -> str:
    """Give a latitude its point back where a spreadsheet took it for a sign of thousands: «524.009» is 52.4009."""
    if not GROUPED.fullmatch(text):
        return ""
    sign, digits = "-" * text.startswith("-"), re.sub(r"\D", "", text)
    likely = f"{digits[:2]}.{digits[2:]}"
    return f"{sign}{likely}" if float(likely) <= LIMITS[LAT] else ""
