"""From the declarations in the code to the generated parts of the documentation; `--check` only compares.

data/README.md      what each column means, from schema.py, between the marks of its generated part
docs/intake.md      headings, words, problems and refusals of uploads, between the marks of each
docs/places.md      methods, evidence, reasons and conflicts of places, between the marks of each
docs/reference.md   settings, commands, address, pages, problems: all of it
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import typer.main
from pydantic.fields import FieldInfo
from typer import Context

from partner_dashboard import cli, problems, schema, settings, view
from partner_dashboard.intake.headers import declared, label_of_target, targets
from partner_dashboard.intake.spelling import words
from partner_dashboard.places import answers
from partner_dashboard.texts import LANGUAGES, sentences
from partner_dashboard.ui import PAGES

ROOT = Path(__file__).parent.parent
END = "<!-- end of the generated part -->"


def main() -> int:
    """Write the generated parts, or say which of them are out of step."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true")
    only_check = arguments.parse_args().check
    stale = [path for path, text in documents() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path, text in documents():
        if path in stale and not only_check:
            path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path.relative_to(ROOT)} {'is out of step: make docs' if only_check else 'written'}")
    return 1 if stale and only_check else 0


def documents() -> Iterator[tuple[Path, str]]:
    """Give each generated document as it should be."""
    yield filled(ROOT / "data" / "README.md", {"columns": columns()})
    intake = {"headings": headings(), "words": words_of_codes(), "problems": problem_table(), "refusals": refusals()}
    yield filled(ROOT / "docs" / "intake.md", intake)
    codes = {"methods": answers.METHODS, "evidence": answers.EVIDENCE, "reasons": answers.REASONS}
    codes["conflicts"] = answers.CONFLICTS
    places = {part: code_table(f"places.{part.removesuffix('s')}", held) for part, held in codes.items()}
    yield filled(ROOT / "docs" / "places.md", places)
    yield ROOT / "docs" / "reference.md", reference()


def filled(file: Path, parts: Mapping[str, str]) -> tuple[Path, str]:
    """Give a document with its generated parts, each between `<!-- generated: NAME -->` and the mark of its end."""
    text = file.read_text(encoding="utf-8")
    for name, part in parts.items():
        begin = f"<!-- generated: {name} -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(END)
        text = f"{before}{begin}\n\n{part}\n{END}{after}"
    return file, text


def headings() -> str:
    """Say the wordings of every column that an upload may have."""
    parts = []
    for dataset in schema.DATASETS.values():
        parts.append(f"### {dataset.label_en}\n")
        rows = (
            (f"`{name}`", both_labels(name, dataset.name), wordings(name, dataset.name))
            for name in targets(dataset.name)
        )
        parts.append(table(("column", "our headings", "wordings"), rows))
    parts.append(f"Known and none of ours: {', '.join(words('everywhere')['not_ours']['words'])}.\n")
    return "\n".join(parts)


def both_labels(name: str, dataset: str) -> str:
    """Say the headings of a column in all languages, each once."""
    return ", ".join(dict.fromkeys(label_of_target(name, dataset, language) for language in LANGUAGES))


def wordings(name: str, dataset: str) -> str:
    """Say the wordings of a column; those that count only where nothing better is there come last."""
    sure = ", ".join(pattern for column, pattern in declared(dataset, "words") if column == name)
    weak = ", ".join(pattern for column, pattern in declared(dataset, "weak") if column == name)
    return " · else ".join(filter(None, (sure, weak))) if sure or not weak else f"else {weak}"


def words_of_codes() -> str:
    """Say the words of every code."""
    parts = []
    for name, codes in words("values").items():
        parts.append(f"### {name}\n")
        rows = ((f"`{code}`", ", ".join(said.get("words", ())), ", ".join(said.get("perhaps", ())))
                for code, said in codes.items())  # fmt: skip
        parts.append(table(("code", "words", "perhaps"), rows))
    return "\n".join(parts)


def problem_table() -> str:
    """Say every problem with its weight and its sentence."""
    rows = ((f"`{code}`", weight, english(f"problem.{code}")) for code, weight in sorted(problems.SEVERITIES.items()))
    return table(("code", "weight", "sentence"), rows)


def refusals() -> str:
    """Say every reason why a file is refused as a whole."""
    keys = sorted(key for key in sentences("en") if key.startswith("refusal."))
    return table(("code", "sentence"), ((f"`{key.removeprefix('refusal.')}`", english(key)) for key in keys))


def code_table(prefix: str, codes: Iterable[str]) -> str:
    """Say what codes mean, in their order; a value in a sentence is written as …."""
    rows = ((f"`{code}`", english(f"{prefix}.{code}").replace("{value}", "…")) for code in codes)
    return table(("code", "sentence"), rows)


