"""From one institution, one trip or one change to a small deck, in the look of the large map."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pandas as pd
import pydeck as pdk

from partner_dashboard import summary
from partner_dashboard.editions import Edition
from partner_dashboard.maps.ground import Place, camera, fanned, place_of, position
from partner_dashboard.maps.layers import Keep, base, deck, names_layer
from partner_dashboard.maps.lettering import SHORT, Row, labels, literal
from partner_dashboard.maps.tones import PAPER, rgb
from partner_dashboard.texts import Texts

NEAR_ZOOM = 3.1
"""How near a small map looks at a single place: near enough for the country, far enough to know where in the world."""

SMALL_STEP = 0.7
"""How much farther a small map looks than the large one for the same places."""


def place_deck(
    edition: Edition, institution: str, neighbours: Sequence[str], colour: str, t: Texts, theme: str, keep: Keep,
    shape: Callable[[str], str],
) -> pdk.Deck | None:  # fmt: skip
    """Draw one institution and its neighbours, or None where nobody knows its place.

    Neighbours at the same spot open like a fan; `colour` as #rrggbb is that of the institution.
    """
    here = place_of(edition, institution)
    if here is None:
        return None
    held = {one: place for one in (institution, *neighbours) if (place := place_of(edition, one))}
    names = summary.name(edition.institutions.loc[list(held)], t.language)
    cities = summary.city(edition.institutions.loc[list(held)], t.language)
    quiet = edition.codes.colour("type_group", "other", theme)
    pins = [
        _pin(one, names[one], cities[one], place, *((colour, 8.0) if one == institution else (quiet, 5.0)))
        for one, place in fanned(held).items()
    ]
    where = {"latitude": here[0], "longitude": here[1], "zoom": NEAR_ZOOM}
    layers = [*base(theme, shape, detail=True, globe=False), *_pin_layers(pins[::-1], institution, where, theme, keep)]
    return deck(layers, where, theme, globe=False)


def route_deck(
    edition: Edition, whole: str, legs: pd.DataFrame, colour: str, t: Texts, theme: str, keep: Keep,
    shape: Callable[[str], str], *, is_ordered: bool,
) -> pdk.Deck | None:  # fmt: skip
    """Draw where the parts of a trip or conference took place, or None where nobody knows any of the places.

    In a known order the places are numbered and joined one after the other, from faint to strong. Without one they are
    joined to the place of the whole, by lines that have no direction. Parts at one place share a point.
    """
    stops = _stops(legs)
    middle = _stops(edition.events.loc[[whole]])
    places = list(stops) or list(middle)
    if not places:
        return None
    pins = [
        _stop_pin(edition, ids, number if is_ordered else 0, place, colour, t)
        for number, (place, ids) in enumerate((stops or middle).items(), start=1)
    ]
    around = [(hub, place) for hub in middle for place in places if place != hub]
    pairs = list(pairwise(places)) if is_ordered else around
    if len(places) == 1:
        where = {"latitude": places[0][0], "longitude": places[0][1], "zoom": NEAR_ZOOM}
    else:
        near = camera(places)
        where = near | {"zoom": max(0.4, near["zoom"] - SMALL_STEP)}
    layers = [*base(theme, shape, detail=True, globe=False), _route_layer(pairs, colour, is_ordered=is_ordered)]
    return deck([*layers, *_pin_layers(pins, "", where, theme, keep)], where, theme, globe=False)


CHANGE_COLOURS = {"light": ("#5E7A00", "#C0392B"), "dark": ("#BAD63F", "#FF8070")}
"""What appears and what vanishes, each 3 : 1 against land and sea; what vanishes is also drawn hollow."""

MOST_SPOTS = 2000
"""How many places of a change are drawn."""


def change_colours(theme: str) -> tuple[str, str]:
    """Give the colour of what appears and of what vanishes, as #rrggbb."""
    return CHANGE_COLOURS[theme]


def change_deck(
    places: pd.DataFrame, theme: str, keep: Keep, shape: Callable[[str], str], *, narrow: bool = False
) -> pdk.Deck:
    """Draw where rows appear and vanish: one disc a place, larger where there are more of them.

    Shape: one row each, columns latitude and longitude (degrees, known), name, appears.
    """
    near = places.assign(lat=places["latitude"].round(1), lon=places["longitude"].round(1))
    spots = [_spot(rows, bool(appears), theme) for (_, _, appears), rows in near.groupby(["lat", "lon", "appears"])]
    where = camera(list(zip(places["latitude"], places["longitude"], strict=True)))
    back, least = (1.8, -0.4) if narrow else (1.2, 0.2)
    far = where | {"zoom": max(least, min(NEAR_ZOOM, where["zoom"]) - back)}
    layers = [*base(theme, shape, detail=True, globe=False), _spot_layer(spots[:MOST_SPOTS], keep)]
    return deck(layers, far, theme, globe=False)


