"""Any bytes become a table or a refusal, no row is lost, and no cell changes in silence."""

import csv
import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.reading import Hints, Limits, Table, read
from tests.broken_files import BROKEN_FILES
from tests.broken_files.value import HEADINGS, table
from tests.broken_files.workbooks import ods, xls, xlsx

WHOLE = [held for held in BROKEN_FILES if held.outcome != "refused" and len(held.data) < 50_000]
WORDS = ["p-1", "rub", "Köln", "2016", "Ende", "a b", "x,y", "s;t", 'so "genannt"', "", "", "NA", "12", "u|v", "it's"]
CELLS = st.one_of(st.sampled_from(WORDS), st.text("abäß,;|\t\"' .-0", max_size=8))
PLAIN = st.sampled_from([word for word in WORDS if not set(word) & set(',"')])
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=8)
KEYS = {"file", "line", "column", "value", "reason"}


def table_or_refusal(data: bytes, hints: Hints = Hints()) -> Table | None:  # noqa: B008
    try:
        found = read(data, "x.csv", hints)
    except UnreadableFileError as refused:
        assert set(refused.values) == KEYS
        return None
    stopped = {problem.line for problem in found.problems if problem.severity == "error"}
    assert found.rows_read == len(found.rows) + len(stopped - set(found.rows.index))
    assert not stopped & set(found.rows.index)
    assert list(found.rows.columns) == list(range(len(found.headers)))
    assert found.rows.index.is_monotonic_increasing
    assert found.rows.index.is_unique
    return found


@given(st.binary(max_size=2000))
def test_any_bytes_become_a_table_or_a_refusal(data: bytes) -> None:
    table_or_refusal(data)


@given(
    st.text(st.sampled_from("pidname_ab,;|\t\"'\n\r 0ä"), max_size=200), st.sampled_from(["utf-8", "utf-16", "cp1252"])
)
def test_any_text_becomes_a_table_or_a_refusal(text: str, encoding: str) -> None:
    table_or_refusal(text.encode(encoding))
    table_or_refusal(table().encode(encoding) + text.encode(encoding))


@given(st.sampled_from(WHOLE), st.randoms(use_true_random=False), st.integers(1, 6))
def test_a_good_file_with_bytes_changed_becomes_a_table_or_a_refusal(
    broken: object, chance: random.Random, times: int
) -> None:
    data = bytearray(broken.data)  # type: ignore[attr-defined]
    for _ in range(times):
        place = chance.randrange(len(data))
        data[place : place + chance.choice((0, 1, 1, 9))] = chance.randbytes(chance.choice((0, 1, 1, 3)))
    table_or_refusal(bytes(data))


@pytest.mark.parametrize("whole", [xlsx(), ods([HEADINGS, ["p-1", *["x"] * 8]])], ids=["xlsx", "ods"])
@given(chance=st.randoms(use_true_random=False))
def test_a_workbook_with_a_part_changed_becomes_a_table_or_a_refusal(whole: bytes, chance: random.Random) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive, zipfile.ZipFile(written, "w") as other:
        chosen = chance.choice([name for name in archive.namelist() if name.endswith(".xml")])
        for name in archive.namelist():
            part = bytearray(archive.read(name))
            if name == chosen:
                place = chance.randrange(len(part))
                part[place : place + 1] = chance.choice((b"9", b"0", b"<", b'"', b"Z", b"&x;", b"\xff", b""))
            other.writestr(name, bytes(part))
    table_or_refusal(written.getvalue())


@given(st.randoms(use_true_random=False))
def test_an_old_workbook_with_bytes_changed_becomes_a_table_or_a_refusal(chance: random.Random) -> None:
    data = bytearray(xls())
    for _ in range(chance.randrange(1, 8)):
        data[chance.randrange(len(data))] = chance.choice((0, 1, 127, 128, 255))
    table_or_refusal(bytes(data))


@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([0, 1]))
def test_written_rows_come_back_or_are_listed(
    rows: list[tuple[str, ...]], separator: str, end: str, quoting: int
) -> None:
    numbered = [(f"p-{number}", *row) for number, row in enumerate(rows)]
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([HEADINGS[:5], *numbered])
    found = table_or_refusal(written.getvalue().encode())
    assert found is not None
    loaded = {line: tuple(row) for line, row in zip(found.rows.index, found.rows.to_numpy().tolist(), strict=True)}
    listed = {problem.line for problem in found.problems}
    for line, row in enumerate(numbered, 2):
        assert line in listed or loaded[line] == tuple(cell.strip() for cell in row)


@given(
    st.lists(st.tuples(*[PLAIN] * 4), min_size=1, max_size=8),
    st.integers(0, 7),
    st.integers(0, 3),
    st.sampled_from([",", '"', ""]),
)
def test_one_separator_or_quote_more_or_less_spoils_no_other_line(
    rows: list[tuple[str, ...]], line: int, place: int, change: str
) -> None:
    text = table([(f"p-{number}", *row) for number, row in enumerate(rows)], HEADINGS[:5]).splitlines()
    wrong = 1 + line % len(rows)
    pieces = text[wrong].split(",")
    place = min(place, len(pieces) - 1)
    pieces[place] = change + pieces[place]
    torn = ",".join(pieces) if change else text[wrong].replace(",", "", 1)
    found = table_or_refusal("\n".join([*text[:wrong], torn, *text[wrong + 1 :]]).encode())
    if found is not None:
        said = {problem.line for problem in found.problems}
        for number, row in enumerate(rows, 2):
            if number in found.rows.index and number not in said:
                assert tuple(found.rows.loc[number])[1:] == tuple(cell.strip() for cell in row)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_the_short_cut_reads_as_the_exact_way_does(cells: list[tuple[str, str]]) -> None:
    rows = [(f"p-{number}", *cells[number % len(cells)], "x") for number in range(2000)]
    regular = table(rows, HEADINGS[:4])
    short, exact = read(regular.encode(), "x.csv"), read(regular.encode() + b"\n,,,\n", "x.csv")
    assert (short.rows.equals(exact.rows), short.rows_read) == (True, exact.rows_read)
    assert (short.headers, short.problems, short.reading) == (exact.headers, exact.problems, exact.reading)


@given(st.integers(1, 40))
def test_no_limit_is_exceeded(rows: int) -> None:
    text = table([(f"p-{number}", "x") for number in range(rows)], HEADINGS[:2]).encode()
    try:
        assert len(read(text, "x.csv", limits=Limits(rows=20)).rows) == rows <= 20
    except UnreadableFileError as refused:
        assert (refused.values["reason"], refused.values["line"], rows > 20) == ("too_many_rows", 22, True)
