"""Every page can be looked at as of an older edition, in either database, and says that it is one."""

from pathlib import Path

import pytest

from partner_dashboard import settings, ui
from partner_dashboard.intake.change import removal
from partner_dashboard.schema import PARTNERSHIPS
from partner_dashboard.texts import Texts
from tests.organisations import event, institution, strand, write
from tests.pages.conftest import Opening

JAPAN = {"country_code": "JP", "city": "Suita", "latitude": "34.82", "longitude": "135.52"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    places = [
        institution("home", country_code="DE", city="Bochum", latitude="51.45", longitude="7.26"),
        institution("osaka", name="Osaka University", **JAPAN),
    ]
    strands = [strand("p-1", "osaka", start_date="2010"), strand("p-2", "osaka", start_date="2012", type="faculty")]
    return write(tmp_path / "data", places, strands, [event("e-1", institution_ids="osaka:host")])


def test_every_page_shows_an_older_edition_and_says_so(
    monkeypatch: pytest.MonkeyPatch, opening: Opening, folder: Path, address: str
) -> None:
    monkeypatch.setenv(settings.DATABASE_VARIABLE, address)
    opening("overview", folder)
    gone = removal(ui.records().known(1), PARTNERSHIPS, ["p-2"]).change
    ui.records().change([gone], "form", author="ada", reason="ended", based_on=1)
    day = Texts("en").date(ui.records().record(1).published_at.date().isoformat())
    for name in ui.PAGES:
        for number, rows in (("1", 2), ("2", 1), ("", 1)):
            at = opening(name, folder, **({"edition": number} if number else {}))
            assert not at.exception, name
            shown = at.session_state["page"].edition
            said = [str(warning.value) for warning in at.warning]
            assert (name, shown.number, len(shown.partnerships)) == (name, int(number or 2), rows)
            marked = Texts("en")("edition.looking_back", number=1, date=day) in said
            assert (name, marked) == (name, number == "1")