def _spot(rows: pd.DataFrame, appears: bool, theme: str) -> Row:
    names = list(dict.fromkeys(rows["name"]))
    said = "\n".join(literal(str(name)) for name in names[1:6])
    colour = change_colours(theme)[0 if appears else 1]
    place = (float(rows["lat"].iloc[0]), float(rows["lon"].iloc[0]))
    return {
        "id": "", "name": literal(str(names[0])), "said": said, "p": position(place),
        "c": rgb(colour, 255 if appears else 0), "o": rgb(colour), "s": min(4 + 2 * len(rows) ** 0.5, 16),
    }  # fmt: skip


def _spot_layer(spots: list[Row], keep: Keep) -> pdk.Layer:
    return pdk.Layer(
        "ScatterplotLayer", id="spots", data=keep(spots), get_position="p", get_radius="s", radius_units="'pixels'",
        get_fill_color="c", stroked=True, get_line_color="o", line_width_units="'pixels'", get_line_width=1.8,
        pickable=True,
    )  # fmt: skip


def _stops(events: pd.DataFrame) -> dict[Place, list[str]]:
    """Gather events by place, to some ten kilometres, in the order of the rows; those without one are left out."""
    found: dict[Place, list[str]] = {}
    for row in events.dropna(subset=["latitude", "longitude"]).itertuples():
        place = (float(str(row.latitude)), float(str(row.longitude)))
        near = next((held for held in found if _is_near(held, place)), place)
        found.setdefault(near, []).append(str(row.event_id))
    return found


def _is_near(one: Place, other: Place) -> bool:
    return abs(one[0] - other[0]) < 0.15 and abs(one[1] - other[1]) < 0.15


def _stop_name(edition: Edition, ids: Sequence[str], number: int, t: Texts) -> str:
    rows = edition.events.loc[list(ids)]
    city = next((name for name in summary.city(rows, t.language) if name), str(summary.name(rows, t.language).iloc[0]))
    return f"{number}. {city}" if number else city


def _stop_pin(edition: Edition, ids: Sequence[str], number: int, place: Place, colour: str, t: Texts) -> Row:
    titles = "\n".join(summary.name(edition.events.loc[list(ids)], t.language))
    return _pin(ids[0], _stop_name(edition, ids, number, t), titles, place, colour, 6.0 + len(ids))


def _pin(one: str, name: object, said: object, place: Place, colour: str, size: float) -> Row:
    lines = "\n".join(literal(line) for line in str(said).split("\n") if line)
    return {
        "id": one, "name": literal(str(name)), "said": lines, "l": literal(str(name), SHORT), "p": position(place),
        "c": rgb(colour), "s": size, "n": size,
    }  # fmt: skip


def _pin_layers(pins: list[Row], chosen: str, where: dict[str, float], theme: str, keep: Keep) -> list[pdk.Layer]:
    paper = PAPER[theme]
    points = pdk.Layer(
        "ScatterplotLayer", id="pins", data=keep(pins), get_position="p", get_radius="s", radius_units="'pixels'",
        get_fill_color="c", stroked=True, get_line_color=rgb(paper["card"] if theme == "light" else paper["sea"]),
        line_width_units="'pixels'", get_line_width=1.2, pickable=True, auto_highlight=True,
        highlight_color=rgb(paper["text"], 60),
    )  # fmt: skip
    named = [pin for pin in pins if pin["id"] == chosen] or pins
    return [points, names_layer("names", keep(labels(named, chosen, where, everything=True)), theme)]


def _route_layer(pairs: Sequence[tuple[Place, Place]], colour: str, *, is_ordered: bool) -> pdk.Layer:
    rows = [{"a": position(start), "b": position(end)} for start, end in pairs]
    faint, strong = rgb(colour, 90), rgb(colour, 230 if is_ordered else 90)
    return pdk.Layer(
        "GreatCircleLayer", id="route", data=rows, get_source_position="a", get_target_position="b",
        get_source_color=faint, get_target_color=strong, get_width=2 if is_ordered else 1.4, width_units="'pixels'",
        pickable=False, wrap_longitude=True,
    )  # fmt: skip
