"""All partners as a directory, or one of them as a sheet."""

import streamlit as st

from partner_dashboard import sheets, summary, ui, view
from partner_dashboard.panels import partners

page = ui.open_page()

if page.view.partner:
    sheet = sheets.partner(page.edition, page.view.partner)
    partners.ways(page, sheet)
    told, beside = st.columns([5, 3], gap="large")
    with told:
        partners.head(page, sheet)
        partners.relations(page, sheet)
        partners.chronicle(page, sheet)
    with beside:
        partners.small_map(page, sheet)
        partners.place(page, sheet)
        partners.particulars(page, sheet)
    partners.sources(page, sheet)
else:
    strands = view.strands(page.edition, page.view)
    rows = summary.partners(page.edition, strands)
    partners.title(page, rows)
    partners.directory(page, rows)
    partners.beside(page, strands)
