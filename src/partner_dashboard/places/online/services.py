"""From the services that geopy knows to ours: one question at a time, slowly, and honest about silence.

Nominatim, Photon and Pelias say what kind of place they found; any other service that geopy can make from its name may
be set, and then a place counts as the point of a city.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from partner_dashboard.errors import ServiceSilentError
from partner_dashboard.places import countries
from partner_dashboard.places.online.asking import Found, Precision, Question
from partner_dashboard.regions import country_name

PAUSE = 1.0
"""Seconds between two questions: what the public Nominatim asks of everybody, and good manners elsewhere."""

PUBLIC = "nominatim.openstreetmap.org"

TIMEOUT, TRIES, WAIT = 10.0, 3, 5.0
"""Seconds for an answer, how often one question is asked, and seconds before it is asked again."""

LONGEST_WAIT = 60.0
"""Seconds that a service may ask us to wait; where it wishes for more, it is silent."""

CANDIDATES = 5

BUILT = (
    "amenity", "building", "office", "tourism", "leisure", "landuse", "historic", "healthcare", "man_made", "club",
    "venue",
)  # fmt: skip
"""The kinds of things in OpenStreetMap and Pelias that an institution can be, and not only the way to it."""

SHAPELESS = (ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What goes wrong in geopy and here where an answer is JSON, but of another shape."""


@dataclass(frozen=True)
class Access:
    """How a service is reached, as the operator has set it; a service without a name is none.

    `address` is where one of your own runs, such as https://nominatim.example.org; empty is the public one, where the
    service has one. `contact` is a mailbox or page by which those who run the service can reach you. `pause`, `timeout`
    and `wait`, before a question is asked again, are seconds; `options` go to geopy as they stand.
    """

    service: str = ""
    address: str = ""
    contact: str = ""
    key: str = ""
    pause: float = PAUSE
    timeout: float = TIMEOUT
    wait: float = WAIT
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GeopyService:
    """A service that geopy asks; `geocode` keeps the pace and raises geopy's errors."""

    name: str
    geocode: Callable[..., list[Any] | None]

    def find(self, question: Question) -> tuple[Found, ...]:
        """Give the places that may be meant, the likeliest first; raises ServiceSilentError."""
        # Only who asks online needs geopy.
        from geopy import exc

        try:
            locations = self.geocode(**_query(self.name, question), exactly_one=False) or []
            return tuple(_found(self.name, location) for location in locations)
        except exc.GeopyError as problem:
            raise ServiceSilentError(service=self.name, reason=_reason(problem)) from problem
        except SHAPELESS as problem:
            raise ServiceSilentError(service=self.name, reason="malformed") from problem


# geopy warns of every try by its logger, with a traceback; who asks gets one sentence at the end.
logging.getLogger("geopy").addHandler(logging.NullHandler())


def opened(
    access: Access, sleep: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic
) -> GeopyService | None:
    """Make a service ready to be asked, None where none is set; nothing is sent yet.

    Raises: ServiceSilentError with the reason "unknown" where geopy has no such service, or not with these options.
    """
    if not access.service:
        return None
    from geopy import exc
    from geopy.geocoders import get_geocoder_for_service

    try:
        geocoder = get_geocoder_for_service(access.service)(**_arguments(access))
    except (exc.GeocoderNotFound, exc.ConfigurationError, TypeError) as problem:
        raise ServiceSilentError(service=access.service, reason="unknown") from problem
    pause = max(access.pause, PAUSE) if getattr(geocoder, "domain", "") == PUBLIC else access.pause
    return GeopyService(access.service, _paced(access, geocoder.geocode, pause, sleep, clock))


def _arguments(access: Access) -> dict[str, Any]:
    from geopy.adapters import URLLibAdapter

    where = urlsplit(access.address)
    address = {"scheme": where.scheme, "domain": where.netloc + where.path} if access.address else {}
    key = {"api_key": access.key} if access.key else {}
    contact = f" ({access.contact})" if access.contact else ""
    # Where the library requests is installed, geopy would try again on its own and keep connections open.
    ours = {"user_agent": f"partner-dashboard{contact}", "timeout": access.timeout, "adapter_factory": URLLibAdapter}
    return {**ours, **address, **key, **access.options}


