"""Files with lost and stray quotes, with cells of several lines, and with every kind of line end."""

from tests.broken_files.value import HEADINGS, ROWS, BrokenFile, joined, lines, table, with_line, with_row

QUOTED = lines(quoting=1)
TWO_LINES = with_row(1, description="Vertrag\nfür alle")


def _apostrophes() -> bytes:
    rows = [HEADINGS, *with_row(2, description="Women's and men's team, all")]
    return joined(",".join(f"'{cell}'" if cell else "" for cell in row) for row in rows)


def _torn(name: str, number: int, old: str, new: str, column: str, held: list[str] | None = None) -> BrokenFile:
    """One line with another place of its quotes; no other line suffers."""
    line = (held or lines())[number - 1]
    assert old in line, (name, line)
    data = joined([*(held or lines())[: number - 1], line.replace(old, new, 1), *(held or lines())[number:]])
    return BrokenFile(name, data, "stopped", "stray_quote", (number,), (column,), rows=5)


QUOTES = (
    BrokenFile("every cell within quotes", table(quoting=1).encode()),
    BrokenFile("every cell within apostrophes", _apostrophes(),
               cells={4: {"description": "Women's and men's team, all"}}),
    BrokenFile("quotes within cells", table().encode(), cells={6: {"description": 'Das Programm heißt "Ruhr"'}}),
    BrokenFile("a cell of two lines", table(TWO_LINES).encode(),
               cells={3: {"description": "Vertrag\nfür alle"}, 5: {"partnership_id": "p-3"}}),
    BrokenFile("a cell of two lines, the file with CRLF", table(TWO_LINES, lineterminator="\r\n").encode(),
               cells={3: {"description": "Vertrag\nfür alle"}, 5: {"partnership_id": "p-3"}}),
    BrokenFile("a cell of four lines with separators",
               table(with_row(1, description="Erstens, so\n\nzweitens, anders;\nEnde")).encode(),
               cells={3: {"description": "Erstens, so\n\nzweitens, anders;\nEnde"}, 7: {"partnership_id": "p-3"}}),
    BrokenFile("a heading of two lines", table(headings=["partnership_id\n(Kennung)", *HEADINGS[1:]]).encode(),
               cells={3: {"institution_id": "univ-tsukuba"}}),
    BrokenFile("one sign of inches", table().replace("Büro", 'Büro 48"', 1).encode(), "noticed", "stray_quote", (3,),
               ("source_title",)),
    _torn("a closing quote is lost", 2, '2016",', "2016,", "description"),
    _torn("an opening quote is stray", 4, "univ-tokyo", '"univ-tokyo', "institution_id"),
    _torn("an opening quote is stray in the first cell", 4, "p-3", '"p-3', "partnership_id"),
    _torn("an opening quote is stray in the last cell", 4, "https", '"https', "source_url"),
    _torn("an opening quote is stray in an empty cell", 4, ",,", ',",', "description"),
    _torn("an opening quote is stray on the last line", 7, "univ-vilnius", '"univ-vilnius', "institution_id"),
    _torn("an opening quote is stray at the end of the last line", 7, "https://example.org/f", '"', "source_url"),
    _torn("an opening quote is doubled", 2, '"Strategic', '""Strategic', "description"),
    _torn("a quote stands within a quoted cell", 2, "signed", '"signed', "description"),
    _torn("quotes within are not doubled", 6, '""Ruhr""', '"Ruhr" neu', "description"),
    _torn("quotes within are behind backslashes", 6, '""Ruhr""', '\\"Ruhr\\"', "description"),
    _torn("a closing quote is lost where all are quoted", 3, '"univ-osaka"', '"univ-osaka', "institution_id", QUOTED),
    _torn("a closing quote is lost at the end where all are quoted", 3, '/b"', "/b", "source_url", QUOTED),
    BrokenFile("an opening quote is lost before a comma", with_line(2, lines()[1].replace('"Strategic', "Strategic")),
               "stopped", "wrong_field_count", (2,), ("description",), rows=5),
    _torn("an opening quote is lost where all are quoted", 3, '"univ-osaka"', 'univ-osaka"', "institution_id", QUOTED),
    _torn("a quote stands within a cell without quotes", 4, "univ-tokyo", 'univ-to"kyo', "institution_id"),
    BrokenFile("a quote among the headings is stray", with_line(1, lines()[0].replace("type", '"type')), "refused",
               "stray_quote", (1,), ("type",), rows=0),
    BrokenFile("the last heading has a quote too many", with_line(1, lines()[0].replace("source_url", '"source_url')),
               "refused", "stray_quote", (1,), ("source_url",), rows=0),
    BrokenFile("lines end with CRLF", table(lineterminator="\r\n").encode()),
    BrokenFile("lines end with CR", table(lineterminator="\r").encode(), cells={7: {"partnership_id": "p-6"}}),
    BrokenFile("lines end in three ways", b"\r\n".join([b"\r".join(table().encode().split(b"\n")[:3]),
               *table().encode().split(b"\n")[3:]]), cells={7: {"partnership_id": "p-6"}}),
    BrokenFile("the last line has no end", table().encode().rstrip(b"\n")),
    BrokenFile("two ends at the end", table().encode() + b"\n"),
    BrokenFile("a sheet without quotes, with signs of inches", with_line(4, ",".join(ROWS[2]).replace("Büro",
               'Saal "A" und "B"')), cells={4: {"source_title": 'Saal "A" und "B"'}}),
)  # fmt: skip
