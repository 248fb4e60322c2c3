"""Files with every separator, with too many and too few of them, and with too many of nothing."""

from collections.abc import Iterator

from tests.broken_files.value import HEADINGS, ROWS, BrokenFile, joined, lines, table, with_line, with_row

PLAIN = [*ROWS[:3], ("p-4", "univ-oviedo", "rub", "double_degree", "active", "2011-11-18", "Master", "Rektorat",
                     "https://example.org/d"), *ROWS[4:]]  # fmt: skip


def _separated(name: str, separator: str, before: str = "", **more: object) -> BrokenFile:
    text = before + table(delimiter=separator)
    return BrokenFile(f"separated by {name}", text.encode(), separator=separator, **more)  # type: ignore[arg-type]


def _spaced() -> bytes:
    return joined(", ".join(f'"{cell}"' if "," in cell else cell for cell in row)
                  for row in (HEADINGS, *with_row(4, description="ohne")))  # fmt: skip


def _one_too_many() -> Iterator[BrokenFile]:
    """A field more on line 5, before each column; an empty one may belong to either side."""
    for place, name in enumerate(HEADINGS):
        cells = list(PLAIN[3])
        cells.insert(place, "")
        data = with_line(5, ";".join(cells), delimiter=";")
        near = HEADINGS[max(0, place - 1) : place + 1]
        yield BrokenFile(f"a separator more before {name}", data, "stopped", "wrong_field_count", (5,), near, rows=5)


def _one_too_few() -> Iterator[BrokenFile]:
    """A field less on line 5, where each two columns run together."""
    for place, name in enumerate(HEADINGS[1:], 1):
        cells = list(PLAIN[3])
        cells[place - 1 : place + 1] = [cells[place - 1] + cells[place]]
        data = with_line(5, ";".join(cells), delimiter=";")
        near = HEADINGS[place - 1 : place + 1]
        yield BrokenFile(f"no separator before {name}", data, "stopped", "wrong_field_count", (5,), near, rows=5)


def _ended(text: str, end: str) -> list[str]:
    return [f"{line}{end}" for line in text.splitlines()]


SEPARATORS = (
    _separated("semicolons", ";"),
    _separated("tabs", "\t"),
    _separated("bars", "|"),
    _separated("tabs, as .txt", "\t", file="liste.txt"),
    _separated("semicolons, and says so to Excel", ";", "sep=;\n", header_line=2, cells={3: {"partnership_id": "p-1"}}),
    _separated("semicolons, and says so within quotes", ";", '"sep=;"\n', header_line=2),
    BrokenFile("says semicolon and has commas", b"sep=;\n" + table().encode(), "noticed", "separator_assumed", (1,),
               header_line=2, separator=","),
    BrokenFile("separated by commas and blanks", _spaced(), separator=",",
               cells={2: {"description": "Strategic partner, signed in 2016"}}),
    BrokenFile("separated by blanks", joined(line.replace(",", " ") for line in lines()), "refused",
               "no_table", (1,), rows=0),
    BrokenFile("half of it commas, half semicolons", joined([*lines()[:4], *lines(delimiter=";")[4:]]), "stopped",
               "wrong_field_count", (5, 6, 7), rows=3),
    BrokenFile("one line with another separator", with_line(4, ";".join(ROWS[2])), "stopped", "wrong_field_count",
               (4,), rows=5),
    BrokenFile("decimal commas between semicolons", b"institution_id;name;kind;latitude;longitude\n"
               b"univ-x;X;university;52,4009;7,1\nuniv-y;Y;university;51,4;7,25\nuniv-z;Z;university;50,1;6,9\n",
               rows=3, dataset="institutions", separator=";", cells={2: {"latitude": "52,4009"}}),
    BrokenFile("semicolons within cells between commas", b"event_id,title,kind,start_date,institution_ids\n"
               b"e-1,One,conference,2020,rub;univ-osaka\ne-2,Two,workshop,2021,rub;univ-tokyo\n", rows=2,
               dataset="events", separator=",", cells={2: {"institution_ids": "rub;univ-osaka"}}),
    BrokenFile("bars within cells between commas", b"institution_id,name,kind,aliases\nuniv-x,X,university,A|B|C\n"
               b"univ-y,Y,university,D|E\n", rows=2, dataset="institutions", separator=","),
    BrokenFile("a comma in a text without quotes",
               with_line(5, ",".join(PLAIN[3]).replace("Master", "Master, zwei Jahre")), "stopped",
               "wrong_field_count", (5,), ("description",), rows=5),
    BrokenFile("two commas in a text without quotes",
               with_line(5, ",".join(PLAIN[3]).replace("Master", "Master, zwei Jahre, auf Englisch")), "stopped",
               "wrong_field_count", (5,), ("description",), rows=5),
    BrokenFile("a separator more at the end of each line", joined(_ended(table(), ","))),
    BrokenFile("five separators more at the end of each line", joined(_ended(table(delimiter=";"), ";;;;;"))),
    BrokenFile("a separator more at the end of the rows only",
               joined([lines()[0], *_ended(table(), ",")[1:]]), "noticed", "trailing_separators", (2,),
               cells={2: {"partnership_id": "p-1", "source_title": "Rektorat"}}),
    BrokenFile("two separators more at the end of the rows only",
               joined([lines()[0], *_ended(table(), ",,")[1:]]), "noticed", "trailing_separators", (2,)),
    BrokenFile("a separator more at the end of the headings only", joined([lines()[0] + ",", *lines()[1:]])),
    BrokenFile("a separator more at the end of one row", with_line(4, lines()[3] + ","), "stopped",
               "wrong_field_count", (4,), rows=5),
    BrokenFile("a last row of which only the id is left, after a blank line", joined([*lines()[:6], "", "p-6"]),
               "stopped", "wrong_field_count", (8,), rows=5),
    BrokenFile("a line that was cut off", joined(lines()[:6]) + b"p-6,univ-vil", "stopped", "wrong_field_count", (7,),
               rows=5),
    BrokenFile("a heading has lost its separator",
               with_line(1, lines()[0].replace("type,status", "typestatus")), "refused", "header_field_count", (1,),
               ("typestatus",), rows=0),
    BrokenFile("a heading has lost its separator, and the rows end with an empty field",
               joined([lines()[0].replace("type,status", "typestatus"), *(",".join([*row[:8], ""]) for row in
                       ([cell.replace(",", "") for cell in row] for row in ROWS))]), "refused", "header_field_count",
               (1,), ("typestatus",), rows=0),
    BrokenFile("a separator more among the headings", with_line(1, lines()[0].replace("type,", "type,,")), "refused",
               "header_field_count", (1,), rows=0),
    BrokenFile("empty columns without headings", table([[*row[:2], "", *row[2:], "", ""] for row in ROWS],
               [*HEADINGS[:2], "", *HEADINGS[2:], "", ""]).encode(), cells={2: {"home_institution": "rub"}}),
    BrokenFile("values without a heading", table([[*row, f"x{place}"] for place, row in enumerate(ROWS)],
               [*HEADINGS, ""]).encode(), "noticed", "unnamed_column", (1,)),
    BrokenFile("lines of separators only", joined([*lines()[:3], ",,,,,,,,", *lines()[3:], ",,,,,,,,", ",,,,,,,,"]),
               cells={5: {"partnership_id": "p-3"}}),
    BrokenFile("blank lines and lines of blanks", joined(["", *lines()[:3], "", "   ", *lines()[3:], "", "\t", ""]),
               header_line=2, cells={7: {"partnership_id": "p-3"}}),
    *_one_too_many(),
    *_one_too_few(),
)  # fmt: skip
