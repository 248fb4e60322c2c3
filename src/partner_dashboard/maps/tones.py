"""From codes and themes to the tones of a map: what stays back, what counts, and which colour leads a point."""

from collections.abc import Iterable, Sequence

import pandas as pd

from partner_dashboard import regions, summary
from partner_dashboard.editions import Edition
from partner_dashboard.view import View

PAPER = {
    "light": {
        "sea": "#F7F9FB",
        "land": "#E9ECF0",
        "border": "#FFFFFF",
        "text": "#1C2733",
        "card": "#FFFFFF",
        "halo": "#FFFFFF",
        "globe": "#FFFFFF",
    },
    "dark": {
        "sea": "#1B2129",
        "land": "#2C343E",
        "border": "#46505C",
        "text": "#E8EDF2",
        "card": "#2C343E",
        "halo": "#1B2129",
        "globe": "#14191F",
    },
}
"""What stays back: the tones of sea, land, borders, words, cards, halos and the sea of a globe in each theme."""

REGION_COLOURS = {
    "light": ("#003560", "#B5651D", "#007A87", "#A32A6B", "#5E7A00", "#7B3F98", "#2F6FB5", "#8A5340"),
    "dark": ("#7DB7E6", "#F0B25C", "#4FCDD6", "#F08FC0", "#BAD63F", "#CA9BEB", "#9DB4FF", "#E0A893"),
}
"""Colours of regions in their order, taken up again from the start where there are more regions."""

AGES = {"under_5": 5, "under_15": 15, "under_30": 30, "over_30": 10_000}
"""Bands of age by the full years that a relation is younger than."""

AGE_COLOURS = {
    "light": ("#C8501E", "#A3195B", "#5B1A8B", "#1B0C41"),
    "dark": ("#9F7BE8", "#E0719C", "#F39B5A", "#F7E07A"),
}
"""One ramp of lightness per theme, from young to old, each step 3 : 1 against land and sea."""

SHADES = {
    "light": ("#C3D3E2", "#93B0CC", "#5C88B1", "#2C6093", "#003560"),
    "dark": ("#37506A", "#466F94", "#5A8DBB", "#7DB7E6", "#C4E2FA"),
}
"""Fills of countries from few partners to many."""

SHADE_STEPS = (1, 2, 4, 8, 16)
"""From how many partners on a country takes each shade."""


def palette(edition: Edition, view: View, theme: str) -> dict[str, str]:
    """Give the colour of each code that points are coloured by, in the order of the legend."""
    codes = edition.codes
    if view.colour == "region":
        tones = REGION_COLOURS[theme]
        rows = edition.regions.of(view.scheme, top_only=True) if view.scheme else ()
        found = {row.code: tones[rank % len(tones)] for rank, row in enumerate(rows)}
        return found | {regions.ELSEWHERE: codes.colour("type_group", "other", theme)}
    if view.colour == "age":
        grey = codes.colour("stage", "unknown", theme)
        return dict(zip(AGES, AGE_COLOURS[theme], strict=True)) | {"unknown": grey}
    name = "stage" if view.colour == "stage" else "type_group"
    return {code: codes.colour(name, code, theme) for code in codes.of(name)}


def codes_of(edition: Edition, view: View, rows: pd.DataFrame) -> pd.Series:
    """Give the code that each relation is coloured by."""
    if view.colour == "region":
        return summary.region_of(edition, rows, view.scheme)
    if view.colour == "stage":
        return rows["stage"].where(rows["stage"] != "", "unknown")
    if view.colour == "age":
        years = rows["time_start_year"].mask(rows["is_promised"])
        return (
            years.map(lambda year: age(year, edition.as_of.year), na_action="ignore").astype(object).fillna("unknown")
        )
    return rows["group"]


def age(year: int, today: int) -> str:
    """Give the band of age of what began in a year."""
    return next(band for band, limit in AGES.items() if today - year < limit)


def leading(codes: Iterable[str], order: Sequence[str], colour: str) -> str:
    """Choose the one code that colours a point with several relations.

    Types: the first in the order of the list. Stages: the highest step of the ladder reached, before those that have
    left it. Ages: the oldest that is known.
    """
    held = set(codes)
    ranked = [code for code in order if code in held]
    if colour == "stage":
        climbed = [code for code in ranked if code not in OFF_THE_LADDER]
        return climbed[-1] if climbed else ranked[0] if ranked else "unknown"
    if colour == "age":
        known = [code for code in ranked if code != "unknown"]
        return known[-1] if known else "unknown"
    return ranked[0] if ranked else next(iter(held), "unknown")


OFF_THE_LADDER = ("dormant", "ended", "unknown")


def shade(count: int, theme: str) -> str:
    """Give the fill of a country with so many partners."""
    step = sum(1 for limit in SHADE_STEPS if count >= limit)
    return SHADES[theme][max(step, 1) - 1]


def home_colour(edition: Edition, theme: str) -> str:
    """Give the colour of the home campus."""
    return edition.settings.home_dark if theme == "dark" else edition.settings.home_light


def home_shade(edition: Edition, theme: str) -> str:
    """Give the fill of the home country: its colour, paled, because it is not one of the shades that count."""
    home, land = rgb(home_colour(edition, theme)), rgb(PAPER[theme]["land"])
    return "#" + "".join(f"{round(0.4 * one + 0.6 * other):02X}" for one, other in zip(home[:3], land[:3], strict=True))


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """Give #rrggbb as deck.gl takes it."""
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)] + [alpha]
