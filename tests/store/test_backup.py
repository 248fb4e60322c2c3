"""A copy of everything fits every store, is whole or not there, and never overwrites anything."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from partner_dashboard.errors import (
    BackupError,
    BackupNotWrittenError,
    StoreDamagedError,
    StoreNewerError,
    StoreNotEmptyError,
)
from partner_dashboard.schema import DATASETS
from partner_dashboard.store import Draft, Store, backup, reading, restore_backup
from partner_dashboard.store.backup import MANIFEST, checked
from partner_dashboard.store.tables import UPLOADS, VERSIONS
from tests.store.drafts import BY, FILE, frame, publish
from tests.store.test_opening import REVISION_1

Opening = Callable[[str], Store]


def fill(store: Store) -> None:
    """Publish three editions with everything that a store can hold."""
    rows = frame(
        "institutions", [{"institution_id": "a", "name": "Ä \x07\n“", "latitude": 0.1}, {"institution_id": "b"}]
    )
    evidence = frame("evidence", [{"row_id": "a", "states": "yes"}, {"row_id": "a", "states": "yes"}])
    store.publish(Draft({"institutions": rows, "evidence": evidence}, {}, "seed"), BY, 0, FILE)
    publish(store, "b", a="A")
    store.restore(1, BY, 2)
    store.remember("alias", "x", {"institution_id": "a"}, BY)
    store.forget("alias", "x", BY)


def test_a_copy_of_either_store_fits_either_database(
    store: Store, second: str, opened: Opening, tmp_path: Path
) -> None:
    fill(store)
    store.backup(tmp_path / "copy.zip")
    restore_backup(second, tmp_path / "copy.zip")
    copy = opened(second)
    copy.verify()
    assert copy.editions() == store.editions()
    assert (copy.upload(1), copy.upload(2)) == (FILE, None)
    assert copy.decisions("alias", "x") == store.decisions("alias", "x")
    for number in (1, 2, 3):
        assert all(copy.rows(name, number).equals(store.rows(name, number)) for name in DATASETS)
    assert copy.row_history("institutions", "b") == store.row_history("institutions", "b")
    assert publish(copy, c="C").digest == publish(store, c="C").digest


def test_a_copy_is_only_for_its_owner_and_replaces_an_older_one(store: Store, tmp_path: Path) -> None:
    publish(store, a="A")
    store.backup(tmp_path / "copy.zip")
    publish(store, b="B")
    store.backup(tmp_path / "copy.zip")
    assert [file.name for file in tmp_path.glob("copy*")] == ["copy.zip"]
    assert (tmp_path / "copy.zip").stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert len(archive.read("tables/editions.jsonl").splitlines()) == 2


def test_a_copy_that_cannot_be_written_leaves_the_older_one(store: Store, tmp_path: Path) -> None:
    publish(store, a="A")
    with pytest.raises(BackupNotWrittenError) as refused:
        store.backup(tmp_path / "no such folder" / "copy.zip")
    assert refused.value.values["reason"] == "No such file or directory"
    (tmp_path / "copy.zip").mkdir()
    with pytest.raises(BackupNotWrittenError):
        store.backup(tmp_path / "copy.zip")
    assert [file.name for file in tmp_path.glob("copy*")] == ["copy.zip"]


def test_what_is_copied_while_others_publish_is_the_state_of_one_moment(
    sqlite: str, opened: Opening, tmp_path: Path
) -> None:
    store, other = opened(sqlite), opened(sqlite)
    publish(store, a="A")
    with store.database.snapshot() as connection:
        assert reading.newest(connection) == 1
        publish(other, b="B", upload=FILE)
        backup.write(connection, "0001", tmp_path / "copy.zip")
    restore_backup(str(tmp_path / "copy.db"), tmp_path / "copy.zip")
    assert opened(str(tmp_path / "copy.db")).editions() == store.editions()[1:]


# --- refused ------------------------------------------------------------------------------------------------------


def test_a_store_that_holds_anything_is_not_overwritten(store: Store, address: str) -> None:
    publish(store, a="A")
    with pytest.raises(StoreNotEmptyError):
        restore_backup(address, REVISION_1)
    assert store.editions()[0].author == "Ada"
    assert len(store.editions()) == 1


def rewritten(folder: Path, name: str, change: Callable[[bytes], bytes], forged: bool = False) -> Path:
    """Copy the small backup with one entry changed; a forger also changes its hash in the manifest."""
    with zipfile.ZipFile(REVISION_1) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    entries[name] = change(entries[name])
    if forged:
        manifest = json.loads(entries[MANIFEST])
        manifest["hashes"][name] = hashlib.sha256(entries[name]).hexdigest()
        entries[MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(folder / "wrong.zip", "w") as archive:
        for entry, data in entries.items():
            archive.writestr(entry, data)
    return folder / "wrong.zip"


@pytest.mark.parametrize("name", ["tables/partnerships.jsonl", "tables/decisions.jsonl", "uploads/1"])
def test_a_copy_with_another_byte_is_refused_by_name(sqlite: str, tmp_path: Path, name: str) -> None:
    wrong = rewritten(tmp_path, name, lambda data: data[:-2] + b"?\n")
    with pytest.raises(BackupError) as refused:
        restore_backup(sqlite, wrong)
    assert refused.value.values == {"file": str(wrong), "entry": name}
    assert not Path(sqlite).exists()


def test_a_copy_of_a_newer_version_is_refused(sqlite: str, tmp_path: Path) -> None:
    def newer(manifest: bytes) -> bytes:
        return json.dumps(json.loads(manifest) | {"revision": "9999"}).encode()

    with pytest.raises(StoreNewerError):
        restore_backup(sqlite, rewritten(tmp_path, MANIFEST, newer))
    assert not Path(sqlite).exists()


def test_a_forged_copy_leaves_the_database_empty(address: str, opened: Opening, tmp_path: Path) -> None:
    name = "tables/institutions.jsonl"
    forged = rewritten(tmp_path, name, lambda data: data.replace(b"Ruhr", b"Wuhr"), forged=True)
    with pytest.raises(StoreDamagedError):
        restore_backup(address, forged)
    assert opened(address).current() == 0


DAMAGE = st.tuples(st.integers(0, REVISION_1.stat().st_size), st.binary(min_size=1, max_size=9))


@given(st.binary(max_size=200) | DAMAGE)
def test_any_bytes_are_a_whole_copy_or_refused(
    tmp_path_factory: pytest.TempPathFactory, given: bytes | tuple[int, bytes]
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.zip"
    if isinstance(given, tuple):
        (start, damage), whole = given, REVISION_1.read_bytes()
        given = whole[:start] + damage + whole[start + len(damage) :]
    file.write_bytes(given)
    try:
        checked(file)
    except BackupError as refused:
        assert set(refused.values) == {"file", "entry"}


def test_a_damaged_store_makes_no_copy(store: Store, tmp_path: Path) -> None:
    fill(store)
    with store.database.writing() as connection:
        connection.execute(update(UPLOADS).values(data=b"half"))
    with pytest.raises(StoreDamagedError) as refused:
        store.backup(tmp_path / "copy.zip")
    assert refused.value.values["reason"] == "edition 1, uploads"
    assert not (tmp_path / "copy.zip").exists()


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"name": "B"}, "edition 1, institutions"),
        ({"position": 7}, "edition 1, institutions"),
        ({"row_key": "z"}, "edition 1, institutions"),
        ({"valid_from": 2}, "edition 1"),
        ({"valid_to": 3}, "edition 3"),
    ],
)
def test_a_row_that_is_not_what_was_published_is_noticed(store: Store, values: dict[str, object], where: str) -> None:
    publish(store, a="A")
    publish(store, b="B")
    publish(store, c="C")
    store.verify()
    with store.database.writing() as connection:
        rows = VERSIONS["institutions"]
        connection.execute(update(rows).where(rows.c.row_key == "a").values(values))
    with pytest.raises(StoreDamagedError) as refused:
        store.verify()
    assert refused.value.values["reason"] == where


def test_an_edition_that_was_lost_is_noticed(store: Store) -> None:
    publish(store, a="A")
    publish(store, b="B")
    with store.database.writing() as connection:
        rows = VERSIONS["institutions"]
        connection.execute(rows.delete().where(rows.c.row_key == "b"))
    with pytest.raises(StoreDamagedError):
        store.verify()