def _paced(
    access: Access,
    geocode: Callable[..., Any],
    pause: float,
    sleep: Callable[[float], None],
    clock: Callable[[], float],
) -> Callable[..., list[Any] | None]:
    """Ask at most one question in `pause` seconds, and again where trying again can help."""
    from geopy import exc
    from geopy.extra.rate_limiter import RateLimiter

    class Paced(RateLimiter):  # type: ignore[misc]  # geopy has no types
        def _sleep(self, seconds: float) -> None:
            sleep(seconds)

        def _clock(self) -> float:
            return clock()

    def patient(**query: Any) -> Any:
        try:
            return geocode(query.pop("query"), **query)
        except exc.GeocoderServiceError as problem:
            wanted = getattr(problem, "retry_after", None) or 0
            if _is_final(problem) or wanted > LONGEST_WAIT:
                raise ServiceSilentError(service=access.service, reason=_reason(problem)) from problem
            sleep(max(wanted - access.wait, 0))
            raise

    return Paced(
        patient,
        min_delay_seconds=pause,
        max_retries=TRIES - 1,
        error_wait_seconds=max(access.wait, pause),
        swallow_exceptions=False,
    )


def _is_final(problem: Exception) -> bool:
    """Whether the service has refused the question, so that asking again would be rude."""
    return 400 <= _status(problem) < 500 and _status(problem) not in (408, 429)


def _status(problem: BaseException) -> int:
    """Give the HTTP status that an error of geopy came from, 0 where it came from none."""
    return int(getattr(problem.__cause__, "status_code", 0) or 0)


def _reason(problem: Exception) -> str:
    """Give the code of why a service is silent: busy, refused, failed, timeout, malformed or unreachable."""
    from geopy import exc

    if status := _status(problem):
        return "busy" if status in (429, 503) else "refused" if status < 500 else "failed"
    if isinstance(problem, exc.GeocoderTimedOut):
        return "timeout"
    return "malformed" if isinstance(problem, (exc.GeocoderParseError, exc.GeocoderQueryError)) else "unreachable"


def _query(service: str, question: Question) -> dict[str, object]:
    """Ask within the country as each service can: by code, or by adding its name."""
    words = [question.name, question.city]
    if service == "nominatim":
        codes = {"country_codes": question.country_code.lower()} if question.country_code else {}
        return {"query": _line(words), "addressdetails": True, "language": "en", "limit": CANDIDATES, **codes}
    words.append(country_name(question.country_code, "en") if question.country_code else "")
    return {"query": _line(words)}


def _line(words: list[str]) -> str:
    return ", ".join(word.strip() for word in words if word.strip())


def _found(service: str, location: Any) -> Found:
    if not (location.latitude or location.longitude):  # geopy's way to say that none were given
        raise ValueError(location.raw)
    code, kind = _said(service, location.raw)
    precision: Precision = "country" if kind == "country" else "campus" if kind in BUILT else "city"
    return Found(location.address, float(location.latitude), float(location.longitude), code, precision)


def _said(service: str, raw: Mapping[str, Any]) -> tuple[str, str]:
    """Give what a service says about a place: the code of its country and its kind, "" where it says nothing."""
    if service == "nominatim":
        kind = "country" if "country" in (raw.get("addresstype"), raw.get("type")) else raw.get("class", "")
        return raw.get("address", {}).get("country_code", "").upper(), kind
    said = raw.get("properties", {}) if service in ("photon", "pelias") else {}
    if service == "photon":
        kind = "country" if said.get("type") == "country" else said.get("osm_key", "")
        return said.get("countrycode", "").upper(), kind
    return countries.code(said.get("country_a", "")), said.get("layer", "")
