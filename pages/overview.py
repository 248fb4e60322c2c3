"""Key figures, a small world, what happened last and what ends next."""

import streamlit as st

from partner_dashboard import summary, ui, view
from partner_dashboard.panels import overview

page = ui.open_page()
strands = view.strands(page.edition, page.view)
events = view.events(page.edition, page.view)
figures = summary.key_figures(page.edition, strands, events)
by_region = summary.regions_of(page.edition, strands, page.view.scheme)

overview.title(page, strands, events)
overview.ways_out(page, strands)
overview.key_figures(page, figures)

picture, beside = st.columns([2, 1], gap="large")
with picture:
    overview.by_group(page, strands)
    overview.small_map(page, strands, by_region)
    overview.by_region(page, by_region)
with beside:
    overview.latest_events(page, events)
    overview.ends_next(page, strands, figures)
    overview.changed_lately(page)
