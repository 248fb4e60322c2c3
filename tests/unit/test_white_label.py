"""Nothing in the code or the pages knows whose dashboard it is."""

import re
from pathlib import Path

import pytest

import partner_dashboard
from partner_dashboard.settings import installed
from tests.organisations import demonstration

SOURCE = Path(partner_dashboard.__file__).parent
TEXT = {".py", ".toml", ".md", ".svg", ".css", ".js", ".json", ".typed"}
FILES = [
    file
    for folder in (SOURCE, installed("pages"), installed("app.py").parent / ".streamlit")
    for file in sorted(folder.rglob("*"))
    if file.suffix in TEXT and not {"shapes", "bundle", "__pycache__"} & set(file.parts)
]
OURS = re.compile(r"bochum|\brub\b|\bruhr\b|ua[- ]?ruhr|dortmund|duisburg|\bude\b|tsukuba(?!:host)", re.IGNORECASE)


def lines_that_name_somebody() -> list[str]:
    return [
        f"{file.relative_to(SOURCE.parent)}:{number}: {line.strip()}"
        for file in FILES
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if OURS.search(line)
    ]


def test_the_source_is_searched_whole() -> None:
    names = {file.name for file in FILES}
    assert {"ui.py", "map.py", "overview.toml", "config.toml"} <= names
    assert len(FILES) > 40


def test_no_line_of_code_text_or_page_names_the_demonstration_organisation() -> None:
    assert lines_that_name_somebody() == []


@pytest.mark.parametrize("home", demonstration().homes)
def test_no_id_of_a_home_institution_stands_in_the_code(home: str) -> None:
    quoted = re.compile(rf"[\"']{re.escape(home)}[\"']")
    assert [file.name for file in FILES if file.suffix == ".py" and quoted.search(file.read_text("utf-8"))] == []
