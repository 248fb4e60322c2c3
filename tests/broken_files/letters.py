"""Files in every encoding that offices use, and in two at once."""

import unicodedata

from tests.broken_files.value import ROWS, BrokenFile, table, with_row

TEXT = table(delimiter=";")
UMLAUTS = {3: {"description": "Vertrag für die ganze Universität"}, 5: {"description": "Master mit zwei Abschlüssen"}}
POLISH = table(with_row(1, description="Uniwersytet Wrocławski", source_title="Gdańsk, Łódź, Kraków, współpraca"))


def _in(name: str, encoding: str, said: str = "", outcome: str = "loads", code: str = "") -> BrokenFile:
    return BrokenFile(
        f"in {name}", TEXT.encode(encoding), outcome, code, cells=UMLAUTS, encoding=said or encoding, separator=";"
    )  # fmt: skip


def _mixed(line: int, encoding: str, text: str = TEXT, base: str = "utf-8") -> bytes:
    """Write one line of a text in another encoding."""
    held = text.split("\n")
    return b"\n".join(row.encode(encoding if number == line else base) for number, row in enumerate(held, 1))


LETTERS = (
    _in("UTF-8", "utf-8"),
    _in("UTF-8 with byte order mark", "utf-8-sig"),
    _in("UTF-16 with byte order mark", "utf-16"),
    BrokenFile("in UTF-16, the other way round", b"\xfe\xff" + TEXT.encode("utf-16-be"), cells=UMLAUTS,
               encoding="utf-16"),
    _in("UTF-16 without mark", "utf-16-le"),
    _in("UTF-16 without mark, the other way round", "utf-16-be"),
    _in("UTF-32", "utf-32"),
    _in("Windows-1252", "cp1252", "", "noticed", "encoding_assumed"),
    _in("Latin-1", "latin-1", "cp1252", "noticed", "encoding_assumed"),
    _in("the letters of old Macintosh", "mac_roman", "", "noticed", "encoding_assumed"),
    _in("the letters of DOS", "cp850", "", "noticed", "encoding_assumed"),
    BrokenFile("in Windows-1250", POLISH.encode("cp1250", "replace"), "noticed", "encoding_assumed",
               cells={3: {"description": "Uniwersytet Wrocławski"}}, encoding="cp1250"),
    BrokenFile("in Windows-1250, read as Windows-1252", table(with_row(1, source_title="Sveučilište, Gdańsk"))
               .encode("cp1250"), "noticed", "doubtful_letters", (3,), ("source_title",), encoding="cp1252"),
    BrokenFile("Turkish letters", table(with_row(2, source_title="İstanbul, ığdır")).encode("cp1254"), "noticed",
               "doubtful_letters", (4,), ("source_title",)),
    BrokenFile("letters of the west of Europe", table(with_row(1, source_title="Genève, København, Coruña, São Paulo"))
               .encode("cp1252"), "noticed", "encoding_assumed", (0,), cells={
                   3: {"source_title": "Genève, København, Coruña, São Paulo"}}),
    BrokenFile("a line of Russian in UTF-8 within Windows-1252",
               _mixed(5, "utf-8", TEXT.replace("Master mit zwei Abschlüssen", "Казанский университет"), "cp1252"),
               "noticed", "lossy_character", (5,), ("description",), encoding="cp1252"),
    BrokenFile("a line in Shift JIS", _mixed(3, "shift_jis", table(with_row(1, source_title="筑波大学、東京",
               description=""), delimiter=";"), "cp1252"), "noticed", "lossy_character", (3,), ("source_title",)),
    BrokenFile("in Cyrillic letters", table([[*row[:6], "Казанский университет", *row[7:]] for row in ROWS])
               .encode("koi8_r", "replace"), "refused", "encoding_unclear", (2,), rows=0),
    BrokenFile("in UTF-7", TEXT.encode("utf-7"), "refused", "encoding_unclear", (3,), rows=0),
    BrokenFile("in the seven bits of China", table(with_row(1, source_title="北京大学")).encode("hz", "replace"),
               "refused", "encoding_unclear", (3,), rows=0),
    BrokenFile("in the seven bits of Japan", table(with_row(1, source_title="東京")).encode("iso2022_jp", "replace"),
               "refused", "encoding_unclear", (3,), rows=0),
    BrokenFile("a telephone number is no UTF-7", table(with_row(1, source_title="+492343212345-0")).encode()),
    BrokenFile("umlauts as letter and accent", unicodedata.normalize("NFD", TEXT).encode(), cells=UMLAUTS),
    BrokenFile("mojibake in one cell", table(with_row(1, source_title="BÃ¼ro fÃ¼r Ã„mter")).encode(), "noticed",
               "mojibake", (3,), ("source_title",), cells={3: {"source_title": "BÃ¼ro fÃ¼r Ã„mter"}}),
    BrokenFile("mojibake of a dash", table(with_row(2, source_title="2016 â€“ 2020")).encode(), "noticed", "mojibake",
               (4,), ("source_title",)),
    BrokenFile("lost letters as question marks in Windows-1252",
               table(with_row(0, description="Vertrag mit Wroc?aw, Büro")).encode("cp1252"), "noticed",
               "lossy_character", (2,), ("description",)),
    BrokenFile("a lost letter at the beginning", table(with_row(3, source_title="?ód?, für alle")).encode("cp1252"),
               "noticed", "lossy_character", (5,), ("source_title",)),
    BrokenFile("a lost letter as its sign", table(with_row(3, source_title="Krak\ufffdw")).encode(), "noticed",
               "lossy_character", (5,), ("source_title",)),
    BrokenFile("question marks of questions and addresses",
               table(with_row(0, description="Und was nun? Wohin?", source_url="https://example.org/?a=b&c?d"))
               .encode("cp1252"), "noticed", "encoding_assumed"),
    BrokenFile("a line in Windows-1252 within UTF-8", _mixed(5, "cp1252"), "noticed", "mixed_encodings", (5,),
               ("description",), cells=UMLAUTS),
    BrokenFile("two lines of UTF-8 and one of Windows-1252", _mixed(3, "cp1252"), "noticed", "mixed_encodings", (3, 3),
               ("description", "source_title"), cells=UMLAUTS),
    BrokenFile("a line of UTF-8 within Windows-1252", _mixed(5, "utf-8", TEXT, "cp1252"), "noticed", "mojibake", (5,),
               ("description",), encoding="cp1252"),
    BrokenFile("a heading in mojibake", TEXT.replace("source_title", "VerbindungsbÃ¼ro").encode(), "noticed",
               "mojibake", (1,), ("VerbindungsbÃ¼ro",)),
    BrokenFile("a zero byte in a cell", TEXT.replace("Master", "Ma\0ster").encode(), "refused", "nul_byte", (5,),
               ("description",), rows=0),
    BrokenFile("a sign that nobody sees", TEXT.replace("Master", "Ma\x07ster").encode(), "noticed",
               "control_character", (5,), ("description",)),
    BrokenFile("a mark within the file, where two were joined", (TEXT + "\ufeff" + table(ROWS[:1], delimiter=";")
               .replace("p-1", "p-7")).encode("utf-8-sig"), "noticed", "repeated_header", (8,), rows=7),
    BrokenFile("an end sign of DOS", (TEXT + "\x1a").encode()),
    BrokenFile("blanks without breaks", TEXT.replace("rub", "\u00a0rub\u200b").encode(),
               cells={2: {"home_institution": "rub"}}),
    BrokenFile("letters of the whole world", table(with_row(4, source_title="東京 Ελλάδα Україна עברית 😀")).encode(),
               cells={6: {"source_title": "東京 Ελλάδα Україна עברית 😀"}}),
)  # fmt: skip
