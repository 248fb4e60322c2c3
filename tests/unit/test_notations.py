"""The documentation of what may stand in a cell says what the code does."""

from pathlib import Path

import pytest

from partner_dashboard.intake.written import coordinates, dates

TEXT = (Path(__file__).parents[2] / "docs" / "notations.md").read_text(encoding="utf-8")


def rows(title: str) -> list[list[str]]:
    """Give the cells of the one table under a heading."""
    section = TEXT.split(f"## {title}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize(("written", "start", "end", "told"), rows("Dates"))
def test_a_date_is_read_as_the_documentation_says(written: str, start: str, end: str, told: str) -> None:
    found = dates.read(written)
    assert (found.start, found.end, found.code) == (start, end, told)


@pytest.mark.parametrize(("written", "degrees"), rows("Places"))
def test_a_place_is_read_as_the_documentation_says(written: str, degrees: str) -> None:
    one, both = coordinates.read(written), coordinates.pair(written)
    found = [one] if one else both or ()
    assert " / ".join(f"{part.value:.6f}".rstrip("0").rstrip(".") for part in found) == degrees
