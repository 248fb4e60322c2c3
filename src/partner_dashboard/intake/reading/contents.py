"""From the first bytes of a file to its format, whatever its name says."""

import re

from partner_dashboard.intake.reading.table import refusal

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SIGNATURES = (
    (b"\x89PNG\r\n", "image"), (b"\xff\xd8\xff", "image"), (b"GIF87a", "image"), (b"GIF89a", "image"),
    (b"II*\x00", "image"), (b"MM\x00*", "image"), (b"RIFF", "image"), (b"{\\rtf", "word"), (b"\x1f\x8b\x08", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"), (b"Rar!\x1a\x07", "archive"), (b"BZh91AY", "archive"),
    (b"\xfd7zXZ\x00", "archive"), (b"PK\x05\x06", "archive"), (b"SQLite format 3\x00", "binary"), (b"PAR1", "binary"),
    (b"\x7fELF", "binary"), (b"MZ\x90\x00", "binary"),
)  # fmt: skip

PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|script|meta|table|div)\b", re.I | re.S)
PAGE_WITHIN = re.compile(r"<(?:html|head|body)(?:\s[^<>]*)?>", re.I)
EMPTY = 1_000_000
"""From how many bytes on nobody asks whether a file is only white space."""

BEGINNING = 4096
"""How many characters must show that a text is a page and no table."""


def format_of(data: bytes) -> str:
    """Say what a file is by its content: text, zip or ole.

    Raises: UnreadableFileError for an empty file and for what surely holds no table.
    """
    if len(data) < EMPTY and not data.strip(b"\x00 \t\r\n\x1a"):
        raise refusal("empty", 1)
    if b"%PDF-" in data[:1024]:
        raise refusal("pdf", 1)
    for signature, reason in SIGNATURES:
        if data.startswith(signature):
            raise refusal(reason, 1)
    return "zip" if data.startswith(ZIP) else "ole" if data.startswith(OLE) else "text"


def refuse_other_texts(first: str, whole: bytes) -> None:
    """Raise UnreadableFileError for a text that is a web page, XML or JSON, not a table.

    `first` are its first letters, at least as many as BEGINNING says, `whole` all of it in UTF-8.
    """
    beginning = first[:BEGINNING].lstrip("\ufeff \t\r\n")
    if PAGE.match(beginning) or beginning[:13].lower() == "mime-version:":
        raise refusal("html", 1)
    if beginning.startswith("<?xml"):
        raise refusal(_kind_of_xml(beginning), 1)
    if PAGE_WITHIN.search(beginning) and b"</" in whole:
        raise refusal("html", whole.count(b"\n", 0, whole.find(b"<")) + 1)
    if re.match(r"\{\s*\"|\[\s*[\[{]", beginning):
        raise refusal("json", 1)


def _kind_of_xml(beginning: str) -> str:
    if PAGE_WITHIN.search(beginning):
        return "html"
    return "spreadsheet_xml" if "urn:schemas-microsoft-com:office:spreadsheet" in beginning else "xml"
