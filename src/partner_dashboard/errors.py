"""From a broken world to one small tree of errors, each with a code whose sentence stands in the texts.

DashboardError
├── SettingsError          dashboard.toml or an environment variable cannot be used
├── DataFolderError        the folder of the dataset is missing or holds no partnerships
├── UnreadableFileError    a file is there but is not a table we can read
├── NoSuchEditionError     the store holds no edition of this number
├── EditionMovedError      somebody published meanwhile
├── NothingChangesError    what shall be published is what stands already
├── StoreError             the store failed in a way that has no name of its own
│   ├── StoreAddressError      what was given is not the address of a store
│   ├── StoreUnreachableError  nobody answers there
│   ├── StoreBusyError         somebody else writes for too long
│   ├── StoreReadOnlyError     we may not write there
│   ├── StoreFullError         the disk is full
│   ├── StoreTextError         a text that no database keeps
│   ├── StoreDamagedError      what it holds is not what was written
│   ├── StoreForeignError      a database of something else
│   ├── StoreNewerError        a newer version of the dashboard wrote it
│   ├── StoreNotEmptyError     a backup can only be restored where nothing is
│   ├── BackupError            a file is no backup, or not a whole one
│   └── BackupNotWrittenError  a backup cannot be written where it shall
├── NoSubjectError         an address says nothing that a dossier could be about
├── DocumentError          a document cannot be set
├── ServiceSilentError     a service on the internet was asked and nobody knows, because it did not answer
└── UnknownSchemeError     a region scheme that the dataset does not declare
"""


class DashboardError(Exception):
    """Say that we cannot go on; `code` names the sentence in the texts, `values` fill it."""

    code = "error.unexpected"

    def __init__(self, **values: object) -> None:
        super().__init__(", ".join(f"{name}={value}" for name, value in values.items()))
        self.values = values


class SettingsError(DashboardError):
    """The settings of a dataset or of the environment cannot be used."""

    code = "error.settings"


class DataFolderError(DashboardError):
    """The folder of a dataset is missing or holds no partnerships."""

    code = "error.data_folder"


class UnreadableFileError(DashboardError):
    """A file is there but cannot be read as a table of text."""

    code = "error.unreadable_file"


class NoSuchEditionError(DashboardError):
    """The store holds no edition of this number."""

    code = "error.no_such_edition"


class EditionMovedError(DashboardError):
    """Somebody published after the edition that a change was based on; nothing was written."""

    code = "error.edition_moved"


class NothingChangesError(DashboardError):
    """What shall be published is what stands already; nothing was written."""

    code = "error.nothing_changes"


class StoreError(DashboardError):
    """The store failed in a way that has no name of its own; nothing is half done."""

    code = "error.store_failed"


class StoreAddressError(StoreError):
    """What was given is not the address of a store."""

    code = "error.store_address"


class StoreUnreachableError(StoreError):
    """Nobody answers at the address of the store, or the connection was lost."""

    code = "error.store_unreachable"


class StoreBusyError(StoreError):
    """Somebody else writes for longer than we wait."""

    code = "error.store_busy"


class StoreReadOnlyError(StoreError):
    """The store may not be written by us."""

    code = "error.store_read_only"


class StoreFullError(StoreError):
    """The disk of the store is full."""

    code = "error.store_full"


class StoreTextError(StoreError):
    """A cell holds a character that no database keeps."""

    code = "error.store_text"


class StoreDamagedError(StoreError):
    """What the store holds is not what was written."""

    code = "error.store_damaged"


class StoreForeignError(StoreError):
    """The database belongs to something else."""

    code = "error.store_foreign"


class StoreNewerError(StoreError):
    """A newer version of the dashboard wrote the store or the backup."""

    code = "error.store_newer"


class StoreNotEmptyError(StoreError):
    """A backup can only be restored where nothing is."""

    code = "error.store_not_empty"


class BackupError(StoreError):
    """A file is no backup, or not a whole one."""

    code = "error.backup"


class BackupNotWrittenError(StoreError):
    """A backup cannot be written where it shall."""

    code = "error.backup_not_written"


class NoSubjectError(DashboardError):
    """An address says nothing that a dossier could be about."""

    code = "error.no_subject"


class DocumentError(DashboardError):
    """A document cannot be set; `reason` is what the typesetter says."""

    code = "error.document"


class ServiceSilentError(DashboardError):
    """A service on the internet did not answer; `service` names it, `reason` is a code (see texts, silence)."""

    code = "error.service_silent"


class UnknownSchemeError(DashboardError):
    """A region scheme that the dataset does not declare."""

    code = "error.unknown_scheme"
