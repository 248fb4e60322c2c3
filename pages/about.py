"""How we know: gaps row by row, the words explained, borders, privacy, accessibility, licences."""

import streamlit as st

from partner_dashboard import ui
from partner_dashboard.panels import about

page = ui.open_page()

about.title(page)
known, beside = st.columns([5, 3], gap="large")
with known:
    about.origin(page)
    about.quality(page)
    about.problems(page)
    about.words(page)
    about.region_schemes(page)
with beside:
    about.borders(page)
    about.privacy(page)
    about.accessibility(page)
    about.licences(page)
    about.contact(page)
