"""From a theme to what every figure is drawn on: inks, the font, and data made harmless as text of a label."""

import html
import textwrap
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

FONT = '"Source Sans", "Source Sans Pro", sans-serif'
TURNS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"))
"""Marks that would turn the direction of everything after them."""

LONGEST = 240


Trace = dict[str, Any]
"""One trace as plotly reads it, of plain values: no frame, no array."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The tones of one theme: text, quieter text, hairlines, bands, and the ground of the page."""

    ink: str
    quiet: str
    line: str
    band: str
    ground: str


PAPERS = {
    "light": Paper("#1C2733", "#566371", "#E4E9EE", "#F7F9FB", "#FFFFFF"),
    "dark": Paper("#E8EDF2", "#A8B6C4", "#2B343E", "#1B2129", "#14191F"),
}


def of(theme: str) -> Paper:
    """Give the paper of a theme."""
    return PAPERS["dark" if theme == "dark" else "light"]


def literal(text: str) -> str:
    """Give a data value as text that plotly draws as it stands.

    Plotly reads `<b>`, `<a href>` and `<span style>` in every label; it knows the entities of `<`, `>` and `&` only, so
    quotes stay. Marks of direction are dropped, and what is longer than LONGEST is cut, with an ellipsis.
    """
    said = " ".join(text.translate(TURNS).split())
    return html.escape(said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…", quote=False)


def wrapped(text: str, width: int = 56) -> str:
    """Give a data value as literal text in lines of about `width` letters."""
    said = " ".join(text.translate(TURNS).split())[:LONGEST]
    lines = textwrap.wrap(said, width) if len(said) > width else [said]
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def see_through(colour: str, share: float) -> str:
    """Give a #rrggbb colour with an opacity between 0 and 1."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:.2g})"


def layout(paper: Paper, **more: Any) -> dict[str, Any]:
    """Give the layout that all figures share, on a ground that lets the page through."""
    shared: dict[str, Any] = {
        "font": {"family": FONT, "size": 13, "color": paper.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {
            "bgcolor": paper.ground, "bordercolor": paper.quiet, "align": "left",
            "font": {"family": FONT, "size": 13, "color": paper.ink},
        },
        "template": "none",
        "uirevision": "kept",
    }  # fmt: skip
    return shared | more


def drawn(traces: list[Trace], laid_out: dict[str, Any]) -> go.Figure:
    """Make a figure of plain values without plotly's check of every one.

    The check takes thirty times as long as all the rest (plotly 7.1, 2026-11-20); the tests let it look once.
    """
    return go.Figure({"data": traces, "layout": laid_out}, _validate=False)
