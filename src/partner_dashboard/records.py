"""From a folder of data and a database to the editions that everybody sees, and to what staff may change.

The store is filled from the folder once, when it is empty; from then on the store wins. What stands around the rows –
settings, code lists, regions – always comes from the folder.
"""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from partner_dashboard import placing
from partner_dashboard.editions import Edition
from partner_dashboard.errors import NoSuchEditionError, NothingChangesError
from partner_dashboard.intake.change import Change, draft
from partner_dashboard.intake.columns import Heading, Headings, shape_of
from partner_dashboard.intake.comparison import difference
from partner_dashboard.intake.folder import Setting, digest_of, read_folder, read_setting
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.proposal import Proposal
from partner_dashboard.intake.showing import show
from partner_dashboard.places.review import Decision
from partner_dashboard.placing import Resolve
from partner_dashboard.problems import Report
from partner_dashboard.schema import DATASETS
from partner_dashboard.store import By, Draft, EditionRecord, Kind, Store, Upload, open_store

ALIAS = "alias"
HEADINGS = "headings"
VIEW = "view"
"""The kinds of what the store remembers: which institution a written name means, what the columns of a file mean, and
which view somebody gave a name."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view with a name: the page it is seen on and its address, without a language."""

    name: str
    page: str
    query: str


@dataclass(frozen=True)
class Records:
    """The editions of one folder of data; shared by all readers and safe to use from several threads."""

    store: Store
    folder: Path
    resolver: Callable[[Store], Resolve]
    clock: Callable[[], datetime]
    is_new: bool
    """Whether the store was filled from the folder just now."""

    def edition(self, number: int) -> Edition:
        """Give what every reader may see of an edition; the newest one speaks of today, older ones of their day.

        Raises: NoSuchEditionError where the store has none of this number, StoreError.
        """
        record = self.record(number)
        around = self.around()
        day = self.clock() if number == self.store.current() else record.published_at
        return Edition(
            number=number, digest=digest_of(around.digest, record.digest), settings=around.settings,
            codes=around.codes, regions=around.regions, report=self._report(number, around),
            opened_on=day.date(), **show(self.frames(number)),
        )  # fmt: skip

    def record(self, number: int) -> EditionRecord:
        """Give who published an edition, when and why; raises NoSuchEditionError."""
        found = self.store.edition(number)
        if found is None:
            raise NoSuchEditionError(number=number, newest=self.store.current())
        return found

    def standing_on(self, day: date) -> int | None:
        """Give the number of the edition that stood at the end of a day (UTC), None where there was none yet."""
        until = (record.number for record in self.store.editions() if record.published_at.date() <= day)
        return max(until, default=None)

    def frames(self, number: int) -> dict[str, pd.DataFrame]:
        """Give all rows of an edition with all their columns, dataset by dataset."""
        return {name: self.store.rows(name, number) for name in DATASETS}

    def around(self) -> Setting:
        """Give settings, code lists and regions as they stand in the folder."""
        return read_setting(self.folder)

    def known(self, number: int) -> Known:
        """Give what the rows of an upload may point to."""
        aliases = {key: str(value["institution_id"]) for key, value in self.store.recalled(ALIAS).items()}
        return known_in(self.around(), self.frames(number), aliases)

    def headings(self) -> dict[str, Headings]:
        """Give the headings that somebody settled, by the shape of their file."""
        return {shape: _headings(value) for shape, value in self.store.recalled(HEADINGS).items()}

    def saved_views(self) -> tuple[SavedView, ...]:
        """Give the views that have a name, in the order of their names."""
        held = self.store.recalled(VIEW)
        views = (SavedView(name, str(value["page"]), str(value["query"])) for name, value in held.items())
        return tuple(sorted(views, key=lambda view: view.name.casefold()))

    def save_view(self, view: SavedView, author: str) -> None:
        """Keep a view under its name; what had this name before becomes its history."""
        self.store.remember(VIEW, view.name, {"page": view.page, "query": view.query}, By(author, "", self.clock()))

    def forget_view(self, name: str, author: str) -> None:
        """Let a name mean no view any more; that it once did is kept."""
        self.store.forget(VIEW, name, By(author, "", self.clock()))

    def publish(self, proposal: Proposal, *, author: str, reason: str, based_on: int, data: bytes) -> EditionRecord:
        """Publish what a proposal changes, with the file it came from, and remember what was decided about it.

        What was decided is remembered although nothing changes. Rows without coordinates get the place of their city.
        Raises: EditionMovedError where somebody published after `based_on`, NothingChangesError, StoreError.
        """
        by = By(author, reason, self.clock())
        upload = Upload(proposal.table.file, data, problems=proposal.report.to_json())
        try:
            record = self.store.publish(self._drafted(proposal.changes, "upload"), by, based_on, upload)
        except NothingChangesError:
            self.remember(proposal, author=author, reason=reason)
            raise
        self.remember(proposal, author=author, reason=reason)
        return record

    def remember(self, proposal: Proposal, *, author: str, reason: str) -> None:
        """Remember what was decided about a file, so that the next one like it needs no answer; raises StoreError."""
        by = By(author, reason, self.clock())
        self.store.remember(HEADINGS, shape_of(proposal.table.headers), asdict(proposal.headings), by)
        for key, institution_id in proposal.choices.partners.items():
            self.store.remember(ALIAS, key, {"institution_id": institution_id}, by)

    def change(
        self, changes: Sequence[Change], kind: Kind, *, author: str, reason: str, based_on: int
    ) -> EditionRecord:
        """Publish what was changed by hand; raises as `publish`."""
        by = By(author, reason, self.clock())
        return self.store.publish(self._drafted(changes, kind), by, based_on)

    def settle(
        self, made: Sequence[Decision], change: Change, *, author: str, reason: str, based_on: int
    ) -> EditionRecord:
        """Publish what was decided about places, and remember each decision; raises as `publish`."""
        rows = self.store.rows("institutions", based_on)
        placing.remember(self.store, rows, made, By(author, reason, self.clock()))
        if change.is_empty:
            return self.record(based_on)
        return self.change([change], "places", author=author, reason=reason, based_on=based_on)

    def restore(self, number: int, *, author: str, reason: str, based_on: int) -> EditionRecord:
        """Publish the state of an older edition again; raises as `publish`, and NoSuchEditionError."""
        self.record(number)
        return self.store.restore(number, By(author, reason, self.clock()), based_on)

    def difference(self, first: int, second: int) -> tuple[Change, ...]:
        """Say what changed from one edition to another, dataset by dataset; raises NoSuchEditionError."""
        self.record(first), self.record(second)
        return tuple(
            difference(self.store.rows(name, first), self.store.rows(name, second), dataset)
            for name, dataset in DATASETS.items()
        )

    def _drafted(self, changes: Sequence[Change], kind: Kind) -> Draft:
        held = draft(changes, kind)
        return replace(held, rows={name: self.placed(rows) for name, rows in held.rows.items()})

    def placed(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Give rows without coordinates the place of their city, as publishing them will; nobody outside is asked."""
        if "latitude" not in rows or not placing.wants(rows).any():
            return rows
        return placing.placed(rows, self.resolver(self.store))

    def differs_from_folder(self) -> bool:
        """Whether the files of the folder are no longer those that the store was filled from."""
        seed = self.store.upload(1)
        return seed is not None and not self.is_new and seed.data != packed(self.folder)

    def _report(self, number: int, around: Setting) -> Report:
        """Give what the newest file up to an edition had wrong; editions made by hand have nothing wrong."""
        for record in self.store.editions():
            if record.number <= number and record.kind in ("seed", "upload"):
                upload = self.store.upload(record.number)
                told = Report.from_json(upload.problems) if upload and upload.problems else Report()
                return told.with_problems(around.problems)
        return Report(around.problems)


def open_records(
    folder: Path, url: str, clock: Callable[[], datetime], resolver: Callable[[Store], Resolve] = placing.resolver
) -> Records:
    """Open the store of a folder, and fill it from the folder where it is empty.

    `resolver` gives what finds the places of rows that come without coordinates.
    Raises: DashboardError: of the folder where the store is empty, of its settings, of the store.
    """
    store = open_store(url)
    is_new = store.current() == 0
    if is_new:
        around = read_setting(folder)
        read = read_folder(folder, around, lambda rows: placing.placed(rows, resolver(store)))
        store.publish(
            Draft(rows=seeded(read.frames), removed={}, kind="seed"),
            By(author="", reason="", at=clock()),
            based_on=0,
            upload=Upload(f"{folder.name}.zip", packed(folder), problems=read.report.to_json()),
        )
    return Records(store, folder, resolver, clock, is_new)


def known_of(folder: Path) -> Known:
    """Give what rows may point to in a folder, without a store.

    Raises: DataFolderError, UnreadableFileError, SettingsError.
    """
    around = read_setting(folder)
    frames = read_folder(folder, around, lambda rows: rows).frames
    return known_in(around, seeded(frames), {})


def known_in(around: Setting, frames: Mapping[str, pd.DataFrame], aliases: Mapping[str, str]) -> Known:
    """Give what rows may point to in a state."""
    return Known(codes=around.codes, regions=around.regions, aliases=aliases, locate=placing.locate, **frames)


def _headings(value: Mapping[str, Any]) -> Headings:
    """Read headings as the store remembers them."""
    headings = tuple(Heading(**held) for held in value["headings"])
    return Headings(value["dataset"], headings, value["words"], value.get("throughout", {}))


def seeded(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Give frames as a first edition holds them: numbered from 0, in the order of the files."""
    return {name: rows.reset_index(drop=True) for name, rows in frames.items()}


def packed(folder: Path) -> bytes:
    """Put the files of rows into one archive; the same files always give the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for dataset in DATASETS.values():
            file = folder / dataset.file
            if file.is_file():
                archive.writestr(zipfile.ZipInfo(dataset.file, (1980, 1, 1, 0, 0, 0)), file.read_bytes())
    return whole.getvalue()


def now() -> datetime:
    """Give this moment in UTC; only the doors ask."""
    return datetime.now(UTC)
