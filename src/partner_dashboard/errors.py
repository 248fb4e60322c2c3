"""From a broken world to one small tree of errors, each with a code whose sentence stands in the texts.

DashboardError
├── SettingsError          dashboard.toml or an environment variable cannot be used
├── DataFolderError        the folder of the dataset is missing or holds no partnerships
├── UnreadableFileError    a file is there but is not a table we can read
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


class UnknownSchemeError(DashboardError):
    """A region scheme that the dataset does not declare."""

    code = "error.unknown_scheme"
