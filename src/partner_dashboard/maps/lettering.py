"""From rows of points to the names beside them, chosen and placed so that none covers another."""

from collections.abc import Iterable, Sequence
from typing import Any

from partner_dashboard.maps.ground import mercator

Row = dict[str, Any]


LARGE = 2
"""From how many relations on a point is named."""

FEW = 25
"""Up to how many points all of them are named."""

MOST_LABELS = 14

SHORT = 26
"""The longest name written beside a point."""

FRAME = 400.0
"""How far from the middle of the map, in pixels, a name may reach at least; a projector shows 430 to each side."""

LETTER_WIDTH = 6.6
"""Pixels a letter of a name takes on average."""

LONG = 140
"""The longest line of a tooltip."""

NEUTRAL = "\u2060"
"""Put before a text that deck.gl could read as an instruction; it takes no room."""


def literal(text: str, longest: int = LONG) -> str:
    """Make a data value fit to be drawn: one line, not too long, and nothing deck.gl would read as an instruction."""
    line = " ".join(str(text).split())
    cut = line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
    return f"{NEUTRAL}{cut}" if cut.startswith("@@") else cut


def label(name: str, short: str) -> str:
    """Give what is written beside a point: the name where it is short, else the short name, else its beginning."""
    return literal(name if len(name) <= SHORT else short or name, SHORT)


def labels(
    shown: Sequence[Row], chosen: str, where: dict[str, float], start: Row | None = None, *, everything: bool = False,
    reach: float = FRAME,
) -> list[Row]:  # fmt: skip
    """Choose which points are named and on which side, so that no name covers another at the first camera.

    Named are where arcs start, the chosen point, then the large ones, and all where they are few or everything is
    asked for. A name for which no side is free, or that would reach farther than `reach` from the middle, is left out.
    Widths are estimated, in pixels of the flat map.
    """
    wanted = everything or len(shown) <= FEW
    ranked = sorted(shown, key=lambda row: (row["id"] != chosen, -row["n"]))
    ranked = [start, *(row for row in ranked if row["id"] != start["id"])] if start else ranked
    taken = [_disc(row, where) for row in ranked]
    frame = max([reach, *(box[2] for box in taken), *(-box[0] for box in taken)]) + 20
    found: list[Row] = []
    for row in ranked:
        always = row is start or row["id"] == chosen
        if not (wanted or row["n"] >= LARGE or always):
            continue
        boxes = {side: _name_box(row, where, side) for side in SIDES}
        free = [side for side, box in boxes.items() if max(-box[0], box[2]) <= frame and not _touches(box, taken)]
        for side in free[:1] or (ABOVE,) * always:
            taken.append(boxes[side])
            reach = row["s"] + 4
            found.append(
                {"l": row["l"], "p": row["p"], "a": side[0], "b": side[1], "o": [side[2] * reach, side[3] * reach]}
            )
    return found if everything else found[:MOST_LABELS]


Side = tuple[str, str, int, int]
"""How a name stands to its point: anchor, baseline, and the direction it is moved in, right and down."""

ABOVE: Side = ("middle", "bottom", 0, -1)

SIDES: tuple[Side, ...] = (("start", "center", 1, 0), ("end", "center", -1, 0), ABOVE, ("middle", "top", 0, 1))

Box = tuple[float, float, float, float]


def _on_screen(row: Row, where: dict[str, float]) -> tuple[float, float]:
    scale = 512 * 2 ** where["zoom"]
    across = (row["p"][0] - where["longitude"] + 180) % 360 - 180
    return across / 360 * scale, -mercator(row["p"][1]) * scale


def _disc(row: Row, where: dict[str, float]) -> Box:
    x, y = _on_screen(row, where)
    reach = row["s"] - 2
    return x - reach, y - reach, x + reach, y + reach


def _name_box(row: Row, where: dict[str, float], side: Side) -> Box:
    x, y = _on_screen(row, where)
    anchor, _, right, down = side
    reach, width = row["s"] + 4, LETTER_WIDTH * len(row["l"]) + 2
    x, y = x + right * reach, y + down * (reach + 8)
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return left, y - 8, left + width, y + 8


def _touches(box: Box, taken: Iterable[Box]) -> bool:
    return any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken)
