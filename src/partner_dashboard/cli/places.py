"""From a file of names to the same file with places, and from a dump of a register to the index they are found in."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from partner_dashboard import placing, settings
from partner_dashboard.cli.desk import Data, Database, Language, folder_of, open_desk, sentences
from partner_dashboard.cli.uploads import Format, bytes_of
from partner_dashboard.records import now
from partner_dashboard.store import By, Store, open_store

STOPPED = 130
"""The exit code where a person stopped a command by Ctrl-C."""

gazetteer = typer.Typer(no_args_is_help=True, help="The index of institutions in which places are found.")


def geocode(
    file: Annotated[Path, typer.Argument(help="Table with any of the columns name, city, country.")],
    output: Annotated[Path, typer.Option(help="Where to write the same rows with their places, as CSV.")],
    institutions: Annotated[bool, typer.Option(help="Look into the index of institutions, if one is imported.")] = True,
    online: Annotated[bool, typer.Option(help="Ask the service of the settings where nothing here knows.")] = False,
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Add to each row the place that its name, city and country mean; rather none than a wrong one."""
    from partner_dashboard.exports import tables
    from partner_dashboard.intake.reading import read
    from partner_dashboard.places import saying, table

    with sentences(language) as texts:
        rows = read(bytes_of(file), file.name).named()
        store = open_desk(data, database).store if online else _store(data, database)
        resolve = placing.resolver(store, institutions=institutions)
        asking = None
        if online and store:
            by = By(texts("cli.geocode"), "", now())
            answers = placing.StoredAnswers(store, by)
            asking = placing.with_service(resolve, settings.load(folder_of(data)), answers)
            if asking is None:
                typer.echo(texts("cli.no_service"), err=True)
        try:
            with typer.progressbar(
                length=len(rows), label=texts("cli.placing"), file=typer.get_text_stream("stderr")
            ) as bar:
                done = table.geocoded(rows, asking or resolve, lambda at, _: bar.update(at - bar.pos))
        except KeyboardInterrupt as wish:
            typer.echo(texts("cli.stopped"), err=True)
            raise typer.Exit(STOPPED) from wish
        output.write_text(tables.plain_csv(done, ("latitude", "longitude", "confidence")), encoding="utf-8", newline="")
        found = int((done["latitude"] != "").sum())
        typer.echo(texts("cli.placed", count=len(done), found=found, refused=len(done) - found), err=True)
        if asking and asking.silence:
            typer.echo(saying.silence(asking.silence, texts), err=True)


@gazetteer.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Dump of the Research Organization Registry, zip or JSON, schema 2.")],
    language: Language = "",
) -> None:
    """Build the index of institutions from a dump; the one before stays until the new one is whole."""
    from partner_dashboard.places import register

    with sentences(language) as texts:
        label = texts("cli.importing")
        with typer.progressbar(length=1000, label=label, file=typer.get_text_stream("stderr")) as bar:
            told = register.import_dump(file, placing.folder(), lambda share: bar.update(round(share * 1000) - bar.pos))
        typer.echo(texts("cli.index", version=told.version, count=told.organisations, path=told.path))


@gazetteer.command()
def status(
    answer: Annotated[Format, typer.Option("--format", help="Answer in a sentence, or as JSON.")] = Format.text,
    language: Language = "",
) -> None:
    """Say which register the index was built from, and how much it holds."""
    from partner_dashboard.places import register

    with sentences(language) as texts:
        held = register.opened(placing.folder())
        told = held.status() if held else None
        if answer is Format.json:
            typer.echo(json.dumps({"institutions": asdict(told) if told else None}, ensure_ascii=False))
        elif told is None:
            typer.echo(texts("cli.no_index"))
        else:
            typer.echo(texts("cli.index", version=told.version, count=told.organisations, path=told.path))


def _store(data: Path | None, database: str) -> Store | None:
    """Open the store where there is one, for the decisions in it; none is made."""
    address = database or settings.database(folder_of(data))
    return open_store(address) if database or Path(address).is_file() else None
