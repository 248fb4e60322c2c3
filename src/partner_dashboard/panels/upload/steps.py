"""From what a step of the page has to say to one line with a sign, closed where nothing needs a look."""

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from partner_dashboard.panels.upload.desk import Dropped

SIGNS = {"settled": "check", "open": "help", "wrong": "error", "change": "difference", "publish": "publish"}
"""The sign of a step by its state: nothing to do, to be decided, to be mended, and the last two steps."""


STYLE = """<style>
[class*=st-key-upload_step] summary::after {
  content: "expand_more" / ""; font-family: "Material Symbols Rounded"; font-size: 1.1rem; line-height: 1;
  opacity: 0.6; }
[class*=st-key-upload_step] details[open] > summary::after { content: "expand_less" / ""; }
</style>"""
"""Streamlit shows that a step can be opened only under the mouse (1.67); a finger needs to see it too."""


def step(name: str, label: str, held: Dropped, state: str, *, is_open: bool) -> ExpanderContainer:
    """Place a step of the way; `label` is Markdown, in which data is already plain.

    Whoever opens or closes it is obeyed until another file comes. Something must stand in it, also where it is closed:
    Streamlit draws a step without content as a line that cannot be opened (1.67).
    """
    return st.expander(
        label, expanded=is_open, key=f"upload_step_{name}_{held.sha256[:8]}", type="step", on_change="rerun",
        icon=f":material/{SIGNS[state]}:",
    )  # fmt: skip
