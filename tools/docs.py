"""From the declarations in the code to the generated parts of the documentation; `--check` only compares.

data/README.md      what each column means, from schema.py, between the marks of its generated part
docs/reference.md   settings, commands, address, pages, problems: all of it
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import typer.main
from pydantic.fields import FieldInfo
from typer import Context

from partner_dashboard import cli, problems, schema, settings, view
from partner_dashboard.ui import PAGES

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- generated: columns -->", "<!-- end of the generated part -->"


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
    readme = ROOT / "data" / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    yield readme, f"{before}{BEGIN}\n\n{columns()}\n{END}{after}"
    yield ROOT / "docs" / "reference.md", reference()


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
