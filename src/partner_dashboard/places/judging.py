"""From seats whose names are alike to the best of them and how sure it is.

What is seen is weighed; the weights were learned from 12,000 names of institutions, misspelt, shortened, translated or
taken out of the register before.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from partner_dashboard.places.nearness import kilometres
from partner_dashboard.places.seats import SAME_PLACE_KM, Asked, Seat, information

ONE_PLACE_KM = 25.0
"""Seats that lie this near to each other are one place: it can be told even where the institution cannot."""

WIDEST = 0.4
"""From which lead on a rival does not matter."""

ACTIVE = "active"

LEVEL = 0.05
"""A lead below which two are level."""

NEARLY = 0.15
"""Seats that stand no further behind the best could be meant as well."""

CLOSE = 0.85
"""From which likeness on names differ in little."""

NAMED = 0.7
"""From which sureness on a city in the name speaks against a seat elsewhere."""

WEIGHTS: Mapping[str, tuple[float, float]] = {
    "one": (-1.63, -1.08),
    "alike": (2.14, -0.40),
    "close": (2.53, 1.97),
    "exact": (-1.59, 0.58),
    "lead": (3.39, -0.30),
    "tie": (-0.55, -1.23),
    "exact_lead": (2.11, -0.12),
    "rivals": (-0.61, -1.17),
    "country": (0.34, 0.77),
    "in_city": (3.11, 3.14),
    "in_likely_city": (0.84, 0.91),
    "not_in_city": (-4.00, -3.97),
    "not_in_likely_city": (-3.45, -3.22),
    "in_named_city": (1.58, 1.68),
    "not_in_named_city": (-0.78, -0.75),
    "information": (2.11, 1.25),
    "acronym": (-1.14, -1.78),
    "rival": (-1.56, 0.16),
    "literal": (1.09, 0.69),
    "fills_part": (0.96, -0.28),
    "city_in_own_part": (-0.29, -0.80),
    "alias": (-0.08, 0.21),
    "inactive": (-0.72, 0.00),
}
"""For each sign what it adds to the odds that the best seat is where the institution is, as a logarithm: in a register,
and in our own list, which holds few."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The best seat, the best of those that lie elsewhere, and how often such a best one is right, 0–1."""

    best: Seat
    rival: Seat | None
    rivals: int
    """How many places there are whose seats stand nearly as good."""
    lead: float
    sure: float


def judged(seats: Iterable[Seat], asked: Asked) -> Judged | None:
    """Choose among seats; None where there are none."""
    ordered = sorted(seats, key=lambda seat: -standing(seat, asked))
    if not ordered:
        return None
    best = ordered[0]
    others = [seat for seat in ordered[1:] if apart(seat, best) > ONE_PLACE_KM]
    rival = others[0] if others else None
    lead = min(standing(best, asked) - (standing(rival, asked) if rival else 0.0), WIDEST)
    near = {
        (round(seat.latitude), round(seat.longitude))
        for seat in others
        if standing(seat, asked) > standing(best, asked) - NEARLY
    }
    odds = sum(
        weight[best.source.method == "known"] * sign
        for weight, sign in zip(WEIGHTS.values(), signs(best, rival, len(near), lead, asked), strict=True)
    )
    return Judged(best, rival, len(near), lead, 1 / (1 + math.exp(-odds)))


def standing(seat: Seat, asked: Asked) -> float:
    """Give how a seat stands among others: how alike its name is, and whether the cities agree."""
    agrees = 0.0
    if in_city(seat):
        agrees = 0.25 if asked.locality.as_written or seat.city_km == 0 else 0.15 * asked.locality.likeness
    named = 0.06 * seat.mention.sure if seat.mention else 0.0
    kind = {"label": 0.01, "alias": 0.0, "acronym": -0.02}[seat.kind]
    written = 0.02 * seat.literal + 0.01 * seat.shares.in_order + 0.03 * information(seat.shares.weight)
    return seat.alike + agrees + named + kind + written - 0.03 * (seat.entry.status != ACTIVE)


def signs(best: Seat, rival: Seat | None, rivals: int, lead: float, asked: Asked) -> Sequence[float]:
    """Give what is seen, in the order of WEIGHTS."""
    sure_city = asked.locality.as_written or best.city_km == 0
    elsewhere = best.city_km is not None and not in_city(best)
    named = any(mention.sure > NAMED for mention in asked.mentions)
    return [
        1.0,
        best.alike,
        max(best.alike - CLOSE, 0.0) / (1 - CLOSE),
        float(best.exact),
        lead,
        float(lead < LEVEL),
        best.exact * lead,
        math.log1p(min(rivals, 8)),
        float(bool(asked.country_code)),
        in_city(best) * sure_city * math.sqrt(best.city_share),
        in_city(best) * (not sure_city) * math.sqrt(best.city_share),
        float(elsewhere and sure_city),
        float(elsewhere and not sure_city),
        float(best.mention is not None),
        float(best.mention is None and named),
        information(best.shares.weight),
        float(best.kind == "acronym"),
        rival.alike if rival else 0.0,
        float(best.literal),
        float(best.shares.fills_part),
        float(best.mention is None and any(mention.own_part for mention in asked.mentions)),
        float(best.kind == "alias"),
        float(best.entry.status != ACTIVE),
    ]


def in_city(seat: Seat) -> bool:
    """Whether a seat lies in the stated city."""
    return seat.city_km is not None and seat.city_km < SAME_PLACE_KM


def apart(one: Seat, other: Seat) -> float:
    """Give the distance of two seats in km."""
    return kilometres((one.latitude, one.longitude), (other.latitude, other.longitude))
