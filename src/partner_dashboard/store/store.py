"""From the questions and deeds of the application to one transaction each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from partner_dashboard.store import backup, integrity, memory, publishing, reading
from partner_dashboard.store.connecting import Database
from partner_dashboard.store.opening import OURS
from partner_dashboard.store.records import By, Decision, Draft, EditionRecord, RowVersion, Upload


@dataclass(frozen=True, slots=True)
class Store:
    """The editions of one organisation; shared by all readers and safe to use from several threads.

    Everything raises StoreError where the database does not do what is asked.
    """

    database: Database

    @property
    def where(self) -> str:
        """The address of the store as messages may show it, without a password."""
        return self.database.name

    # --- reading ----------------------------------------------------------------------------------------------------

    def current(self) -> int:
        """Give the number of the newest edition, 0 where there is none."""
        with self.database.reading() as connection:
            return reading.newest(connection)

    def editions(self) -> tuple[EditionRecord, ...]:
        """Give all editions, the newest first."""
        with self.database.snapshot() as connection:
            return reading.records(connection)

    def edition(self, number: int) -> EditionRecord | None:
        """Give one edition, None where there is none of this number."""
        with self.database.reading() as connection:
            return next(iter(reading.records(connection, number)), None)

    def rows(self, dataset: str, number: int | None = None) -> pd.DataFrame:
        """Give the rows of a dataset in an edition, the newest by default; raises NoSuchEditionError.

        Shape: every column of the schema in order, text, but latitude and longitude float (degrees, NaN where unknown).
        Order: as they came; numbered from 0.
        """
        with self.database.snapshot() as connection:
            return reading.rows(connection, dataset, number)

    def upload(self, number: int) -> Upload | None:
        """Give the file that an edition came from, None where it came from none."""
        with self.database.reading() as connection:
            return reading.upload(connection, number)

    def row_history(self, dataset: str, row_id: str) -> tuple[RowVersion, ...]:
        """Give what each edition made of a row, the newest first; a row that never was has no history."""
        with self.database.snapshot() as connection:
            return reading.row_history(connection, dataset, row_id)

    def rows_named(self, dataset: str, text: str, limit: int) -> tuple[str, ...]:
        """Give the ids of rows whose id or name ever held a text, in whatever case; also of those that ended."""
        with self.database.snapshot() as connection:
            return reading.rows_named(connection, dataset, text, limit)

    # --- publishing -------------------------------------------------------------------------------------------------

    def publish(self, draft: Draft, by: By, based_on: int, upload: Upload | None = None) -> EditionRecord:
        """Publish a draft as the next edition: all of it, or nothing.

        Raises: EditionMovedError where somebody published after `based_on`, NothingChangesError, StoreTextError.
        """
        with self.database.writing() as connection:
            number = publishing.publish(connection, draft, by, based_on, upload)
            (record,) = reading.records(connection, number)
        return record

    def restore(self, number: int, by: By, based_on: int) -> EditionRecord:
        """Publish the state of an older edition again, as the next one.

        Raises: EditionMovedError, NoSuchEditionError, NothingChangesError.
        """
        with self.database.writing() as connection:
            new = publishing.restore(connection, number, by, based_on)
            (record,) = reading.records(connection, new)
        return record

    # --- remembering ------------------------------------------------------------------------------------------------

    def remember(self, kind: str, key: str, value: Mapping[str, object], by: By) -> None:
        """Remember what somebody decided about a key; what stood before becomes history."""
        with self.database.writing() as connection:
            memory.decide(connection, kind, key, value, by)

    def forget(self, kind: str, key: str, by: By) -> None:
        """Let a key be undecided again; its history stays."""
        with self.database.writing() as connection:
            memory.decide(connection, kind, key, None, by)

    def recalled(self, kind: str) -> dict[str, dict[str, object]]:
        """Give what is remembered of a kind, by key."""
        with self.database.reading() as connection:
            return memory.recalled(connection, kind)

    def decisions(self, kind: str, key: str) -> tuple[Decision, ...]:
        """Give all that was ever decided about a key, the newest first."""
        with self.database.reading() as connection:
            return memory.decisions(connection, kind, key)

    # --- keeping safe -----------------------------------------------------------------------------------------------

    def verify(self) -> None:
        """Compare all that is stored with the hashes it was published with; raises StoreDamagedError."""
        with self.database.snapshot() as connection:
            integrity.verify(connection, self.database.name)

    def backup(self, path: Path) -> None:
        """Write a consistent copy to one file while others publish; it fits SQLite and PostgreSQL alike.

        Raises: StoreDamagedError where what would be copied is not what was published, BackupNotWrittenError.
        """
        with self.database.snapshot() as connection:
            integrity.verify(connection, self.database.name)
            backup.write(connection, OURS.newest, path)

    def close(self) -> None:
        """Give all connections back; the next question opens new ones."""
        self.database.close()
