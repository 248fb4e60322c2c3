"""Files with odd cells, too much of something, and files that are no tables whatever they are called."""

import gzip
import io
import random
import zipfile

from tests.broken_files.value import HEADINGS, ROWS, BrokenFile, joined, lines, table, with_row

HOSTILE = "<img src=x onerror=alert(1)>"
LOGIN = b"<!DOCTYPE html>\n<html><head><title>Anmelden</title></head><body><form>Name;Kennwort</form></body></html>"


def _institutions(*rows: str) -> bytes:
    return joined(["institution_id;name;kind;city;country_code;latitude;longitude", *rows])


def _zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def _refused(name: str, data: bytes, reason: str, file: str = "liste.csv", line: int = 1) -> BrokenFile:
    lines_ = (line,) if line else ()
    return BrokenFile(name, data, "refused", reason, lines_, rows=0, file=file)


CELLS = (
    BrokenFile("Namibia is not missing", _institutions("unam;University of Namibia;university;Windhoek;NA;-22.6;17.1"),
               rows=1, dataset="institutions", cells={2: {"country_code": "NA"}}),
    BrokenFile("words that others take for nothing",
               table([[*row[:7], word, row[8]] for row, word in
                      zip(ROWS, ("null", "None", "nan", "N/A", "-", "TRUE"), strict=True)]).encode(),
               cells={2: {"source_title": "null"}, 4: {"source_title": "nan"}, 5: {"source_title": "N/A"}}),
    BrokenFile("leading zeros and long numbers", table(with_row(0, source_title="007", description="1.50")).encode(),
               cells={2: {"source_title": "007", "description": "1.50"}}),
    BrokenFile("formulas stay text", table(with_row(0, description="=1+1", source_title="@SUM(A1)")).encode(),
               cells={2: {"description": "=1+1", "source_title": "@SUM(A1)"}}),
    BrokenFile("markup stays text", table(with_row(0, description=HOSTILE)).encode(),
               cells={2: {"description": HOSTILE}}),
    BrokenFile("an error of Excel", table(with_row(2, start_date="#REF!")).encode(), "stopped", "cell_error", (4,),
               ("start_date",), rows=5),
    BrokenFile("an error of a German Excel", table(with_row(2, status="#NV")).encode(), "stopped", "cell_error", (4,),
               ("status",), rows=5),
    BrokenFile("thousands dots for a latitude",
               _institutions("univ-x;X;university;Bochum;DE;514.436;7.2613", "univ-y;Y;university;Bochum;DE;51.4;7.2"),
               rows=2, dataset="institutions", checked={2: "latitude_out_of_range"}),
    BrokenFile("a day that no calendar has", table(with_row(3, start_date="31.02.2024")).encode(),
               checked={5: "impossible_date"}),
    BrokenFile("day and month in doubt", table(with_row(3, start_date="02/03/2024")).encode(),
               checked={5: "ambiguous_date"}),
    BrokenFile("an id that points nowhere", table(with_row(3, institution_id="univ-nowhere")).encode(),
               checked={5: "unknown_institution"}),
    BrokenFile("an id twice", table(with_row(3, partnership_id="p-1")).encode(), checked={5: "duplicate_id"}),
    BrokenFile("a word that is no code", table(with_row(3, type="Sonderfall")).encode(), checked={5: "unknown_code"}),
    BrokenFile("a cell without end", table(with_row(3, description="x" * 40_000)).encode(), "refused",
               "cell_too_long", (5,), ("description",), rows=0),
    BrokenFile("a line without end", b"x" * 10_000_000, "refused", "line_too_long", (1,), rows=0),
    BrokenFile("a line without end, with separators", b"ab;" * 3_400_000, "refused", "line_too_long", (1,), rows=0),
    BrokenFile("six hundred columns", joined([",".join([*HEADINGS, *(f"x{n}" for n in range(600))]),
               *(",".join(["a"] * (len(HEADINGS) + 600)) for _ in range(3))]), "refused", "too_many_columns", (1,),
               rows=0),
    BrokenFile("a table of Excel, called .csv and written with tabs", table(delimiter="\t").encode("utf-16"),
               encoding="utf-16", separator="\t"),
)  # fmt: skip

NO_TABLES = (
    _refused("a PDF", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n", "pdf"),
    _refused("the page for logging in", LOGIN, "html"),
    _refused("the page for logging in, as .xls", b"\xef\xbb\xbf\n  " + LOGIN, "html", "liste.xls"),
    _refused("a page behind a remark", b"<!-- saved from url=(0042) -->\n" + LOGIN, "html"),
    _refused("a table of a web page called .xls", b"<table><tr><td>a</td></tr></table>", "html", "liste.xls"),
    _refused("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "image"),
    _refused("a photograph", b"\xff\xd8\xff\xe0" + bytes(range(200)), "image"),
    _refused("a drawing", b"GIF89a" + bytes(range(200)), "image"),
    _refused("a packed archive", _zipped("a.csv", "b.csv"), "archive", line=0),
    _refused("a packed file", gzip.compress(table().encode()), "archive"),
    _refused("a Word file", _zipped("[Content_Types].xml", "word/document.xml"), "word", line=0),
    _refused("slides", _zipped("[Content_Types].xml", "ppt/presentation.xml"), "other_document", line=0),
    _refused("a rich text", b"{\\rtf1\\ansi Hallo}", "word"),
    _refused("JSON", b'{"partnerships": [{"id": 1}]}', "json"),
    _refused("JSON in a list", b'[{"id": 1}, {"id": 2}]', "json"),
    _refused("XML", b'<?xml version="1.0"?><list><item/></list>', "xml"),
    _refused("rubbish", random.Random(3).randbytes(5000), "binary"),
    _refused("a letter", "Sehr geehrte Damen und Herren\nanbei die Liste\nGrüße".encode(), "no_table"),
    _refused("a program", b"\x7fELF\x02\x01\x01" + bytes(300), "binary"),
    BrokenFile("a table called .xlsx", table().encode(), file="liste.xlsx"),
    BrokenFile("a table called .pdf", table().encode(), file="liste.pdf"),
    BrokenFile("a table without a name", table().encode(), file=""),
    BrokenFile("a table that speaks of pages", joined([*lines()[:4], lines()[4].replace("Master", "Seite <html>"),
               *lines()[5:]]), cells={5: {"description": "Seite <html> mit zwei Abschlüssen"}}),
)  # fmt: skip
