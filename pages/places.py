"""What has no place, or one that is not sure: candidates with their evidence, a map, and a person's decision."""

from partner_dashboard import ui
from partner_dashboard.panels import places

page = ui.open_page()

cases = places.undecided(page)
places.title(page, cases)
case = places.chosen_case(page, cases)
if case is not None:
    places.sheet(page, case)
    places.many(page, cases)
places.decided(page)
