"""A file becomes a table of text by position; what a person says about it counts more than what was found out."""

import subprocess
import sys

import pytest

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.reading import Hints, Limits, Table, read
from partner_dashboard.problems import Problem
from partner_dashboard.texts import LANGUAGES, Texts
from tests.broken_files.value import HEADINGS, ROWS, joined, lines, table
from tests.broken_files.workbooks import xlsx


def read_text(text: str, hints: Hints = Hints(), limits: Limits = Limits()) -> Table:  # noqa: B008
    return read(text.encode(), "x.csv", hints, limits)


def refused(text: str | bytes, hints: Hints = Hints(), limits: Limits = Limits()) -> dict[str, object]:  # noqa: B008
    with pytest.raises(UnreadableFileError) as refusal:
        read(text.encode() if isinstance(text, str) else text, "x.csv", hints, limits)
    return refusal.value.values


# --- the table ---------------------------------------------------------------------------------------------------


def test_cells_are_text_by_position_and_the_index_is_the_line_in_the_file() -> None:
    found = read_text("partnership_id,type\na,007\nb,1.50\n")
    assert found.rows.to_dict("index") == {2: {0: "a", 1: "007"}, 3: {0: "b", 1: "1.50"}}
    assert (found.rows.index.name, {str(kind) for kind in found.rows.dtypes}) == ("line", {"str"})
    assert (found.file, found.headers, found.rows_read) == ("x.csv", ("partnership_id", "type"), 2)


def test_what_was_understood_is_said() -> None:
    reading = read_text(table(delimiter=";")).reading
    assert (reading.format, reading.encoding, reading.separator, reading.quote) == ("csv", "utf-8", ";", '"')
    assert (reading.sheet, reading.other_sheets, reading.header_line) == ("", (), 1)


def test_an_empty_table_has_its_columns() -> None:
    found = read_text("partnership_id,type\n")
    assert (list(found.rows.columns), len(found.rows), found.rows_read) == ([0, 1], 0, 0)
    assert {str(kind) for kind in found.rows.dtypes} == {"str"}


def test_rows_under_their_headings_are_a_copy_with_names() -> None:
    found = read_text("partnership_id,type\na,network\n")
    named = found.named()
    assert named.to_dict("index") == {2: {"partnership_id": "a", "type": "network"}}
    assert list(found.rows.columns) == [0, 1]


def test_rows_cannot_stand_under_two_headings_of_one_name() -> None:
    found = read_text("partnership_id,type,type\na,network,other\n")
    with pytest.raises(UnreadableFileError) as refusal:
        found.named()
    assert (refusal.value.values["reason"], refusal.value.values["column"]) == ("doubled_header", "type")


def test_problems_name_file_and_sheet() -> None:
    found = read(xlsx([HEADINGS, ["p-1", "=A1", *["x"] * 7]]), "liste.xlsx")
    assert found.problems == (
        Problem("formula_without_value", "liste.xlsx", 2, "institution_id", "=A1", sheet="Partnerschaften"),
    )
    assert (found.rows_read, len(found.rows)) == (1, 0)


# --- hints -------------------------------------------------------------------------------------------------------


def test_a_person_may_say_where_the_headings_are() -> None:
    text = "Name,Art\nA,B\npartnership_id,type\na,network\n"
    assert read_text(text, Hints(header_line=1)).rows_read == 3
    assert read_text(text, Hints(header_line=3)).rows_read == 1
    assert refused(text, Hints(header_line=9))["reason"] == "no_such_line"


def test_a_person_may_say_that_the_first_row_is_no_data() -> None:
    assert refused("2016,2017\n1,2\n")["reason"] == "no_header"
    assert read_text("2016,2017\n1,2\n", Hints(header_line=1)).headers == ("2016", "2017")


def test_a_person_may_say_what_separates() -> None:
    text = "partnership_id type\na network\nb other\n"
    assert refused(text)["reason"] == "no_table"
    assert read_text(text, Hints(separator=" ")).headers == ("partnership_id", "type")


def test_a_person_may_say_what_quotes() -> None:
    text = "partnership_id,type\na,'x'\nb,'y'\n"
    assert read_text(text, Hints(quote='"')).rows[1].tolist() == ["'x'", "'y'"]
    assert read_text(text, Hints(quote="'")).rows[1].tolist() == ["x", "y"]


def test_a_person_may_say_the_encoding() -> None:
    data = "name,kind,city\nŁódź,university,Łódź\n".encode("cp1250")
    found = read(data, "x.csv", Hints(encoding="cp1250"))
    assert (found.rows[0].tolist(), found.problems, found.reading.encoding) == (["Łódź"], (), "cp1250")
    assert refused(data, Hints(encoding="utf-8"))["line"] == 2
    assert refused(data, Hints(encoding="klingon"))["reason"] == "unknown_encoding"


