"""From the name of a country's body to its capital: a ministry, an agency, an academy that nothing else places.

What is seen is weighed; the weights were learned from 38,000 names of institutions that say no city.
"""

import math
from collections.abc import Collection, Mapping

HOUSES = frozenset({"=uni", "=college", "=hospital", "=school", "=technology"})
BODIES = frozenset(
    {"=association", "=society", "=council", "=committee", "=library", "=foundation", "=academy", "=federation"}
)
AGENCIES = frozenset({"=agency", "=office", "=authority", "=administration", "=directorate", "=service"})
PARTS = frozenset({"=region", "=city", "=local", "=metropolis"})

WEIGHTS: Mapping[str, float] = {
    "one": 0.43, "share": 0.71, "ministry": 1.61, "national": 0.71, "agency": 1.48, "body": 0.55, "house": -0.42,
    "part": -0.87, "own_country": 0.67, "nothing_proper": 0.61,
}  # fmt: skip
"""For each sign what it adds to the odds that the seat is in the capital, as a logarithm."""


def chance(meanings: Collection[str], country_code: str, share: float) -> float:
    """Say how often a body with such words in its name sits in the capital, where that share of the people live."""
    weights = zip(WEIGHTS.values(), signs(meanings, country_code, share), strict=True)
    return 1 / (1 + math.exp(-sum(weight * sign for weight, sign in weights)))


def signs(meanings: Collection[str], country_code: str, share: float) -> list[float]:
    """Give what is seen, in the order of WEIGHTS."""
    said = set(meanings)
    return [
        1.0,
        math.log(max(share, 0.01) / (1 - min(share, 0.95))),
        float("=ministry" in said),
        float("=national" in said),
        float(bool(said & AGENCIES)),
        float(bool(said & BODIES)),
        float(bool(said & HOUSES)),
        float(bool(said & PARTS)),
        float(f"@{country_code}" in said),
        float(all(meaning[0] in "=@" for meaning in said)),
    ]
