"""From the content of an ODS file to what the parser of its values does not tell; see `sheets`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from partner_dashboard.intake.reading.archives import Archive
from partner_dashboard.intake.reading.sheets import Sheet, letters, local, parse
from partner_dashboard.intake.reading.table import Limits, refusal

CELLS = ("table-cell", "covered-table-cell")
PARTS_OF_DATES = ("day", "day-of-week", "week-of-year", "hours", "month", "quarter", "year")


def sheets_of(archive: Archive, limits: Limits) -> dict[str, Sheet]:
    """Look at every sheet of a workbook, and at the other parts for what no workbook needs.

    Raises: UnreadableFileError as `sheets.Sheet.add` and `sheets.parse`.
    """
    for part in archive.parts(""):
        if part != "content.xml":
            parse(archive.chunks(part), {})
    looking = _Looking(limits)
    handlers = {
        "StartElementHandler": looking.start,
        "EndElementHandler": looking.end,
        "CharacterDataHandler": looking.data,
    }
    parse(archive.chunks("content.xml"), handlers)
    return looking.sheets


@dataclass(slots=True)
class _Looking:
    """The state of walking through all sheets: where we are, and the cell that is open."""

    limits: Limits
    sheets: dict[str, Sheet] = field(default_factory=dict)
    sheet: Sheet = field(default_factory=Sheet)
    row: int = 0
    column: int = 0
    rows: int = 1
    held: Mapping[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    depth: int = 0
    repeated: int = 0
    blanks: int = 0
    shown: dict[str, set[str]] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = local(name)
        if kind == "table" and not self.depth:
            self.sheet = self.sheets.setdefault(attributes.get("table:name", ""), Sheet())
            self.row = 0
        elif kind == "table-row" and not self.depth:
            self.column, self.rows = 0, _count(attributes.get("table:number-rows-repeated"))
        elif kind == "date-style":
            self.shown[attributes.get("style:name", "")] = set()
        elif kind in PARTS_OF_DATES and self.shown:
            self.shown[next(reversed(self.shown))].add(kind)
        elif kind == "style" and "style:data-style-name" in attributes:
            self.styles[attributes.get("style:name", "")] = attributes["style:data-style-name"]
        elif kind == "s" and self.depth:
            self._add_blanks(_count(attributes.get("text:c")))
        elif kind in CELLS:
            self.depth += 1
            if self.depth == 1:
                self.held = attributes
                self.text.clear()

    def data(self, text: str) -> None:
        if self.depth:
            self.text.append(text)

    def end(self, name: str) -> None:
        kind = local(name)
        if kind in CELLS:
            self.depth -= 1
            if not self.depth:
                self._close()
        elif kind == "table-row" and not self.depth:
            self.row += self.rows

    def _close(self) -> None:
        held, text = self.held, "".join(self.text).strip()
        repeated = _count(held.get("table:number-columns-repeated"))
        place = self.row, self.column
        has_value = bool(held.get("office:value-type"))
        if has_value or text or "table:formula" in held:
            last = self.row + self.rows - 1, self.column + repeated - 1
            self.sheet.add(place, self.limits)
            self.sheet.add(last, self.limits, self.rows * repeated)
            self._refuse_many(self.rows * repeated - 1)
        if "table:formula" in held and not has_value:
            self.sheet.formulas[place] = held["table:formula"].removeprefix("of:")
        if held.get("calcext:value-type") == "error":
            self.sheet.errors[place] = text or "#N/A"
        if held.get("office:value-type") == "date" and (precision := self._precision(held)):
            self.sheet.coarse[place] = precision
        span = _count(held.get("table:number-rows-spanned")), _count(held.get("table:number-columns-spanned"))
        if span != (1, 1):
            self.sheet.spans[place] = span
        self.column += repeated

    def _precision(self, held: Mapping[str, str]) -> str:
        """Say which date without a day the style of a cell shows: month, year, or an empty text for neither."""
        parts = self.shown.get(self.styles.get(held.get("table:style-name", ""), ""), set())
        return {("month", "year"): "month", ("year",): "year"}.get(tuple(sorted(parts)), "")

    def _refuse_many(self, more: int) -> None:
        """Refuse cells that are written once and said to stand in very many places."""
        self.repeated += more
        if self.repeated > self.limits.area:
            raise refusal("repeated_cell", self.row + 1, letters(self.column), str(self.repeated))

    def _add_blanks(self, blanks: int) -> None:
        """Refuse blanks that are written as a number and would fill the memory."""
        self.blanks += blanks
        if blanks > self.limits.cell or self.blanks > self.limits.unpacked:
            raise refusal("cell_too_long", self.row + 1, letters(self.column), str(self.limits.cell))


def _count(text: str | None) -> int:
    return max(1, int(text)) if text and text.isdecimal() else 1
