"""From the options that commands share to folder, language and store; errors become sentences."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from partner_dashboard import settings
from partner_dashboard.errors import DashboardError
from partner_dashboard.intake.checking import Known
from partner_dashboard.records import Records, known_of, now, open_records
from partner_dashboard.texts import LANGUAGES, Texts

CANNOT_GO_ON = 2
"""The exit code where a file cannot be read or the store cannot be used; 1 says that something in it is wrong."""


def _language(chosen: str) -> str:
    if chosen and chosen not in LANGUAGES:
        raise typer.BadParameter(f"{chosen!r}: {', '.join(LANGUAGES)}")
    return chosen or spoken()


def signed(author: str) -> str:
    """Give who publishes: as said, else the account."""
    return author or getpass.getuser()


def spoken(environment: dict[str, str] | None = None) -> str:
    """Give the language that the terminal speaks, English where it speaks none of ours."""
    held = os.environ if environment is None else environment
    said = next((held[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if held.get(name)), "")
    return said[:2].casefold() if said[:2].casefold() in LANGUAGES else "en"


Data = Annotated[
    Path | None,
    typer.Option(help="Folder of data instead of the demonstration data.", envvar=settings.DATA_VARIABLE),
]
Database = Annotated[
    str,
    typer.Option(
        help="Store of the editions: a SQLite file or postgresql+psycopg://…; without it one file per folder of data.",
        envvar=settings.DATABASE_VARIABLE,
    ),
]
Language = Annotated[
    str,
    typer.Option("--lang", help="Language of the sentences, en or de; without it the terminal's.", callback=_language),
]
Author = Annotated[str, typer.Option(help="Who publishes; without it the name of the account.")]


@contextmanager
def sentences(language: str) -> Iterator[Texts]:
    """Say an error in the language of the command, and leave with the exit code for it."""
    texts = Texts(language)
    try:
        yield texts
    except DashboardError as problem:
        typer.echo(texts.error(problem), err=True)
        raise typer.Exit(CANNOT_GO_ON) from problem


def underway(sentence: str) -> None:
    """Say what takes a while to whoever looks on; a machine that reads the answer need not hear it."""
    if sys.stderr.isatty():
        typer.echo(sentence, err=True)


def folder_of(data: Path | None) -> Path:
    """Give the folder of data that a command works on."""
    return data.resolve() if data is not None else settings.installed("data")


def open_desk(data: Path | None, database: str) -> Records:
    """Open the store of a folder, filled from it where it is empty."""
    folder = folder_of(data)
    return open_records(folder, database or settings.database(folder), now)


def known_at(data: Path | None, database: str, against: Path | None) -> Known:
    """Give what the rows of a file may point to: a folder, else the store where there is one, else the folder of data.

    No store is made for it.
    """
    folder = folder_of(data)
    address = database or settings.database(folder)
    if against is not None:
        return known_of(against)
    if database or Path(address).is_file():
        records = open_desk(data, database)
        return records.known(records.store.current())
    return known_of(folder)
