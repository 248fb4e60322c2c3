from partner_dashboard import ui

page = ui.open_page()
page.title(f"{len(page.edition.strands)} strands")
