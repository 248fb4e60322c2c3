"""From the seat of an institution or a city to a place with what speaks for it."""

from partner_dashboard.places.answers import Place, Sign
from partner_dashboard.places.gazetteer import City
from partner_dashboard.places.judging import in_city
from partner_dashboard.places.seats import Asked, Seat

SAME_NAME = 0.93
"""From which likeness on two names are one but for a slip."""

CAUTION = 2.0
"""The power that makes sureness of a city the confidence of an answer: an institution may lie outside its city."""


def of_seat(seat: Seat, asked: Asked, sure: float) -> Place:
    """Give the place of an institution."""
    source = Sign("ror", seat.entry.ror_id) if seat.source.method == "ror" else Sign("known")
    evidence = [source, Sign(_how(seat))]
    if asked.country_code:
        evidence.append(Sign("country"))
    if in_city(seat):
        evidence.append(Sign("city" if asked.locality.as_written or seat.city_km == 0 else "city_likely"))
    if seat.mention:
        evidence.append(Sign("city_in_name"))
    return Place(
        seat.latitude, seat.longitude, seat.country_code, seat.entry.city, seat.source.method, "city", round(sure, 3),
        seat.entry.ror_id, tuple(evidence), seat.entry.name,
    )  # fmt: skip


def of_city(city: City, sure: float, sign: Sign, asked: Asked) -> Place:
    """Give the place of a city, for the reason that a sign says; with its state where others of its name are meant."""
    name = f"{city.name} ({city.part})" if city.part.isalpha() and len(asked.locality.cities) > 1 else city.name
    return Place(
        city.latitude, city.longitude, city.country_code, name, "gazetteer", "city", round(sure**CAUTION, 3),
        evidence=(sign, Sign("country")) if asked.country_code else (sign,),
    )  # fmt: skip


def _how(seat: Seat) -> str:
    if seat.alike < SAME_NAME:
        return "similar"
    return {"label": "name", "alias": "alias", "acronym": "acronym"}[seat.kind]
