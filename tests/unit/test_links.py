"""Which texts may become links to other sites."""

import pytest

from partner_dashboard import ui
from partner_dashboard.addresses import web_address

SAFE = {
    "https://example.org/a?b=c#d": "https://example.org/a?b=c#d",
    "  http://example.org ": "http://example.org",
    "https://example.org/a_(b)": "https://example.org/a_%28b%29",
    "https://example.org/w%C3%B3": "https://example.org/w%C3%B3",
    "https://example.org/ü": "https://example.org/%C3%BC",
    'https://example.org/"><img>': "https://example.org/%22%3E%3Cimg%3E",
}
UNSAFE = (
    "", "example.org", "javascript:alert(1)", "JavaScript://example.org/%0aalert(1)", "data:text/html,x", "ftp://example.org",
    "https://", "https:example.org", "//example.org", "https://exa mple.org", "https://example.org/\njavascript:x",
    "https://[broken", "vbscript:x", "\u202ehttps://example.org",
)  # fmt: skip


def test_web_addresses_pass_and_cannot_end_a_link() -> None:
    assert {text: web_address(text) for text in SAFE} == SAFE


@pytest.mark.parametrize("text", UNSAFE)
def test_what_is_no_web_address_leads_nowhere(text: str) -> None:
    assert web_address(text) == ""


def test_a_source_with_a_dangerous_address_is_shown_as_text() -> None:
    assert ui.outside("News", "javascript:alert(1)") == f"News ({ui.plain('javascript:alert(1)')})"


def test_markup_in_a_title_stays_text_inside_its_link() -> None:
    title = "[x](http://e.org) ![i](http://e.org/i.png)"
    assert ui.outside(title, "https://example.org") == f"[{ui.plain(title)}](https://example.org)"


def test_an_icon_at_the_start_of_a_name_stays_text_on_a_button() -> None:
    assert ui.button_label(":material/home: Name") == "\u2060:material/home: Name"
    assert ui.button_label("Name") == "Name"
