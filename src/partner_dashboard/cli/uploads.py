"""From files to a report of what is wrong in them, to a new edition, and back: check, import, template."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partner_dashboard.cli.desk import (
    CANNOT_GO_ON,
    Author,
    Data,
    Database,
    Language,
    folder_of,
    known_at,
    open_desk,
    sentences,
    signed,
    underway,
)
from partner_dashboard.errors import DashboardError, UnreadableFileError
from partner_dashboard.texts import Texts

if TYPE_CHECKING:
    from partner_dashboard.intake.proposal import Proposal


class Format(StrEnum):
    """How a command answers."""

    text = "text"
    json = "json"


class Name(StrEnum):
    """The datasets that a file may fill."""

    institutions = "institutions"
    partnerships = "partnerships"
    events = "events"
    evidence = "evidence"


class Whole(StrEnum):
    """What a file means for rows that it does not name."""

    everything = "everything"
    add_and_change = "add_and_change"


Files = Annotated[list[Path], typer.Argument(help="CSV, TSV, TXT, XLSX, XLS or ODS.", show_default=False)]
Dataset = Annotated[Name | None, typer.Option(help="What the file fills; without it found out from its headings.")]
Throughout = Annotated[
    list[str] | None,
    typer.Option(
        help="What all rows hold in a column that the file does not have: type=student_exchange", metavar="COLUMN=VALUE"
    ),
]
Sheet = Annotated[str, typer.Option(help="Sheet of a workbook; without it the best guess.")]


def check(
    files: Files,
    dataset: Dataset = None,
    sheet: Sheet = "",
    throughout: Throughout = None,
    against: Annotated[
        Path | None, typer.Option(help="Folder of data whose rows may be pointed to, instead of the store.")
    ] = None,
    answer: Annotated[Format, typer.Option("--format", help="Answer in sentences, or as one JSON object a file.")] = (
        Format.text
    ),
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Say what is wrong in files, without changing anything. Leave with 1 where a row is wrong, 2 where a file is."""
    from partner_dashboard.intake.proposal import Choices, understand
    from partner_dashboard.intake.reading import Hints

    with sentences(language) as texts:
        known = known_at(data, database, against)
    choices = Choices(hints=Hints(sheet=sheet), dataset=dataset or "", throughout=given_for_all(throughout))
    worst = 0
    for file in files:
        underway(texts("upload.reading", file=file.name))
        try:
            proposal = understand(bytes_of(file), file.name, known, choices)
        except UnreadableFileError as problem:
            _refuse(file, problem, answer, texts)
            worst = CANNOT_GO_ON
            continue
        worst = max(worst, int(proposal.report.has_errors))
        typer.echo(_as_json(proposal, texts) if answer is Format.json else "\n".join(_as_text(proposal, texts)))
    raise typer.Exit(worst)


def import_(
    files: Files,
    reason: Annotated[str, typer.Option(help="Why, in a sentence; it stands in the history.")],
    dataset: Dataset = None,
    sheet: Sheet = "",
    throughout: Throughout = None,
    mode: Annotated[
        Whole, typer.Option(help="Whether rows that the file does not name end, or stay as they are.")
    ] = Whole.add_and_change,
    leave_out: Annotated[bool, typer.Option(help="Publish the right rows and leave out those with errors.")] = False,
    large_removal: Annotated[bool, typer.Option(help="Agree that more than a tenth of the rows end.")] = False,
    author: Author = "",
    data: Data = None,
    database: Database = "",
    language: Language = "",
) -> None:
    """Publish files as new editions, one after the other; a file with a wrong row only if you say so."""
    from partner_dashboard.intake.proposal import Choices, understand
    from partner_dashboard.intake.reading import Hints
    from partner_dashboard.sheets import problem_sentence

    empties = mode is Whole.everything
    choices = Choices(
        hints=Hints(sheet=sheet), dataset=dataset or "", mode=mode.value, empties=empties,
        throughout=given_for_all(throughout),
    )  # fmt: skip
    with sentences(language) as texts:
        records = open_desk(data, database)
        for file in files:
            underway(texts("upload.reading", file=file.name))
            content, newest = bytes_of(file), records.store.current()
            proposal = understand(content, file.name, records.known(newest), choices, records.headings())
            typer.echo("\n".join(_as_text(proposal, texts)))
            for hindrance in proposal.hindrances:
                typer.echo(problem_sentence(hindrance, proposal.headings.dataset, texts), err=True)
            if proposal.hindrances:
                raise typer.Exit(1)
            if proposal.would_end_wrong_rows:
                typer.echo(texts("cli.everything_wrong", file=file.name), err=True)
                raise typer.Exit(1)
            if proposal.report.has_errors and not leave_out:
                typer.echo(texts("cli.not_published", file=file.name), err=True)
                raise typer.Exit(1)
            if proposal.is_large_removal and not large_removal:
                typer.echo(texts("cli.large_removal"), err=True)
                raise typer.Exit(1)
            if proposal.is_empty:
                typer.echo(texts("cli.nothing_changes", file=file.name))
                continue
            underway(texts("upload.publishing"))
            record = records.publish(proposal, author=signed(author), reason=reason, based_on=newest, data=content)
            typer.echo(texts("cli.published", file=file.name, number=record.number))


