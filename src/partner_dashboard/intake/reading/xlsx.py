"""From the parts of an XLSX file to what the parser of its values does not tell; see `sheets`."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from partner_dashboard.intake.reading.archives import Archive
from partner_dashboard.intake.reading.sheets import BUILT_IN_FORMATS, Cell, Sheet, local, parse, place_of, shown_by
from partner_dashboard.intake.reading.table import MEBIBYTE, Limits, refusal

MANY_LETTERS = 40 * MEBIBYTE
AMPLIFIED = 10
"""A text that many cells share may make of a small file a huge one: so much, and so many times the unpacked file."""


def sheets_of(archive: Archive, limits: Limits) -> dict[str, Sheet]:
    """Look at every sheet of a workbook, and at the other parts for what no workbook needs.

    Raises: UnreadableFileError as `sheets.Sheet.add` and `sheets.parse`.
    """
    names, counts_from_1904 = _names(archive), _counts_from_1904(archive)
    for part in archive.parts(""):
        if part not in names:
            parse(archive.chunks(part), {})
    styles, shared = _coarse_styles(archive), Shared(_shared_lengths(archive), archive.unpacked)
    sheets = {name: _looked_at(archive, part, styles, shared, limits) for part, name in names.items()}
    return {name: replace(sheet, counts_from_1904=counts_from_1904) for name, sheet in sheets.items()}


@dataclass(slots=True)
class Shared:
    """The texts that cells share, by their lengths, and how long all cells together are that show one of them."""

    lengths: Sequence[int]
    unpacked: int
    shown: int = 0

    def show(self, number: str) -> None:
        """Count one cell; raises UnreadableFileError for a text that is not there, or few bytes that become many."""
        place = int(number) if number.isdecimal() else -1
        if not 0 <= place < len(self.lengths):
            raise refusal("damaged_workbook", value="sharedStrings.xml")
        self.shown += self.lengths[place]
        if self.shown > MANY_LETTERS and self.shown > AMPLIFIED * self.unpacked:
            raise refusal("zip_bomb", value=str(self.shown // MEBIBYTE))


def _shared_lengths(archive: Archive) -> list[int]:
    lengths: list[int] = []

    def start(name: str, _: Mapping[str, str]) -> None:
        if local(name) == "si":
            lengths.append(0)

    def data(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    if "xl/sharedStrings.xml" in archive.zip.NameToInfo:
        handlers = {"StartElementHandler": start, "CharacterDataHandler": data}
        parse(archive.chunks("xl/sharedStrings.xml"), handlers)
    return lengths


def _names(archive: Archive) -> dict[str, str]:
    """Give the names of the sheets by the part that holds them, in the order of the workbook."""
    targets: dict[str, str] = {}

    def relation(name: str, held: Mapping[str, str]) -> None:
        if local(name) == "Relationship":
            target = held.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if targets.setdefault(held.get("Id", ""), path) != path:
                raise refusal("damaged_workbook", value=target[:40])

    found: dict[str, str] = {}

    def sheet(name: str, held: Mapping[str, str]) -> None:
        if local(name) == "sheet":
            reference = next((value for key, value in held.items() if local(key) == "id"), "")
            part = targets.get(reference, "")
            if part in archive.zip.NameToInfo and part.startswith("xl/worksheets"):
                found[part] = held.get("name", "")

    parse([archive.part("xl/_rels/workbook.xml.rels") or b"<none/>"], {"StartElementHandler": relation})
    parse([archive.part("xl/workbook.xml")], {"StartElementHandler": sheet})
    return found


def _counts_from_1904(archive: Archive) -> bool:
    """Whether the days of a workbook are counted from 1904 on, as old Macintoshes did."""
    said: list[str] = []

    def start(name: str, held: Mapping[str, str]) -> None:
        if local(name) == "workbookPr":
            said.append(held.get("date1904", ""))

    parse([archive.part("xl/workbook.xml")], {"StartElementHandler": start})
    return bool(said) and said[0] in ("1", "true")


def _coarse_styles(archive: Archive) -> dict[str, str]:
    """Give the styles of cells that show a date without its day, by their number."""
    codes = dict(BUILT_IN_FORMATS)
    styles: list[int] = []
    within = [False]

    def start(name: str, held: Mapping[str, str]) -> None:
        kind = local(name)
        if kind == "numFmt" and held.get("numFmtId", "").isdecimal():
            codes[int(held["numFmtId"])] = held.get("formatCode", "")
        elif kind == "cellXfs":
            within[0] = True
        elif kind == "xf" and within[0]:
            number = held.get("numFmtId", "0")
            styles.append(int(number) if number.isdecimal() else 0)

    def end(name: str) -> None:
        if local(name) == "cellXfs":
            within[0] = False

    if data := archive.part("xl/styles.xml"):
        parse([data], {"StartElementHandler": start, "EndElementHandler": end})
    shown = {str(place): shown_by(codes.get(number, "")) for place, number in enumerate(styles)}
    return {style: precision for style, precision in shown.items() if precision}


@dataclass(slots=True)
class _Looking:
    """The state of walking through one sheet."""

    sheet: Sheet
    styles: Mapping[str, str]
    shared: Shared
    limits: Limits
    place: Cell = (0, -1)
    kind: str = ""
    has_formula: bool = False
    has_value: bool = False
    inside: str = ""
    text: list[str] = field(default_factory=list)
    formula: str = ""

    def start(self, name: str, held: Mapping[str, str]) -> None:
        kind = local(name)
        if kind == "c":
            reference = held.get("r")
            self.place = place_of(reference) if reference else (self.place[0], self.place[1] + 1)
            self.kind, self.formula = held.get("t", ""), ""
            self.has_formula = self.has_value = False
            if (style := held.get("s", "")) in self.styles and self.kind in ("", "n"):
                self.sheet.coarse[self.place] = self.styles[style]
        elif kind == "row":
            number = held.get("r", "")
            self.place = (int(number) - 1 if number.isdecimal() else self.place[0] + 1, -1)
        elif kind == "is":
            self.has_value = True
            self.sheet.add(self.place, self.limits)
        elif kind in ("v", "f"):
            self.inside = kind
            self.has_formula |= kind == "f"
            self.text.clear()

    def data(self, text: str) -> None:
        if self.inside:
            self.text.append(text)

    def end(self, name: str) -> None:
        kind = local(name)
        if kind == "v":
            self.sheet.add(self.place, self.limits)
            self.has_value = bool(self.text) or self.kind == "str"
            if self.kind == "s":
                self.shared.show("".join(self.text))
            if self.kind == "e" and self.text:
                self.sheet.errors[self.place] = "".join(self.text)
        elif kind == "f":
            self.formula = "=" + "".join(self.text)
        elif kind == "c" and self.has_formula and not self.has_value:
            self.sheet.add(self.place, self.limits)
            self.sheet.formulas[self.place] = self.formula
        self.inside = ""


def _looked_at(archive: Archive, part: str, styles: Mapping[str, str], shared: Shared, limits: Limits) -> Sheet:
    looking = _Looking(Sheet(), styles, shared, limits)
    handlers = {
        "StartElementHandler": looking.start,
        "EndElementHandler": looking.end,
        "CharacterDataHandler": looking.data,
    }
    parse(archive.chunks(part), handlers)
    return looking.sheet
