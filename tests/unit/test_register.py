"""A dump of the register becomes an index: counted, replaced as a whole, and never by a broken file."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.places import register, shelf
from partner_dashboard.places.register import FILE
from tests.registers import RECORDS, dump, imported, record


@pytest.mark.parametrize("packed", [True, False], ids=["zip", "json"])
def test_a_dump_is_counted_and_says_its_version_and_day(tmp_path: Path, packed: bool) -> None:
    told = register.import_dump(dump(tmp_path / "download", packed=packed), tmp_path)
    assert (told.version, told.published, told.organisations, told.places) == ("9.1", "2031-02-03", 9, 9)
    assert told.names == sum(len(held["names"]) * len(held["locations"]) for held in RECORDS[:9]) + 1
    assert (told.path, told.size_bytes) == (str(tmp_path / FILE), (tmp_path / FILE).stat().st_size)
    held = register.opened(tmp_path)
    assert held is not None
    assert held.status() == told


def test_a_file_whose_name_says_nothing_is_as_old_as_its_latest_record(tmp_path: Path) -> None:
    told = register.import_dump(dump(tmp_path / "download", name="download", packed=False), tmp_path)
    assert (told.version, told.published) == ("", "2031-02-01")


def test_an_archive_with_both_schemas_gives_the_second(tmp_path: Path) -> None:
    file = tmp_path / "both.zip"
    first = [{"id": "https://ror.org/000000001", "name": "Old", "addresses": []}] * 500
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("v1.74-2026-11-01-ror-data.json", json.dumps(first))
        archive.writestr("v1.74-2026-11-01-ror-data_schema_v2.json", json.dumps(RECORDS))
    assert register.import_dump(file, tmp_path).organisations == 9


def test_words_about_an_organisation_are_kept(tmp_path: Path) -> None:
    held = imported(tmp_path)
    place = held.identified("https://ror.org/000000008")
    assert place is not None
    assert (place.name, place.city, place.country_code, place.ror_id) == (
        "Aurora Polytechnic",
        "Turku",
        "FI",
        "000000008",
    )
    assert held.identified("000000008") == place
    assert held.identified("000000099") is None
    numbers = [number for number in range(9) if held.entry(number).ror_id == "000000008"]
    entries = [held.entry(number) for number in numbers]
    assert [(entry.city, entry.ids, entry.relations) for entry in entries] == [
        ("Turku", "wikidata:Q8", "parent:000000001"), ("Ulm", "wikidata:Q8", "parent:000000001"),
    ]  # fmt: skip


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[float] = []
    register.import_dump(dump(tmp_path / "download"), tmp_path, told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def not_json(file: Path) -> None:
    file.write_text("<html>Sign in</html>", encoding="utf-8")


def nothing(file: Path) -> None:
    file.write_bytes(b"")


def an_empty_list(file: Path) -> None:
    file.write_text("[]", encoding="utf-8")


def the_first_schema(file: Path) -> None:
    file.write_text(json.dumps([{"id": "x", "name": "Old", "addresses": [], "country": {}}]), encoding="utf-8")


def other_json(file: Path) -> None:
    file.write_text(json.dumps({"type": "FeatureCollection", "features": []}), encoding="utf-8")


def half_a_record(file: Path) -> None:
    file.write_text(json.dumps([{"id": "x", "names": [{"types": None}], "locations": [{}]}, *RECORDS][:1]))


def gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [(cut_off, "cut_off"), (not_json, "not_a_dump"), (nothing, "empty"), (an_empty_list, "empty"),
     (the_first_schema, "old_schema"), (other_json, "not_a_dump"), (half_a_record, "empty"), (gone, "no_file")],
)  # fmt: skip
def test_a_file_that_is_no_dump_says_why_and_leaves_the_index_as_it_was(
    tmp_path: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    before = imported(tmp_path).status()
    file = dump(tmp_path / "other", [record(77, "Newcomer College", "Ulm")], packed=False)
    spoil(file)
    with pytest.raises(UnreadableFileError) as problem:
        register.import_dump(file, tmp_path)
    assert problem.value.values["reason"] == reason
    held = register.opened(tmp_path)
    assert held is not None
    assert held.status() == before
    assert [left.name for left in tmp_path.iterdir() if left.suffix == ".draft"] == []


@pytest.mark.parametrize("at", [0.3, 0.6, 0.9])
def test_an_archive_that_the_line_tore_is_broken(tmp_path: Path, at: float) -> None:
    file = dump(tmp_path, [record(number, f"College {number}", "Ulm") for number in range(2000)])
    whole = file.read_bytes()
    middle = int(len(whole) * at)
    file.write_bytes(whole[:middle] + bytes(64) + whole[middle + 64 :])
    with pytest.raises(UnreadableFileError) as problem:
        register.import_dump(file, tmp_path)
    assert problem.value.values["reason"] in ("broken_archive", "not_a_dump", "cut_off")
    assert not (tmp_path / FILE).exists()


def test_who_reads_the_old_index_keeps_it_while_a_new_one_takes_its_place(tmp_path: Path) -> None:
    old = imported(tmp_path)
    index = old.index
    new = imported(tmp_path, [record(50, "Newcomer College", "Ulm")])
    assert (old.entry(0).name, len(index)) == ("Tauberwald University", 10)
    assert (new.entry(0).name, len(new.index)) == ("Newcomer College", 1)


KILLED = """
import os, signal, sys
from pathlib import Path
from partner_dashboard.places import register, shelf
fill = shelf._fill
def killed(connection, contents):
    fill(connection, contents)
    os.kill(os.getpid(), signal.SIGKILL)
shelf._fill = killed
register.import_dump(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_sudden_end_in_the_middle_leaves_the_old_index(tmp_path: Path) -> None:
    before = imported(tmp_path).status()
    file = dump(tmp_path / "other", [record(50, "Newcomer College", "Ulm")])
    ended = subprocess.run([sys.executable, "-c", KILLED, str(file), str(tmp_path)], check=False)
    assert ended.returncode == -9
    held = register.opened(tmp_path)
    assert held is not None
    assert held.status() == before
    assert register.import_dump(file, tmp_path).organisations == 1


def test_an_index_of_another_form_or_spoilt_by_the_disk_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(tmp_path)
    monkeypatch.setattr(shelf, "LAYOUT", shelf.LAYOUT + 1)
    register._opened.cache_clear()
    assert register.opened(tmp_path) is None
    monkeypatch.undo()
    register._opened.cache_clear()
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes()[:4096] + bytes(8192) + file.read_bytes()[12288:])
    assert register.opened(tmp_path) is None
    file.write_bytes(b"")
    assert register.opened(tmp_path) is None


def test_no_index_is_none(tmp_path: Path) -> None:
    assert register.opened(tmp_path) is None
