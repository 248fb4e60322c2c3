"""From the store to its history, to what changed between two editions, back to an older state, and to a copy of all."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partner_dashboard import settings
from partner_dashboard.cli.desk import (
    Author,
    Data,
    Database,
    Language,
    folder_of,
    open_desk,
    sentences,
    signed,
    underway,
)
from partner_dashboard.cli.uploads import Format
from partner_dashboard.texts import Texts

if TYPE_CHECKING:
    from partner_dashboard.intake.change import Change
    from partner_dashboard.records import Records

Answer = Annotated[Format, typer.Option("--format", help="Answer in sentences, or as JSON.")]


def history(answer: Answer = Format.text, data: Data = None, database: Database = "", language: Language = "") -> None:
    """List the editions, the newest first: when, by whom, why, and what changed."""
    import json

    with sentences(language) as texts:
        for record in open_desk(data, database).store.editions():
            if answer is Format.json:
                typer.echo(json.dumps(asdict(record), default=str, ensure_ascii=False))
                continue
            counts = "; ".join(
                texts("cli.counts", dataset=name, added=held.added, changed=held.changed, removed=held.removed)
                for name, held in record.counts.items()
                if held.added or held.changed or held.removed
            )
            day = f"{record.published_at:%Y-%m-%d %H:%M} UTC"
            said = (str(record.number), day, texts(f"cli.kind_{record.kind}"), record.author, record.reason, counts)
            typer.echo(" · ".join(part for part in said if part))


def diff(
    first: Annotated[int, typer.Argument(help="Number of an edition.")],
    second: Annotated[int, typer.Argument(help="Number of another.")],
    answer: Answer = Format.text,
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Say what changed from one edition to another, cell by cell."""
    import json

    with sentences(language) as texts:
        records = open_desk(data, database)
        for change in records.difference(first, second):
            if answer is Format.json:
                typer.echo(json.dumps(change.as_values(), ensure_ascii=False))
            elif not change.is_empty:
                typer.echo("\n".join(_lines(change, texts)))


def news(
    since: Annotated[
        str, typer.Option(help="An edition by number or a day (2026-09-30); without it the edition before the newest.")
    ] = "",
    answer: Answer = Format.text,
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Say in sentences what changed for readers, as for a newsletter: «Osaka University: extended»."""
    import json

    from partner_dashboard.news import news as told

    with sentences(language) as texts:
        records = open_desk(data, database)
        newest = records.store.current()
        first = _edition_since(records, since)
        if first is None or first >= newest:
            typer.echo(texts("news.no_earlier", number=newest), err=True)
            raise typer.Exit(1)
        items = told(records.edition(first), records.edition(newest), texts)
        if answer is Format.json:
            typer.echo(json.dumps([asdict(item) for item in items], ensure_ascii=False))
            return
        day = texts.date(records.record(first).published_at.date().isoformat())
        typer.echo(texts("news.since", first=first, second=newest, day=day) + "\n")
        typer.echo("\n".join(f"- {item.sentence}" for item in items) or texts("news.nothing"))


def restore(
    number: Annotated[int, typer.Argument(help="The edition whose state shall stand again.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence; it stands in the history.")],
    author: Author = "",
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Publish the state of an older edition again, as a new one; nothing is lost."""
    with sentences(language) as texts:
        records = open_desk(data, database)
        underway(texts("upload.publishing"))
        record = records.restore(number, author=signed(author), reason=reason, based_on=records.store.current())
        typer.echo(texts("cli.restored", number=record.number, old=number))


def backup(
    output: Annotated[Path, typer.Argument(help="Where to write the copy.")],
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Write a consistent copy of the store, while the dashboard runs."""
    with sentences(language) as texts:
        underway(texts("cli.copying", file=str(output)))
        open_desk(data, database).store.backup(output)
        typer.echo(texts("cli.written", file=str(output)))


def restore_backup(
    copy: Annotated[Path, typer.Argument(help="The copy that `backup` wrote.")],
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Fill an empty store from a copy; a store that holds editions is left alone."""
    from partner_dashboard.store import restore_backup as restored

    with sentences(language) as texts:
        address = database or settings.database(folder_of(data))
        underway(texts("upload.reading", file=copy.name))
        restored(address, copy)
        typer.echo(texts("cli.restored_backup", file=str(copy), database=address))


def _edition_since(records: "Records", since: str) -> int | None:
    """Read which edition is meant: by its number, by a day, or the one before the newest."""
    if not since:
        return records.store.current() - 1 or None
    if since.isdecimal():
        return records.record(int(since)).number
    try:
        return records.standing_on(date.fromisoformat(since))
    except ValueError as problem:
        raise typer.BadParameter(
            f"an edition or a day like 2026-09-30, not {since!r}", param_hint="--since"
        ) from problem


def _lines(change: "Change", texts: Texts) -> list[str]:
    """Say the rows and cells of a change."""
    name = change.dataset
    said = [texts("cli.row_added", dataset=name, id=row_id) for row_id in change.added.index]
    said += [texts("cli.row_removed", dataset=name, id=row_id) for row_id in change.removed]
    return said + [
        texts("cli.cell_changed", dataset=name, id=cell.row_id, column=cell.column, old=cell.old, new=cell.new)
        for cell in change.cells.itertuples()
    ]
