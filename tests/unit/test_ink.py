"""Words on a button in the organisation's colour can be read, whatever that colour is."""

import pytest

from partner_dashboard import ui


@pytest.mark.parametrize(
    ("colour", "ink"),
    [
        ("#003560", "#FFFFFF"),
        ("#A9C93B", "#0E1621"),
        ("#000000", "#FFFFFF"),
        ("#FFFFFF", "#0E1621"),
        ("#C0392B", "#FFFFFF"),
    ],
)
def test_words_are_dark_on_a_light_colour_and_white_on_a_dark_one(colour: str, ink: str) -> None:
    assert ui.ink_on(colour) == ink
