"""Letters that got lost or broken on the way are noticed, and what only looks like them is left alone."""

import pytest

from partner_dashboard.intake.reading.cells import has_lost_letter, verdicts, without_mojibake


@pytest.mark.parametrize("cell", ["Krak?w", "?ód?", "Ky?sh?", "wspó?pracy naukowej", "Krak\ufffdw", "Uni (Wroc?aw)"])
def test_a_question_mark_within_a_word_stands_for_a_letter(cell: str) -> None:
    assert has_lost_letter(cell)


@pytest.mark.parametrize(
    "cell",
    ["Wohin?", "Und nun? Weiter.", "30!", "https://idw-online.de/de/news?id=2214", "www.a.de/x?staatliche",
     "siehe index.php?id=1", "?", "?id=1", "a.html?b", "100 ?"],
)  # fmt: skip
def test_a_question_and_an_address_are_right(cell: str) -> None:
    assert not has_lost_letter(cell)


@pytest.mark.parametrize("cell", ["Pozna?", "Pozna?, Polen", "Universität Pozna? in Polen", "Toru? (Polen)"])
def test_at_the_end_of_a_word_a_letter_is_lost_only_where_the_encoding_had_few(cell: str) -> None:
    assert (has_lost_letter(cell), has_lost_letter(cell, is_legacy=True)) == (False, True)


def test_a_question_of_several_words_is_one_in_every_encoding() -> None:
    assert not has_lost_letter("Und was nun?", is_legacy=True)


@pytest.mark.parametrize(
    ("broken", "mended"),
    [("MÃ¼nchen", "München"), ("FuÃŸ", "Fuß"), ("2016 â€“ 2020", "2016 – 2020"), ("â‚¬", "€"), ("WrocÅ‚aw", "Wrocław"),
     ("Ã„rzte", "Ärzte"), ("KrakÃ³w und KÃ¶ln", "Kraków und Köln"), ("Â§ 5", "§ 5"), ("ÃœberblickÂ", "ÜberblickÂ")],
)  # fmt: skip
def test_mojibake_is_mended(broken: str, mended: str) -> None:
    assert without_mojibake(broken) == mended


@pytest.mark.parametrize("right", ["München", "SÃO PAULO", "Ärzte", "das „Ä“", "CAFÉ…", "Åse", "Â", "Português – não"])
def test_what_is_right_is_not_mended(right: str) -> None:
    assert without_mojibake(right) == right


def test_a_cell_may_have_more_than_one_fault() -> None:
    assert verdicts("MÃ¼nchen und Krak?w") == (("mojibake", "München und Krak?w"), ("lossy_character", ""))
    assert verdicts("#REF!") == (("cell_error", ""),)
    assert verdicts("a\x07b") == (("control_character", "ab"),)
    assert verdicts("Köln") == ()
