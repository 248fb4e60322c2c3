"""Relations and events on one axis of time, those nobody dated, and the network year by year."""

import streamlit as st

from partner_dashboard import ui, view
from partner_dashboard.panels import playback, timeline

page = ui.open_page()
strands = view.strands(page.edition, page.view)
events = view.events(page.edition, page.view)

timeline.title(page, strands)

# Each part has a place of its own, kept when it has nothing to say: so the map below is not made anew with it.
with st.container(key="timeline_head"):
    timeline.controls(page, strands)
    timeline.legend(page, strands)
with st.container(key="timeline_axis_place"):
    timeline.picture(page, strands, events)
with st.container(key="timeline_undated_place"):
    timeline.undated(page, strands)
with st.container(key="timeline_network_place"):
    playback.network(page, strands)
timeline.table(page, strands)
