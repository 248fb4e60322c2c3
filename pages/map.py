"""The world: partners as points, countries or density, on a flat map, a globe or an equal-area map."""

from partner_dashboard import ui, view
from partner_dashboard.panels import map as panel

page = ui.open_page()
strands = view.strands(page.edition, page.view)
standing = panel.standing(page, strands)

panel.title(page, standing)
panel.controls(page)
panel.picture(page, strands)
panel.chosen(page, standing)
panel.legend(page)
panel.aside(page, standing)
panel.table(page, standing)
