"""Spellings of one name meet, and different names do not."""

import pytest

from partner_dashboard.names import key, keys


@pytest.mark.parametrize(
    ("spellings", "expected"),
    [
        (("Kraków", "KRAKÓW ", "krakow", "Krako\u0301w"), "krakow"),
        (("Łódź", "lodz"), "lodz"),
        (("Tromsø", "TROMSØ", "tromso"), "tromso"),
        (("Gießen", "GIESSEN"), "giessen"),
        (("São Paulo", "sao  paulo", "Sao-Paulo"), "sao paulo"),
        (("Oʻzbekiston", "O'zbekiston", "O’zbekiston"), "ozbekiston"),
        (("İstanbul", "istanbul", "ISTANBUL"), "istanbul"),
        (("Þórshöfn",), "thorshofn"),
        (("筑波大学",), "筑波大学"),
        (("", "  ", "!?", "—"), ""),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...], expected: str) -> None:
    assert {key(spelling) for spelling in spellings} == {expected}


def test_umlauts_are_known_by_both_ways_of_writing_them() -> None:
    assert keys("Köln") == {"koln", "koeln"}
    assert keys("Ko\u0308ln") == {"koln", "koeln"}
    assert keys("Koeln") == {"koeln"}
    assert key("Köln") != key("Koeln")


def test_what_has_no_letters_has_no_keys() -> None:
    assert keys("…") == set()
