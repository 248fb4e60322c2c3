"""The printed dossier: its words, its fonts, its pages, and that data can neither run nor fetch anything in it."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from partner_dashboard import maps
from partner_dashboard import view as views
from partner_dashboard.cli import app
from partner_dashboard.dossier import Dossier, dossier, sections, speech
from partner_dashboard.editions import Edition
from partner_dashboard.exports.dossier import contents, document, printed_map, typeset
from partner_dashboard.texts import LANGUAGES, Texts
from partner_dashboard.view import View
from tests import organisations
from tests.organisations import EVIL_HOST, demonstration, unchanging

EDITION = demonstration()


def held(edition: Edition, address: str) -> Dossier:
    found = dossier(edition, views.known(views.from_address(address), edition))
    assert found is not None
    return found


def words(pdf: bytes) -> str:
    """Give all words of a document, put together where a line ends."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"[-\u00ad\s]+", "", text)


def bare(text: str) -> str:
    return re.sub(r"[-\u00ad\s]+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_says_what_the_page_says(language: str) -> None:
    t = Texts(language)
    found = held(EDITION, f"?country=JP&lang={language}")
    with unchanging(EDITION):
        said = words(document(EDITION, found, t, "?country=JP"))
    for sentence in speech(EDITION, found, t):
        assert bare(sentence.opening) in said
    for section in sections(EDITION, found, t):
        assert bare(section.heading) in said
        for line in section.lines:
            assert all(bare(cell) in said for cell in line.cells), line
    assert bare(t("dossier.as_of", date=t.date("2026-11-20"), number=EDITION.number)) in said
    assert "?country=JP" in said


def test_a_document_is_a4_with_embedded_fonts_tags_a_language_and_numbered_pages() -> None:
    t = Texts("de")
    reader = PdfReader(io.BytesIO(document(EDITION, held(EDITION, "?country=US&lang=de"), t, "?country=US")))
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, start=1):
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
        assert t("dossier.pdf_page", page=number, pages=len(reader.pages)) in page.extract_text()
        fonts = page["/Resources"]["/Font"].values()
        descriptors = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
        assert descriptors
        assert all({"/FontFile2", "/FontFile3"} & set(descriptor.get_object()) for descriptor in descriptors)
        assert not list(page.images), "the map is drawn, not a picture of dots"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Dossier: Vereinigte Staaten"


def test_the_same_dossier_gives_the_same_bytes() -> None:
    t, found = Texts("en"), held(EDITION, "?country=NL")
    assert document(EDITION, found, t, "?country=NL") == document(EDITION, found, t, "?country=NL")


def test_the_maker_of_a_document_hears_how_far_it_is() -> None:
    shares: list[float] = []
    document(EDITION, held(EDITION, "?country=FJ"), Texts("en"), "?country=FJ", shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_an_empty_dossier_is_one_page_that_says_so() -> None:
    pdf = document(EDITION, held(EDITION, "?country=FJ"), Texts("en"), "?country=FJ")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert bare("In Fiji: no relation and no event is recorded.") in words(pdf)


def test_hostile_names_are_set_as_they_are_written(tmp_path: Path) -> None:
    edition = organisations.opened(organisations.hostile(tmp_path))
    t = Texts("en")
    for address in ("?country=JP", "?partner=partner-4", "?home=home"):
        found = held(edition, address)
        pdf = document(edition, found, t, address)
        links = [
            note.get_object()["/A"]["/URI"]
            for page in PdfReader(io.BytesIO(pdf)).pages
            for note in page.get("/Annots", ())
            if "/A" in note.get_object() and "/URI" in note.get_object()["/A"]
        ]
        assert set(links) <= {f"http://{EVIL_HOST}/page"}, "only sources that are web addresses lead anywhere"
        assert b"/JavaScript" not in pdf
        assert b"/Launch" not in pdf


def test_letters_that_no_font_has_do_not_stop_a_document() -> None:
    content = contents(EDITION, held(EDITION, "?country=FJ"), Texts("en"), "") | {"name": "\U000130c0 東京大学"}
    assert typeset(content, datetime(2026, 11, 20, tzinfo=UTC)).startswith(b"%PDF")


def test_the_map_is_drawn_in_vectors_with_each_partner_once() -> None:
    found = held(EDITION, "?country=JP")
    drawn = printed_map(EDITION, found, Texts("en"))
    placed = found.institutions.index[found.institutions["latitude"].notna()]
    assert drawn.count("<circle") == len(placed)
    assert "<image" not in drawn
    assert "Kyushu University" in drawn
    assert printed_map(EDITION, held(EDITION, "?country=FJ"), Texts("en")) == ""


def test_a_map_over_the_pacific_goes_on_beyond_180_degrees() -> None:
    scene = maps.scene(
        EDITION, View(), EDITION.strands[EDITION.strands["country"].isin(["JP", "US"])], Texts("en"), "light"
    )
    drawn = maps.printed(scene, "A map")
    centres = [float(x) for x in re.findall(r'<circle cx="([-\d.]+)"', drawn)]
    assert centres
    assert all(0 <= x <= 680 for x in centres)


def test_the_command_writes_the_document_of_an_address(tmp_path: Path) -> None:
    file = tmp_path / "japan.pdf"
    command = ["export", "dossier", "--address", "?country=JP", "--lang", "de", "--output", str(file)]
    environment = {"PARTNER_DASHBOARD_HOME": str(tmp_path / "home")}
    result = CliRunner().invoke(app, command, env=environment)
    assert result.exit_code == 0, result.output
    said = words(file.read_bytes())
    assert bare("In Japan:") in said
    assert bare("drei universitätsweite Partnerschaften") in said
    assert "country=JP" in said


@pytest.mark.parametrize(
    ("options", "language"), [([], "de"), (["--lang", "en"], "en")], ids=["the address's", "the command's"]
)
def test_the_language_of_the_command_beats_that_of_the_address(
    tmp_path: Path, options: list[str], language: str
) -> None:
    file = tmp_path / "fiji.pdf"
    command = ["export", "dossier", "--address", "?country=FJ&lang=de", "--output", str(file), *options]
    environment = {"PARTNER_DASHBOARD_HOME": str(tmp_path / "home"), "LC_ALL": "en_GB.UTF-8"}
    assert CliRunner().invoke(app, command, env=environment).exit_code == 0
    assert PdfReader(file).trailer["/Root"]["/Lang"] == language


def test_the_command_says_when_an_address_names_no_subject(tmp_path: Path) -> None:
    command = ["export", "dossier", "--address", "?map=globe", "--lang", "en", "--output", str(tmp_path / "x.pdf")]
    result = CliRunner().invoke(app, command, env={"PARTNER_DASHBOARD_HOME": str(tmp_path / "home")})
    assert result.exit_code == 2
    assert "?country=JP" in result.output
    assert not (tmp_path / "x.pdf").exists()
