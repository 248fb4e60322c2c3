"""Editions: who, when, why; what changed between any two; back to any of them; who changed a row."""

import streamlit as st

from partner_dashboard import ui
from partner_dashboard.panels import history

page = ui.open_page()

history.title(page)
chosen = history.editions(page)
history.sheet(page, chosen)
history.differences(page, chosen)
st.divider()
history.who_changed(page)
