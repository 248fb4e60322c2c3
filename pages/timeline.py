"""Relations and events on one axis of time, those nobody dated, and the network year by year."""

from partner_dashboard import ui, view
from partner_dashboard.panels import playback, timeline

page = ui.open_page()
strands = view.strands(page.edition, page.view)
events = view.events(page.edition, page.view)

timeline.title(page, strands)
timeline.controls(page, strands)
timeline.legend(page)
timeline.picture(page, strands, events)
timeline.undated(page, strands)
playback.network(page, strands)
timeline.table(page, strands)
