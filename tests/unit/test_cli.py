"""The command line, from a file to an edition and back, on a small organisation with a store of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from partner_dashboard import settings
from partner_dashboard.cli import app
from partner_dashboard.texts import LANGUAGES, Texts
from tests.organisations import event, institution, strand, write

HOME = institution("home", country_code="DE", city="Bochum", latitude="51.48", longitude="7.22")
OSAKA = institution(
    "osaka", name="Osaka University", country_code="JP", city="Suita", latitude="34.82", longitude="135.52"
)

Command = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """Run a command as a person at a terminal would, on a folder of data and an empty home."""
    folder = write(tmp_path / "data", [HOME, OSAKA], [strand("p-1", "osaka", start_date="2010")], [event("e-1")])
    monkeypatch.setenv(settings.DATA_VARIABLE, str(folder))
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.delenv(settings.DATABASE_VARIABLE, raising=False)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    runner = CliRunner()

    def command(*words: object) -> Result:
        return runner.invoke(app, [str(word) for word in words], catch_exceptions=False)

    yield command


def file(tmp_path: Path, *lines: str, name: str = "partnerships.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


GOOD = ("partnership_id,institution_id,home_institution,type,start_date", "p-2,osaka,home,faculty,2020-04")
WRONG = (*GOOD, "p-3,nobody,home,faculty,2021")


def test_a_clean_file_leaves_with_0_and_the_contract(run: Command, tmp_path: Path) -> None:
    done = run("check", file(tmp_path, *GOOD), "--format", "json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(told) == ["file", "dataset", "reading", "columns", "rows", "accepted", "problems"]
    assert (told["dataset"], told["rows"], told["problems"]) == ("partnerships", 1, [])
    assert told["reading"] == {
        "format": "csv", "encoding": "utf-8", "separator": ",", "sheet": "", "other_sheets": [], "header_line": 1,
    }  # fmt: skip
    (row,) = told["accepted"]
    assert (row["line"], row["id"], row["institution_id"], row["values"]["start_date"]) == (
        2,
        "p-2",
        "osaka",
        "2020-04",
    )


def test_a_wrong_row_leaves_with_1_and_is_named(run: Command, tmp_path: Path) -> None:
    done = run("check", file(tmp_path, *WRONG), "--format", "json", "--lang", "de")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert [(held["line"], held["column"], held["code"]) for held in told["problems"]] == [
        (3, "institution_id", "unknown_institution")
    ]
    assert "nobody" in told["problems"][0]["message"]
    assert [row["line"] for row in told["accepted"]] == [2]


def test_a_file_that_is_no_table_leaves_with_2_and_says_why(run: Command, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    done = run("check", empty, "--format", "json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["file"], set(told["error"])) == (
        2, "empty.csv", {"code", "message", "line", "column"},
    )  # fmt: skip
    assert run("check", tmp_path / "missing.csv").exit_code == 2


def test_a_check_makes_no_store(run: Command, tmp_path: Path) -> None:
    run("check", file(tmp_path, *GOOD))
    assert not (tmp_path / "home").exists()


def test_an_import_is_an_edition_and_the_same_again_is_none(run: Command, tmp_path: Path) -> None:
    first = run("import", file(tmp_path, *GOOD), "--reason", "new", "--author", "ada")
    assert (first.exit_code, "edition 2" in first.stdout) == (0, True)
    again = run("import", file(tmp_path, *GOOD), "--reason", "new", "--author", "ada")
    assert (again.exit_code, "edition" in again.stdout.splitlines()[-1]) == (0, False)
    told = [json.loads(line) for line in run("history", "--format", "json").stdout.splitlines()]
    assert [(held["number"], held["kind"], held["author"], held["reason"], held["file_name"]) for held in told] == [
        (2, "upload", "ada", "new", "partnerships.csv"), (1, "seed", "", "", "data.zip"),
    ]  # fmt: skip


def test_a_file_with_a_wrong_row_is_published_only_if_one_says_so(run: Command, tmp_path: Path) -> None:
    held = file(tmp_path, *WRONG)
    assert run("import", held, "--reason", "new", "--author", "ada").exit_code == 1
    assert run("import", held, "--reason", "new", "--author", "ada", "--leave-out").exit_code == 0
    (change,) = changes(run("diff", 1, 2, "--format", "json"))
    assert (change["dataset"], change["added"]) == ("partnerships", ["p-2"])


def test_a_large_removal_is_asked_about(run: Command, tmp_path: Path) -> None:
    held = file(tmp_path, *GOOD)
    assert run("import", held, "--mode", "everything", "--reason", "new", "--author", "ada").exit_code == 1
    agreed = run("import", held, "--mode", "everything", "--large-removal", "--reason", "new", "--author", "ada")
    assert agreed.exit_code == 0
    (change,) = changes(run("diff", 1, 2, "--format", "json"))
    assert (change["added"], change["removed"]) == (["p-2"], ["p-1"])


def test_an_older_state_stands_again_as_a_new_edition(run: Command, tmp_path: Path) -> None:
    run("import", file(tmp_path, *GOOD), "--reason", "new", "--author", "ada")
    assert run("restore", 1, "--author", "ada", "--reason", "too early").exit_code == 0
    assert changes(run("diff", 1, 3, "--format", "json")) == []
    assert run("restore", 9, "--author", "ada", "--reason", "typo").exit_code == 2


def test_a_backup_fills_an_empty_store(run: Command, tmp_path: Path) -> None:
    run("import", file(tmp_path, *GOOD), "--reason", "new", "--author", "ada")
    assert run("backup", tmp_path / "copy.zip").exit_code == 0
    other = tmp_path / "other.db"
    assert run("restore-backup", tmp_path / "copy.zip", "--database", other).exit_code == 0
    assert run("history", "--database", other).stdout == run("history").stdout
    assert run("restore-backup", tmp_path / "copy.zip", "--database", other).exit_code == 2


def test_a_template_reads_back_clean(run: Command, tmp_path: Path) -> None:
    output = tmp_path / "empty.xlsx"
    assert run("template", "events", "--output", output, "--lang", "de").exit_code == 0
    assert output.read_bytes()[:2] == b"PK"


def changes(done: Result) -> list[dict[str, object]]:
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return [held for held in told if held["added"] or held["removed"] or held["changed"]]


def test_the_news_say_what_changed_since_an_edition_a_day_or_the_last_one(run: Command, tmp_path: Path) -> None:
    nothing = run("news")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    run("import", file(tmp_path, *GOOD), "--reason", "Letter of May")
    told = run("news")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[2:] == [
        "- Osaka University (Faculty or institute) since April 2020: newly recorded"
    ]
    assert run("news", "--since", "1").stdout == told.stdout
    assert [item["what"] for item in json.loads(run("news", "--format", "json").stdout)] == ["added"]
    assert run("news", "--since", "1990-01-01").exit_code == 1
    assert run("news", "--since", "yesterday").exit_code == 2


def test_everything_is_exported_by_the_address_of_its_page(run: Command, tmp_path: Path) -> None:
    for command, name, begins in (
        ("table", "rows.xlsx", b"PK"), ("table", "rows.csv", b"\xef\xbb\xbfpartnership_id"),
        ("geojson", "points.geojson", b'{"type": "FeatureCollection"'), ("kml", "points.kml", b"<?xml"),
        ("calendar", "events.ics", b"BEGIN:VCALENDAR"), ("package", "all.zip", b"PK"),
    ):  # fmt: skip
        output = tmp_path / name
        done = run("export", command, "--address", "?country=JP", "--output", output)
        assert (done.exit_code, output.read_bytes()[: len(begins)]) == (0, begins)
    run("export", "table", "--dataset", "institutions", "--output", tmp_path / "partners.csv")
    assert b"Osaka University" in (tmp_path / "partners.csv").read_bytes()
    assert b"osaka" in (tmp_path / "rows.csv").read_bytes()
    run("export", "table", "--address", "?country=CL", "--output", tmp_path / "rows.csv")
    assert b"osaka" not in (tmp_path / "rows.csv").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_looks_on_sees_what_takes_a_while(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    new, t = file(tmp_path, *GOOD), Texts(language)
    quiet = run("check", new, "--lang", language)
    assert quiet.stderr == ""
    ours, theirs = os.openpty()  # a terminal, for a process of its own
    done = subprocess.run(
        [sys.executable, "-m", "partner_dashboard", "import", new, "--reason", "a letter", "--lang", language],
        stdout=subprocess.PIPE, stderr=theirs, text=True,
    )  # fmt: skip
    os.close(theirs)
    seen = os.read(ours, 1000).decode().split("\r\n")
    os.close(ours)
    assert seen[:2] == [t("upload.reading", file="partnerships.csv"), t("upload.publishing")]
    assert t("cli.published", file="partnerships.csv", number=2) in done.stdout
