"""Change one row or many by hand, or join two institutions that are one; each time a proposed change first."""

from partner_dashboard import ui
from partner_dashboard.panels import edit
from partner_dashboard.panels.edit import joining, many, one

page = ui.open_page()

edit.title(page)
way, dataset = edit.way(page)
if way == "one":
    one.form(page, dataset)
elif way == "many":
    many.table(page, dataset)
else:
    joining.join(page)
