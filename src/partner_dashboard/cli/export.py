"""From an address to a file on the disk, with the rows that the page of this address shows."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partner_dashboard.cli.desk import Data, Database, Language, open_desk, sentences
from partner_dashboard.errors import NoSubjectError
from partner_dashboard.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partner_dashboard.editions import Edition
    from partner_dashboard.view import View

export = typer.Typer(no_args_is_help=True, help="What the pages show, as files.")

Address = Annotated[str, typer.Option(help="What is shown, as in the address of a page: ?country=JP&living=1.")]
Output = Annotated[Path, typer.Option(help="Where to write the file.")]


@export.callback()
def main() -> None:
    """Take the name of what is exported."""


@dataclass(frozen=True)
class Asked:
    """What a command was asked for: an edition, the view of an address, the sentences, and when it was published."""

    edition: "Edition"
    view: "View"
    texts: Texts
    published: datetime


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

    with _asked(context, address, data, database, language) as asked:
        held = dossiers.dossier(asked.edition, asked.view)
        if held is None:
            raise NoSubjectError(address=address)
        _write(asked, output, document(asked.edition, held, asked.texts, f"?{views.query(asked.view)}"))


class Rows(StrEnum):
    """What a table holds."""

    partnerships = "partnerships"
    institutions = "institutions"
    events = "events"


@export.command()
def table(
    context: typer.Context,
    output: Annotated[Path, typer.Option(help="Where to write: .xlsx holds all datasets, .csv one of them.")],
    dataset: Annotated[Rows, typer.Option(help="Which rows a .csv holds.")] = Rows.partnerships,
    address: Address = "",
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Write the rows as a spreadsheet."""
    from partner_dashboard.exports import tables
    from partner_dashboard.exports.shown import SHOWN, shown

    with _asked(context, address, data, database, language) as asked:
        if output.suffix.lower() == ".csv":
            _write(asked, output, tables.csv(shown(asked.edition, asked.view, dataset)))
            return
        _write(asked, output, tables.xlsx({name: shown(asked.edition, asked.view, name) for name in SHOWN}))


@export.command()
def geojson(
    context: typer.Context,
    output: Output,
    address: Address = "",
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Write the partners as GeoJSON (RFC 7946)."""
    from partner_dashboard import view as views
    from partner_dashboard.exports.geojson import geojson as written

    with _asked(context, address, data, database, language) as asked:
        _write(asked, output, written(asked.edition, views.strands(asked.edition, asked.view), asked.texts))


@export.command()
def kml(
    context: typer.Context,
    output: Output,
    address: Address = "",
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Write the partners as KML, for Google Earth and its kin."""
    from partner_dashboard import view as views
    from partner_dashboard.exports.kml import kml as written

    with _asked(context, address, data, database, language) as asked:
        _write(asked, output, written(asked.edition, views.strands(asked.edition, asked.view), asked.texts))


@export.command()
def calendar(
    context: typer.Context,
    output: Output,
    address: Address = "",
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Write the events as a calendar (iCalendar, RFC 5545); events without any date are counted and left out."""
    from partner_dashboard import view as views
    from partner_dashboard.exports import calendar as calendars

    with _asked(context, address, data, database, language) as asked:
        events = views.events(asked.edition, asked.view)
        _write(asked, output, calendars.calendar(asked.edition, events, asked.texts, asked.published))
        if count := calendars.undated(asked.edition, events):
            typer.echo(asked.texts("calendar.undated", count=count), err=True)


@export.command()
def package(
    context: typer.Context,
    output: Output,
    address: Address = "",
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Write an edition as a Frictionless data package: CSV files with a description of every column."""
    from partner_dashboard.exports.package import package as written

    with _asked(context, address, data, database, language) as asked:
        _write(asked, output, written(asked.edition, asked.view, asked.texts, asked.published))


@contextmanager
def _asked(context: typer.Context, address: str, data: Path | None, database: str, language: str) -> "Iterator[Asked]":
    """Open what an address names."""
    from partner_dashboard import view as views

    with sentences(_language(context, address, language)) as texts:
        records = open_desk(data, database)
        wished = views.from_address(address)
        number = wished.edition or records.store.current()
        edition = records.edition(number)
        view = views.known(replace(wished, language=texts.language), edition)
        yield Asked(edition, view, texts, records.record(number).published_at)


def _language(context: typer.Context, address: str, language: str) -> str:
    """Give the language of the command, else the address's, else the terminal's."""
    from partner_dashboard.view import View, from_address

    source = context.get_parameter_source("language")
    is_said = source is not None and source.name == "COMMANDLINE"
    return language if is_said else from_address(address, View(language=language)).language


def _write(asked: Asked, output: Path, content: bytes) -> None:
    output.write_bytes(content)
    typer.echo(asked.texts("cli.written", file=str(output)))