def english(key: str) -> str:
    """Give a sentence in English with its placeholders; of one with plurals the usual form."""
    sentence = sentences("en")[key]
    return sentence if isinstance(sentence, str) else sentence["other"]


def columns() -> str:
    """Say every column of every dataset."""
    parts = []
    for dataset in schema.DATASETS.values():
        parts.append(f"### {dataset.file}{' (optional)' if dataset.optional else ''}\n")
        parts.append(
            table(("column", "holds", "in English", "auf Deutsch"), (column_row(held) for held in dataset.columns))
        )
    return "\n".join(parts)


def column_row(column: schema.Column) -> tuple[str, str, str, str]:
    """Say one column."""
    holds = (
        column.kind
        + (f" «{column.codes}»" if column.codes else "")
        + (f" → {column.refers_to}" if column.refers_to else "")
    )
    holds += f", {column.unit}" if column.unit else ""
    holds += ", several" if column.several else ""
    holds += ", internal" if column.internal else ""
    name = f"**{column.name}**" if column.required else column.name
    return name, holds, f"{column.label_en}. {column.help_en}", f"{column.label_de}. {column.help_de}"


def reference() -> str:
    """Say settings, commands, address, pages and problems."""
    return "\n".join(
        (
            "# Reference\n",
            "Generated from the code by `make docs`; a test keeps it in step.\n",
            "## Settings\n",
            f"In `{settings.FILE}` beside the data, or as an environment variable, which wins. A text in both",
            "languages is a table `[name]` with `en` and `de`, or `…__EN` and `…__DE` in the environment, where lists",
            "are written with commas.\n",
            table(("setting", "environment", "default", "meaning"), setting_rows()),
            "Beside them: `PARTNER_DASHBOARD_DATA` names the folder of data, `PARTNER_DASHBOARD_FRAME_ANCESTORS` the",
            "sites that may frame the dashboard (default `'self'`), and every `STREAMLIT_…` variable works as",
            "Streamlit says, `STREAMLIT_SERVER_PORT` first.\n",
            "## Commands\n",
            *command_help(),
            "## Address\n",
            "Every choice of a reader is in the address, in codes; several values repeat the part; unknown ones are",
            "ignored.\n",
            table(("part", "says", "values"), address_rows()),
            "## Pages\n",
            ", ".join(f"`/{'' if name == PAGES[0] else name}`" for name in PAGES) + ".\n",
            "## Problems\n",
            "An error stops its row, a warning and an info do not. The sentences stand in the texts, `problem.`.\n",
            table(("code", "weight"), ((code, weight) for code, weight in sorted(problems.SEVERITIES.items()))),
        )
    )


def setting_rows() -> Iterator[tuple[str, str, str, str]]:
    """Say each setting."""
    for name, field in settings.Settings.model_fields.items():
        yield name, f"`PARTNER_DASHBOARD_{name.upper()}`", shown_default(field), field.description or ""


def shown_default(field: FieldInfo) -> str:
    """Say the default of a setting as its file would write it."""
    value = field.default
    if isinstance(value, settings.Words):
        return f"«{value.en}», «{value.de}»" if value.en else "empty"
    if isinstance(value, settings.Geocoder):
        return "empty"
    if isinstance(value, tuple):
        return "[" + ", ".join(f"`{part}`" for part in value) + "]" if value else "empty"
    return f"`{value}`" if value not in ("", None) else "empty"


def command_help() -> Iterator[str]:
    """Say each command as its help does."""
    group = typer.main.get_command(cli.app)
    context = Context(group, info_name="partner-dashboard")
    for name in group.list_commands(context):  # type: ignore[attr-defined]
        command = group.get_command(context, name)  # type: ignore[attr-defined]
        yield f"### partner-dashboard {name}\n"
        yield f"{command.get_short_help_str(200)}\n"
        rows = (
            (", ".join(f"`{option}`" for option in part.opts), getattr(part, "help", "") or "")
            for part in command.params
        )
        yield table(("option", "meaning"), rows)


def address_rows() -> Iterator[tuple[str, str, str]]:
    """Say each part of the address."""
    empty = view.View()
    for part, name in view.PARAMETERS.items():
        held = getattr(empty, name)
        values = " · ".join(view.CHOICES[name]) if name in view.CHOICES else ""
        kind = "several codes" if isinstance(held, tuple) else "0 or 1" if isinstance(held, bool) else "text or code"
        yield f"`{part}`", name, values or ("number" if held is None else kind)


def table(headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