def test_a_person_may_choose_the_sheet() -> None:
    def another(book):  # type: ignore[no-untyped-def]
        book.create_sheet("Zwei").append(["event_id", "title", "kind"])

    data = xlsx(change=another)
    assert read(data, "x.xlsx").reading.other_sheets == ("Zwei",)
    assert read(data, "x.xlsx", Hints(sheet="Zwei")).headers == ("event_id", "title", "kind")
    assert refused(data, Hints(sheet="Drei"))["reason"] == "no_such_sheet"


# --- limits ------------------------------------------------------------------------------------------------------


def test_a_file_is_refused_by_its_size_before_it_is_looked_at() -> None:
    assert refused(b"%PDF-1.7", limits=Limits(size=3))["reason"] == "too_large"


def test_the_row_beyond_the_limit_is_named() -> None:
    assert refused(table(), limits=Limits(rows=4)) == {
        "file": "x.csv", "line": 6, "column": "", "value": "4", "reason": "too_many_rows",
    }  # fmt: skip
    assert refused(xlsx(), limits=Limits(rows=4))["line"] == 6


def test_columns_and_cells_have_limits() -> None:
    assert refused(table(), limits=Limits(columns=8))["column"] == "source_url"
    assert refused(table(), limits=Limits(cell=30))["line"] == 2
    assert refused(table(), limits=Limits(line=99))["reason"] == "line_too_long"


# --- beside a line of one field ----------------------------------------------------------------------------------


def test_a_last_cell_that_goes_on_without_quotes_is_doubted() -> None:
    short = [",".join([*row[:6], "", row[7], "ein Satz"]) for row in ROWS]
    found = read(joined([lines()[0], *short[:3], "und noch einer", *short[3:]]), "x.csv")
    assert [(held.code, held.line, held.severity) for held in found.problems] == [
        ("cell_continued", 4, "warning"), ("wrong_field_count", 5, "error"),
    ]  # fmt: skip


def test_a_first_cell_that_was_broken_off_is_doubted_too() -> None:
    found = read(joined([*lines()[:3], "p-3-of", *lines()[3:]]), "x.csv")
    assert [(held.code, held.line) for held in found.problems] == [
        ("cell_continued", 3), ("wrong_field_count", 4), ("cell_continued", 5),
    ]  # fmt: skip


# --- what it costs -----------------------------------------------------------------------------------------------


def test_a_clean_file_of_csv_needs_no_parser_of_workbooks_and_no_guess_at_encodings() -> None:
    code = (
        "import sys\nfrom partner_dashboard.intake.reading import read\n"
        f"read({table().encode()!r}, 'x.csv')\n"
        "assert not {'python_calamine', 'charset_normalizer', 'openpyxl'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True, timeout=120)


MANY = [(f"p-{number}", "univ-x", "rub", "network") for number in range(2000)]


@pytest.mark.parametrize("above", ["", "Titel\r", "Titel\n", "Titel\r\n\r\n", "sep=,\n", "\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_large_file_keeps_every_row_whatever_stands_above(above: str, end: str) -> None:
    found = read_text(above + table(MANY, HEADINGS[:4], lineterminator=end))
    assert (found.rows_read, found.problems) == (2000, ())
    assert found.rows.index[0] == found.reading.header_line + 1
    assert found.rows[0].tolist() == [row[0] for row in MANY]


@pytest.mark.parametrize(
    ("odd", "code"),
    [("p-x,univ-x,rub", "wrong_field_count"), ('p-x,"univ-x,rub,network', "stray_quote"), ("Summe,2000,,", "total_row"),
     (",".join(HEADINGS[:4]), "repeated_header"), ("Ende der Liste,,,", "wrong_field_count"),
     ('p-x,u"x,r,n', "stray_quote"),
     ('p-x,"univ"x,r,n', "stray_quote"), ("p-x,#REF!,r,n", "cell_error"), ("p-x,a\x07,r,n", "control_character")],
)  # fmt: skip
def test_in_a_large_file_one_odd_line_is_found(odd: str, code: str) -> None:
    found = read_text(table(MANY, HEADINGS[:4]) + odd + "\n")
    assert [(problem.code, problem.line) for problem in found.problems] == [(code, 2002)]
    assert found.rows[0].tolist()[:2000] == [row[0] for row in MANY]


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_a_sentence(language: str) -> None:
    from tests.broken_files import BROKEN_FILES

    reasons = {held.code for held in BROKEN_FILES if held.outcome == "refused"}
    texts = Texts(language)
    for reason in reasons:
        assert "{" not in texts(f"refusal.{reason}", file="x", line=7, column="c", value="v")
