"""From an address to a document on the disk."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from partner_dashboard.cli.desk import Data, Database, Language, open_desk, sentences
from partner_dashboard.errors import NoSubjectError

export = typer.Typer(no_args_is_help=True, help="What the pages show, as files.")


@export.callback()
def main() -> None:
    """Take the name of what is exported, also while there is only one."""


@export.command()
def dossier(
    context: typer.Context,
    address: Annotated[str, typer.Option(help="What it is about, as in the address of its page: ?country=JP.")],
    output: Annotated[Path, typer.Option(help="Where to write the PDF.")],
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Write the dossier of a country, region, partner, city, cluster, home institution or trip as an A4 PDF."""
    from partner_dashboard import dossier as dossiers
    from partner_dashboard import view as views
    from partner_dashboard.exports.dossier import document

    with sentences(_language(context, address, language)) as texts:
        records = open_desk(data, database)
        wished = views.from_address(address)
        edition = records.edition(wished.edition or records.store.current())
        view = views.known(replace(wished, language=texts.language), edition)
        held = dossiers.dossier(edition, view)
        if held is None:
            raise NoSubjectError(address=address)
        output.write_bytes(document(edition, held, texts, f"?{views.query(view)}"))
        typer.echo(texts("cli.written", file=str(output)))


def _language(context: typer.Context, address: str, language: str) -> str:
    """Give the language of the command, else the address's, else the terminal's."""
    from partner_dashboard.view import View, from_address

    source = context.get_parameter_source("language")
    is_said = source is not None and source.name == "COMMANDLINE"
    return language if is_said else from_address(address, View(language=language)).language
