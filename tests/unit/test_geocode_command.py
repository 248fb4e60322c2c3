"""`geocode` and `gazetteer` as a machine or a person at a terminal uses them, services on this machine included."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from typer.testing import CliRunner, Result

from partner_dashboard import placing, settings
from partner_dashboard.cli import app
from partner_dashboard.places.table import ADDED
from tests.organisations import GAZETTEERS, institution, write
from tests.registers import RECORDS, dump, many
from tests.replying import Reply, Replying, answering, reply

Command = Callable[..., Result]

NAMES = ("Zzyzx Foundation of Nowhere Known", "Qwrt Association of the Unheard")
PLACE = {
    "lat": "52.1", "lon": "5.2", "class": "building", "type": "yes", "display_name": "Zzyzx House",
    "address": {"country_code": "nl"},
}  # fmt: skip


@pytest.fixture
def service() -> Iterator[Replying]:
    with answering() as replying:
        yield replying


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home with the cities that all tests share, and a folder of data."""
    from partner_dashboard.places import gazetteer

    gazetteer.opened(GAZETTEERS)
    (tmp_path / "home" / "gazetteers").mkdir(parents=True)
    (tmp_path / "home" / "gazetteers" / "cities.sqlite").symlink_to(GAZETTEERS / "cities.sqlite")
    folder = write(tmp_path / "data", [institution("home", country_code="DE", city="Bochum")])
    monkeypatch.setenv(settings.DATA_VARIABLE, str(folder))
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.delenv(settings.DATABASE_VARIABLE, raising=False)
    return tmp_path


@pytest.fixture
def run(home: Path) -> Command:
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def asks(monkeypatch: pytest.MonkeyPatch, service: Replying, timeout: float = 5.0) -> None:
    held = {"service": "nominatim", "address": service.address, "pause": 0, "wait": 0, "timeout": timeout}
    monkeypatch.setenv("PARTNER_DASHBOARD_GEOCODER", json.dumps(held))


def table(folder: Path, *rows: tuple[str, str, str], head: str = "name,city,country") -> Path:
    file = folder / "names.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"{head}\n")
        csv.writer(stream, lineterminator="\n").writerows(rows)
    return file


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# --- the contract -------------------------------------------------------------------------------------------------


def test_the_same_rows_come_back_in_order_with_what_was_found(run: Command, home: Path) -> None:
    file = table(home, ("Universität Warschau", "", "Polen"), ("TBD", "", ""), ("", "Ulm", "DE"), ("", "", "Japan"))
    done = run("geocode", file, "--output", home / "out.csv", "--no-institutions")
    found = rows_of(home / "out.csv")
    assert done.exit_code == 0
    assert list(found[0]) == ["name", "city", "country", *ADDED]
    assert [row["name"] for row in found] == ["Universität Warschau", "TBD", "", ""]
    assert [(row["country_code"], row["reason"], row["latitude"] != "") for row in found] == [
        ("PL", "", True), ("", "placeholder", False), ("DE", "", True), ("JP", "", False),
    ]  # fmt: skip
    assert (found[3]["precision"], found[3]["confidence"]) == ("country", "0.50")
    assert "4 rows, 2 placed, 2 without a place." in done.stderr


def test_columns_may_be_missing_and_others_pass_through(run: Command, home: Path) -> None:
    file = home / "cities.csv"
    file.write_text("note;city\nfirst;Kraków\nsecond;\n", encoding="utf-8")
    assert run("geocode", file, "--output", home / "out.csv").exit_code == 0
    found = rows_of(home / "out.csv")
    assert [(row["note"], row["country_code"], row["reason"]) for row in found] == [
        ("first", "PL", ""), ("second", "", "no_input"),
    ]  # fmt: skip


def test_a_file_that_is_not_there_leaves_with_2(run: Command, home: Path) -> None:
    assert run("geocode", home / "missing.csv", "--output", home / "out.csv").exit_code == 2
    assert not (home / "out.csv").exists()


def test_the_register_is_imported_told_and_used_unless_one_says_so(run: Command, home: Path) -> None:
    assert json.loads(run("gazetteer", "status", "--format", "json").stdout) == {"institutions": None}
    assert "No index" in run("gazetteer", "status").stdout
    done = run("gazetteer", "import", dump(home / "download", [*RECORDS, *many(500)]))
    assert (done.exit_code, "9.1" in done.stdout) == (0, True)
    told = json.loads(run("gazetteer", "status", "--format", "json").stdout)["institutions"]
    assert list(told) == ["version", "published", "organisations", "names", "places", "size_bytes", "path"]
    assert (told["version"], told["published"], told["organisations"]) == ("9.1", "2031-02-03", 509)

    file = table(home, ("Institute of Marsh Botany", "", ""))
    run("geocode", file, "--output", home / "with.csv")
    run("geocode", file, "--output", home / "without.csv", "--no-institutions")
    (found,), (other,) = rows_of(home / "with.csv"), rows_of(home / "without.csv")
    assert (found["ror_id"], found["method"], found["evidence"]) == ("000000004", "ror", "ror=000000004; name")
    assert (other["ror_id"], other["latitude"]) == ("", "")


def test_a_broken_dump_leaves_with_2_and_says_why(run: Command, home: Path) -> None:
    file = dump(home / "download", packed=False)
    file.write_bytes(file.read_bytes()[:-50])
    done = run("gazetteer", "import", file)
    assert (done.exit_code, done.stdout) == (2, "")
    assert file.name in done.stderr
    assert json.loads(run("gazetteer", "status", "--format", "json").stdout) == {"institutions": None}


