"""Words as offices write them meet where they mean the same."""

import pytest

from partner_dashboard.intake.spelling import (
    compact,
    expanded,
    loose,
    repaired,
    without,
    without_brackets,
    without_gender,
)


@pytest.mark.parametrize(
    "text", ["start_date", "Start Date", "START-DATE", "start\u00a0date", "start\u200bdate", "*start date:"]
)
def test_spellings_of_one_heading_have_one_key(text: str) -> None:
    assert compact(text) == {"startdate"}


def test_umlauts_have_two_keys() -> None:
    assert compact("Länge") == compact("La\u0308nge") == {"lange", "laenge"}
    assert compact("") == compact("***") == frozenset()


def test_the_order_of_words_and_articles_may_not_matter() -> None:
    assert loose("Name der Hochschule") == loose("Hochschule, Name") == {"hochschule name"}
    assert loose("Name") == frozenset(), "one word has no order"


def test_words_that_say_what_a_list_is_about_can_be_left_out() -> None:
    assert without(frozenset({"vertrag"}), "Vertrag gültig ab") >= {"gultigab"}
    assert without(frozenset({"vertrag"}), "gültig ab") == without(frozenset({"vertrag"}), "Vertrag") == frozenset()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Partner:in", "Partner"),
        ("Partner*innen", "Partner"),
        ("Partner_innen", "Partner"),
        ("Partner/-in", "Partner"),
        ("Partner(in)", "Partner"),
        ("Beauftragte(r)", "Beauftragte"),
        ("Latein", "Latein"),
        ("start/end", "start/end"),
        ("Stadt/Ort", "Stadt/Ort"),
    ],
)
def test_the_second_gender_can_be_left_out(text: str, plain: str) -> None:
    assert without_gender(text) == plain


def test_brackets_can_be_left_out() -> None:
    assert without_brackets("Breite [°] (WGS 84)").split() == ["Breite"]
    assert without_brackets("Breite (°") == "Breite (°"


def test_mojibake_is_repaired_and_nothing_else_is_touched() -> None:
    assert repaired("LÃ¤nge") == "Länge"
    assert [repaired(text) for text in ("Länge", "Länge (°)", "Łódź", "日本")] == ["Länge", "Länge (°)", "Łódź", "日本"]


def test_a_pattern_stands_for_each_of_its_wordings() -> None:
    assert list(expanded("{Vertrags|Kooperations|}beginn {am|}")) == [
        "Vertragsbeginn am", "Vertragsbeginn", "Kooperationsbeginn am", "Kooperationsbeginn", "beginn am", "beginn",
    ]  # fmt: skip
    assert list(expanded("Beginn")) == ["Beginn"]
