"""From one settings file and the environment to what makes a dataset a university's own.

`dashboard.toml` lies beside the data; every value can be set by an environment variable `PARTNER_DASHBOARD_…`, which
wins. Three more variables say where things lie: `PARTNER_DASHBOARD_DATA` the folder of data,
`PARTNER_DASHBOARD_DATABASE` the store of the editions, `PARTNER_DASHBOARD_HOME` the folder for what this installation
keeps, which is the store and the gazetteers.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnreadableVariableError

from partner_dashboard.errors import SettingsError

DATA_VARIABLE = "PARTNER_DASHBOARD_DATA"
DATABASE_VARIABLE = "PARTNER_DASHBOARD_DATABASE"
HOME_VARIABLE = "PARTNER_DASHBOARD_HOME"
FILE = "dashboard.toml"


def _listed(value: object) -> object:
    """Split a list that an environment variable writes with commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class Words(BaseModel):
    """A text of the organisation's own, in both languages."""

    model_config = ConfigDict(frozen=True)

    en: str
    de: str

    def in_language(self, language: str) -> str:
        """Give the text in a language."""
        return self.de if language == "de" else self.en


class Geocoder(BaseModel):
    """An online service that may be asked where something is; without a name there is none, and nobody is asked."""

    model_config = ConfigDict(frozen=True)

    service: str = ""
    address: str = ""
    contact: str = ""
    key: str = ""
    pause: Annotated[float, Field(ge=0)] = 1.0
    timeout: Annotated[float, Field(gt=0)] = 10.0
    wait: Annotated[float, Field(ge=0)] = 5.0


class Settings(BaseSettings):
    """What an organisation sets to make the dashboard its own."""

    model_config = SettingsConfigDict(
        env_prefix="PARTNER_DASHBOARD_", env_nested_delimiter="__", frozen=True, extra="ignore"
    )

    name: Words = Field(
        Words(en="Global partnerships", de="Partnerschaften weltweit"), description="Title of the dashboard"
    )
    organisation: Words = Field(Words(en="", de=""), description="Who shows it")
    logo: str = Field("", description="File beside the data, SVG or PNG; empty shows the name alone")
    logo_dark: str = Field("", description="The same for the dark theme; empty uses the logo")
    homes: Listed = Field((), description="Home institutions by id, in order; empty takes them from the rows")
    main_home: str = Field("", description="Where arcs start; empty is the first home institution")
    home_country: str = Field("", description="ISO code of the country that is not abroad; empty is the main home's")
    as_of: date | None = Field(None, description="Day the data speaks of; empty is the newest date in the rows")
    primary_light: Colour = Field("#003560", description="Colour of buttons and links, light theme")
    primary_dark: Colour = Field("#A9C93B", description="The same, dark theme")
    home_light: Colour = Field("#5E7A00", description="Colour of the home campus on maps, light theme")
    home_dark: Colour = Field("#A9C93B", description="The same, dark theme")
    languages: Annotated[tuple[Literal["en", "de"], ...], NoDecode, BeforeValidator(_listed)] = Field(
        ("en", "de"), min_length=1, description="Offered languages; the first is kept"
    )
    scheme: str = Field("m49", description="Region scheme shown first")
    default_view: str = Field("", description="Filters that apply when a link names none, written as in an address")
    living_years: int = Field(5, ge=1, le=50, description="Years within which a sign of life counts")
    geocoder: Geocoder = Field(
        Geocoder(),
        description="Online service that may be asked for places, by geopy's name (nominatim, photon, pelias …), with "
        "address, contact, key; pause, timeout and wait before another try in seconds; only «Places» and the command "
        "line ask it, and only when told to; empty asks nobody",
    )
    contact: Words = Field(Words(en="", de=""), description="Whom to ask: a sentence with a mailbox or page")
    licence: Words = Field(Words(en="", de=""), description="Licence of the data")
    origin: Words = Field(Words(en="", de=""), description="Where the data comes from, one paragraph")

    def primary(self, theme: str) -> str:
        """Give the colour of buttons and links in a theme."""
        return self.primary_dark if theme == "dark" else self.primary_light

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file; the file comes as arguments."""
        return env_settings, init_settings


def load(folder: Path) -> Settings:
    """Read the settings of a folder of data; a folder without the file gets the defaults.

    Raises: SettingsError naming the file, the setting and what is wrong with it.
    """
    file = folder / FILE
    values: dict[str, Any] = {}
    if file.is_file():
        try:
            values = TomlConfigSettingsSource(Settings, file)()
        except (ValueError, OSError) as problem:
            raise SettingsError(file=str(file), setting="", reason=str(problem)) from problem
    try:
        return Settings(**values)
    except ValidationError as problem:
        first = problem.errors()[0]
        setting = ".".join(str(part) for part in first["loc"])
        raise SettingsError(file=str(file), setting=setting, reason=first["msg"]) from problem
    except UnreadableVariableError as problem:  # a text in the environment where a table is wanted
        named = re.search(r'field "(\w+)"', str(problem))
        setting = named[1] if named else ""
        raise SettingsError(file=str(file), setting=setting, reason=str(problem)) from problem


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Give the folder of the data: the one the environment names, else the demonstration data of this installation."""
    named = (os.environ if environment is None else environment).get(DATA_VARIABLE, "")
    return Path(named).expanduser().resolve() if named else installed("data")


def home_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Give the folder for what this installation keeps: as the environment says, else the user's data folder."""
    named = (os.environ if environment is None else environment).get(HOME_VARIABLE, "")
    return Path(named).expanduser().resolve() if named else platformdirs.user_data_path("partner-dashboard", False)


def database(folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Give the address of the store: as the environment says, else a SQLite file of its own for each folder of data."""
    named = (os.environ if environment is None else environment).get(DATABASE_VARIABLE, "")
    return named or str(home_folder(environment) / f"{_slug(folder)}.db")


def _slug(folder: Path) -> str:
    if folder == installed("data"):
        return "demonstration"
    return f"{folder.name}-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]}"


def installed(name: str) -> Path:
    """Give a folder that belongs to the installation: beside the source in a checkout, bundled in a wheel."""
    here = Path(__file__).parent
    bundled = here / "bundle" / name
    return bundled if bundled.exists() else here.parent.parent / name
