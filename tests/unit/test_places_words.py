"""Every code about a place has a sentence in both languages, and nothing is said where there is nothing to say."""

from typing import get_args

import pytest

from partner_dashboard.errors import ServiceSilentError
from partner_dashboard.places import answers, saying
from partner_dashboard.places.answers import Answer, Place, Sign
from partner_dashboard.places.review import WORST_FIRST
from partner_dashboard.texts import LANGUAGES, Texts, sentences

CODES = {
    "evidence": answers.EVIDENCE,
    "reason": answers.REASONS,
    "conflict": (*answers.CONFLICTS, "coordinates_at_sea"),
    "method": get_args(answers.Method),
    "why": WORST_FIRST,
    "silence": ("timeout", "busy", "refused", "failed", "malformed", "unreachable", "unknown"),
}


@pytest.mark.parametrize("part", CODES)
def test_every_code_has_a_sentence_and_every_sentence_a_code(part: str) -> None:
    said = {key.removeprefix(f"places.{part}.") for key in sentences("en") if key.startswith(f"places.{part}.")}
    assert said == set(CODES[part])


def test_evidence_is_said_in_its_order() -> None:
    signs = (Sign("ror", "04tsk2644"), Sign("alias"), Sign("country"), Sign("city"))
    place = Place(51.44, 7.26, "DE", "Bochum", "ror", "city", 0.99, "04tsk2644", signs)
    assert saying.evidence(place, Texts("en")) == "ROR 04tsk2644, by another name of it, country agrees, city agrees"
    assert saying.evidence(place, Texts("de")) == "ROR 04tsk2644, über einen weiteren Namen, Land stimmt, Stadt stimmt"
    assert saying.method(place, Texts("de")) == "Research Organization Registry"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_where_nothing_is_wrong(language: str) -> None:
    t = Texts(language)
    assert (saying.reason(Answer(None), t), saying.conflict(Answer(None), t)) == ("", "")
    assert saying.reason(Answer(None, "tie"), t) != ""
    assert saying.conflict(Answer(None, conflict="null_island"), t) != ""


def test_silence_has_its_reason() -> None:
    error = ServiceSilentError(service="nominatim", reason="timeout")
    assert saying.silence(error, Texts("en")) == (
        "“nominatim” did not answer (no answer in time), so nobody knows yet. Nothing was lost; ask again later."
    )
