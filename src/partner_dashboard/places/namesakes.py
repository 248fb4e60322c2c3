"""From the cities that a stated name may mean to how often the best known of them is the one that is meant.

What is seen is weighed; the weights were learned from 22,000 stated cities, a part of them misspelt.
"""

import math
from collections.abc import Mapping, Sequence

from partner_dashboard.places.gazetteer import City
from partner_dashboard.places.localities import Locality
from partner_dashboard.places.nearness import kilometres

ONE_CITY_KM = 25.0
"""Up to how far two cities of a name are one place."""

WEIGHTS: Mapping[str, float] = {
    "one": 3.62, "size": 1.15, "rival": -2.75, "rivals": -0.78, "other_name": -1.78, "country": 0.52, "changed": -1.34,
    "slip": -0.57, "likeness": 6.36, "slip_anywhere": 0.48,
}  # fmt: skip
"""For each sign what it adds to the odds, as a logarithm."""


def chance(locality: Locality, *, country_known: bool) -> float:
    """Say how often the first of the cities is meant."""
    weights = zip(WEIGHTS.values(), signs(locality, country_known=country_known), strict=True)
    return 1 / (1 + math.exp(-sum(weight * sign for weight, sign in weights)))


def signs(locality: Locality, *, country_known: bool) -> Sequence[float]:
    """Give what is seen, in the order of WEIGHTS."""
    first = locality.cities[0]
    rivals = [city.weight / first.weight for city in locality.cities[1:] if between(city, first) > ONE_CITY_KM]
    is_slip = not locality.exact
    return [
        1.0,
        math.log10(max(first.people, 500)) - 5,
        min(max(rivals, default=0.0), 1.0),
        math.log1p(len(rivals)),
        float(first.weight < first.people),
        float(country_known),
        float(locality.exact and locality.likeness < 1),
        float(is_slip),
        is_slip * (locality.likeness - 0.85),
        float(is_slip and not country_known),
    ]


def between(one: City, other: City) -> float:
    """Give the distance of two cities in km."""
    return kilometres((one.latitude, one.longitude), (other.latitude, other.longitude))
