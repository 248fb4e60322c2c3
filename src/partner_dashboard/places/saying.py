"""From the codes about a place to sentences: what speaks for it, why there is none, what contradicts."""

from partner_dashboard.errors import ServiceSilentError
from partner_dashboard.places.answers import Answer, Place
from partner_dashboard.places.review import Why
from partner_dashboard.texts import Texts


def evidence(place: Place, t: Texts) -> str:
    """Say what speaks for a place: «ROR 04tsk2644, by another name of it, country agrees»."""
    return ", ".join(t(f"places.evidence.{sign.code}", value=sign.value) for sign in place.evidence)


def reason(answer: Answer, t: Texts) -> str:
    """Say why there is no place, empty where there is one."""
    return t(f"places.reason.{answer.reason}") if answer.reason else ""


def reason_in_short(answer: Answer, t: Texts) -> str:
    """Say in two or three words why there is no place, for a table."""
    return t(f"places.reason_in_short.{answer.reason}") if answer.reason else ""


def conflict(answer: Answer, t: Texts) -> str:
    """Say what contradicts, empty where nothing does."""
    return t(f"places.conflict.{answer.conflict}") if answer.conflict else ""


def method(place: Place, t: Texts) -> str:
    """Say how a place was found."""
    return t(f"places.method.{place.method}")


def why(code: Why, t: Texts) -> str:
    """Say why a person should look at a place."""
    return t(f"places.why.{code}")


def silence(error: ServiceSilentError, t: Texts) -> str:
    """Say which service did not answer, and why."""
    reason = t(f"places.silence.{error.values['reason']}")
    return t(error.code, service=error.values["service"], reason=reason)
