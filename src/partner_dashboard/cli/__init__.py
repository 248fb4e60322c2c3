"""From a command line to the application and to everything that staff can do on its pages.

__init__.py  the program and its commands
serve.py     serve
uploads.py   check, import, template
editions.py  history, diff, news, restore, backup, restore-backup
places.py    geocode, gazetteer
export.py    export dossier
desk.py      what the commands share: folder, language, store, and errors as sentences
"""

from typing import Annotated

import typer

from partner_dashboard import __version__
from partner_dashboard.cli import editions, export, places, serve, uploads

app = typer.Typer(
    name="partner-dashboard", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="A university's partnerships on maps and timelines, in German and English, without the internet.",
)  # fmt: skip


@app.callback(invoke_without_command=True)
def main(
    version: Annotated[bool, typer.Option("--version", help="Say the version and stop.")] = False,
) -> None:
    """Take the options that stand before a command."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


app.command()(serve.serve)
app.command()(uploads.check)
app.command("import")(uploads.import_)
app.command()(uploads.template)
app.command()(editions.history)
app.command()(editions.diff)
app.command()(editions.news)
app.command()(editions.restore)
app.command()(editions.backup)
app.command("restore-backup")(editions.restore_backup)
app.command()(places.geocode)
app.add_typer(export.export, name="export")
app.add_typer(places.gazetteer, name="gazetteer")
