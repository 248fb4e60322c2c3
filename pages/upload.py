"""Drop a file, see what was understood, mend what is wrong, see what would change, publish."""

from partner_dashboard import ui
from partner_dashboard.panels.upload import change, columns, file, partners, problems, publish

page = ui.open_page()

publish.done(page)
held = file.drop(page)
seen = file.look(page, held)
file.title(page, held, seen)

if seen:
    file.understood(page, seen)
    columns.mapping(page, seen)
    partners.questions(page, seen)
    problems.account(page, seen)
    change.proposed(page, seen)
    publish.offer(page, seen)
