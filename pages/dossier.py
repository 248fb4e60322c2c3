"""All we have with a country, region, partner, city, cluster, home institution or trip, on one page that prints."""

import streamlit as st

from partner_dashboard import ui
from partner_dashboard.panels import dossier as panel

page = ui.open_page()
held = panel.found(page)

if held is None:
    panel.choice(page)
else:
    said = panel.said(page, held)
    panel.head(page, held)
    told, beside = st.columns([5, 3], gap="large")
    with told:
        panel.speech(page, held, said)
        panel.notes(page, said)
    with beside:
        panel.picture(page, held)
    panel.figures(page, held)
    panel.tables(page, held)