# --- online -------------------------------------------------------------------------------------------------------


def test_without_the_wish_nobody_is_asked(
    run: Command, home: Path, service: Replying, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(monkeypatch, service)
    run("geocode", table(home, (NAMES[0], "", "")), "--output", home / "out.csv")
    assert service.asked == []


def test_without_a_service_in_the_settings_the_wish_is_answered_by_a_sentence(run: Command, home: Path) -> None:
    done = run("geocode", table(home, (NAMES[0], "", "")), "--output", home / "out.csv", "--online")
    assert (done.exit_code, "no online service" in done.stderr) == (0, True)


def test_what_a_service_answers_is_kept_for_ever_also_that_there_is_nothing(
    run: Command, home: Path, service: Replying, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(monkeypatch, service)
    service.replies = [reply([PLACE]), reply([])]
    file = table(home, (NAMES[0], "", ""), (NAMES[1], "", ""), ("", "Ulm", "DE"), ("TBD", "", ""))
    for _ in range(2):
        done = run("geocode", file, "--output", home / "out.csv", "--online")
        assert done.exit_code == 0
        found = rows_of(home / "out.csv")
        assert [(row["method"], row["latitude"], row["reason"]) for row in found[:2]] == [
            ("online", "52.10000", ""), ("", "", "not_found"),
        ]  # fmt: skip
        assert (found[0]["precision"], found[0]["country_code"]) == ("campus", "NL")
        assert float(found[0]["confidence"]) < 0.9
    assert [asked["q"] for asked in service.asked] == [[NAMES[0]], [NAMES[1]]]


@pytest.mark.parametrize(
    ("silence", "said", "times"),
    [
        (reply({}, 429, Retry_After="3600"), "too much to do", 1),
        (reply({}, 503), "too much to do", 3),
        (Reply(b"<html>guest network</html>"), "could not be read", 3),
        (reply({}, 403), "refused", 1),
    ],
    ids=["429", "503", "malformed", "403"],
)
def test_who_does_not_answer_is_named_and_asked_again_next_time(
    run: Command, home: Path, service: Replying, monkeypatch: pytest.MonkeyPatch, silence: Reply, said: str, times: int
) -> None:
    asks(monkeypatch, service)
    service.replies = [silence] * times + [reply([PLACE]), reply([])]
    file = table(home, (NAMES[0], "", ""), (NAMES[1], "", ""))
    done = run("geocode", file, "--output", home / "out.csv", "--online")
    assert (done.exit_code, len(service.asked)) == (0, times)
    assert "“nominatim” did not answer" in done.stderr
    assert said in done.stderr
    assert [row["reason"] for row in rows_of(home / "out.csv")] == ["not_found", "not_found"]
    run("geocode", file, "--output", home / "out.csv", "--online")
    assert [row["method"] for row in rows_of(home / "out.csv")] == ["online", ""]


def test_a_slow_service_is_left_alone(
    run: Command, home: Path, service: Replying, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(monkeypatch, service, timeout=0.05)
    let_go = Event()
    service.replies = [Reply(b"[]", after=let_go)]
    done = run("geocode", table(home, (NAMES[0], "", "")), "--output", home / "out.csv", "--online")
    let_go.set()
    assert done.exit_code == 0
    assert len(service.asked) == 3
    assert rows_of(home / "out.csv")[0]["reason"] == "not_found"


def test_a_person_who_stops_loses_nothing(
    run: Command, home: Path, service: Replying, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(monkeypatch, service, timeout=30)
    let_go = Event()
    service.replies = [reply([PLACE]), Reply(b"[]", after=let_go), reply([])]
    file = table(home, (NAMES[0], "", ""), (NAMES[1], "", ""))
    words = [sys.executable, "-m", "partner_dashboard", "geocode", file, "--output", home / "out.csv", "--online"]
    started = subprocess.Popen(
        [str(word) for word in words], stderr=subprocess.PIPE, text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a gate in the background ignores it
    )  # fmt: skip
    service.wait_for(2)
    os.kill(started.pid, signal.SIGINT)
    _, told = started.communicate(timeout=30)
    let_go.set()
    assert started.returncode == 130, told
    assert "Stopped" in told
    assert "Traceback" not in told
    assert not (home / "out.csv").exists()
    assert run("geocode", file, "--output", home / "out.csv", "--online").exit_code == 0
    assert [row["method"] for row in rows_of(home / "out.csv")] == ["online", ""]
    assert [asked["q"][0] for asked in service.asked] == [NAMES[0], NAMES[1], NAMES[1]]


def test_what_a_person_decided_wins_over_everything(run: Command, home: Path) -> None:
    from partner_dashboard.cli.desk import open_desk
    from partner_dashboard.records import now
    from partner_dashboard.store import By

    store = open_desk(home / "data", "").store
    place = {"latitude": 1.5, "longitude": 2.5, "country_code": "PL", "city": "", "method": "decided",
             "precision": "campus", "confidence": 1.0}  # fmt: skip
    store.remember(placing.DECIDED, "universitat warschau||pl", {"place": place}, By("ada", "", now()))
    file = table(home, ("Universität WARSCHAU", "", "Polen"))
    run("geocode", file, "--output", home / "out.csv")
    (found,) = rows_of(home / "out.csv")
    assert (found["latitude"], found["method"], found["evidence"]) == ("1.50000", "decided", "decided")
