"""All events as calendar and list, or one of them as a sheet."""

import streamlit as st

from partner_dashboard import sheets, ui, view
from partner_dashboard.panels import events

page = ui.open_page()

if page.view.event:
    sheet = sheets.event(page.edition, page.view.event)
    events.ways(page, sheet)
    told, beside = st.columns([5, 3], gap="large")
    with told:
        events.head(page, sheet)
        events.legs(page, sheet)
    with beside:
        events.small_map(page, sheet)
        events.taking_part(page, sheet)
        events.topics(page, sheet)
        events.sources(page, sheet)
else:
    rows = view.events(page.edition, page.view)
    events.title(page, rows)
    events.year_calendar(page, rows)
    events.quick_filters(page)
    events.listing(page, rows)