def template(
    dataset: Annotated[Name, typer.Argument(help="The dataset to fill.")],
    output: Annotated[Path, typer.Option(help="Where to write the workbook.")],
    data: Data = None,
    language: Language = "",
) -> None:
    """Write an empty workbook with drop-downs, help and examples for a dataset."""
    from partner_dashboard.exports.template import template as written
    from partner_dashboard.intake.folder import read_setting
    from partner_dashboard.schema import DATASETS

    with sentences(language) as texts:
        codes = read_setting(folder_of(data)).codes
        output.write_bytes(written(DATASETS[dataset], codes, language))
        typer.echo(texts("cli.written", file=str(output)))


def given_for_all(said: list[str] | None) -> dict[str, str]:
    """Read `COLUMN=VALUE` as often as it was said; what has another form is a wrong option."""
    parts = [one.partition("=") for one in said or ()]
    if wrong := [column for column, equals, value in parts if not (column and equals and value)]:
        raise typer.BadParameter(f"COLUMN=VALUE, not {wrong[0]!r}", param_hint="--throughout")
    return {column.strip(): value.strip() for column, _, value in parts}


def bytes_of(file: Path) -> bytes:
    """Read a file; raises UnreadableFileError where there is none."""
    try:
        return file.read_bytes()
    except OSError as problem:
        raise UnreadableFileError(file=file.name, line=0, column="", reason="no_file") from problem


def _refuse(file: Path, problem: DashboardError, answer: Format, texts: Texts) -> None:
    if answer is Format.json:
        held = problem.values
        error = {
            "code": held.get("reason", problem.code), "message": texts.error(problem), "line": held.get("line", 0),
            "column": held.get("column", ""),
        }  # fmt: skip
        typer.echo(json.dumps({"file": file.name, "error": error}, ensure_ascii=False))
    else:
        typer.echo(texts.error(problem), err=True)


def _as_json(proposal: "Proposal", texts: Texts) -> str:
    from partner_dashboard.intake.contract import contract

    return json.dumps(contract(proposal, texts), ensure_ascii=False)


def _as_text(proposal: "Proposal", texts: Texts) -> Iterator[str]:
    """Say what was understood, every problem with its place, and how many rows may be used."""
    from partner_dashboard.intake.contract import reading_words
    from partner_dashboard.sheets import problem_sentence

    name, report = proposal.headings.dataset, proposal.report
    yield texts("cli.understood", file=proposal.table.file, dataset=name, reading=reading_words(proposal, texts))
    for problem in proposal.problems:
        where = f"{problem.file}:{problem.line}" if problem.line else problem.file
        yield f"{where} {texts(f'cli.{problem.severity}')}: {problem_sentence(problem, name, texts)}"
    yield texts("cli.rows", count=proposal.table.rows_read, kept=len(proposal.checked.rows), lost=report.rows_left_out)
