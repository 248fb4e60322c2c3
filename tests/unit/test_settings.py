"""What an organisation sets: from its file, from the environment, and what is said when a value cannot be used."""

import os
from datetime import date
from pathlib import Path

import pytest

from partner_dashboard import settings
from partner_dashboard.errors import SettingsError
from partner_dashboard.settings import (
    DATA_VARIABLE,
    DATABASE_VARIABLE,
    HOME_VARIABLE,
    Settings,
    data_folder,
    database,
    installed,
    load,
)
from partner_dashboard.texts import LANGUAGES
from tests.organisations import small


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the desk may have set."""
    for name in os.environ:
        if name.startswith("PARTNER_DASHBOARD_"):
            monkeypatch.delenv(name)


def written(folder: Path, text: str) -> Path:
    (folder / settings.FILE).write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path) -> dict[str, object]:
    with pytest.raises(SettingsError) as refused:
        load(folder)
    return refused.value.values


def test_a_folder_without_settings_gets_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()
    assert (load(tmp_path).languages, load(tmp_path).living_years, load(tmp_path).homes) == (("en", "de"), 5, ())


def test_the_file_is_read(tmp_path: Path) -> None:
    held = load(small(tmp_path))
    assert (held.name.en, held.name.de) == ("Nordlys and the world", "Nordlys und die Welt")
    assert (held.homes, held.as_of, held.living_years) == (("nordlys", "nordlys-svalbard"), date(2026, 3, 1), 4)
    assert (held.primary_light, held.scheme) == ("#5B2A86", "own")


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(tmp_path)
    monkeypatch.setenv("PARTNER_DASHBOARD_LIVING_YEARS", "9")
    monkeypatch.setenv("PARTNER_DASHBOARD_NAME__EN", "Northern lights")
    monkeypatch.setenv("PARTNER_DASHBOARD_HOMES", "nordlys-svalbard, nordlys,")
    monkeypatch.setenv("PARTNER_DASHBOARD_AS_OF", "2020-02-29")
    held = load(tmp_path)
    assert (held.living_years, held.homes, held.as_of) == (9, ("nordlys-svalbard", "nordlys"), date(2020, 2, 29))
    assert (held.name.en, held.name.de) == ("Northern lights", "Nordlys und die Welt")


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ('primary_light = "blue"', "primary_light"),
        ("living_years = 0", "living_years"),
        ("living_years = 99", "living_years"),
        ('as_of = "yesterday"', "as_of"),
        ('languages = ["en", "fr"]', "languages.1"),
        ("languages = []", "languages"),
        ("homes = 3", "homes"),
        ('[name]\nen = "Only English"', "name.de"),
    ],
)
def test_a_value_that_cannot_be_used_names_file_and_setting(tmp_path: Path, text: str, setting: str) -> None:
    values = refusal(written(tmp_path, text))
    assert (values["file"], values["setting"]) == (str(tmp_path / settings.FILE), setting)
    assert values["reason"]


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    values = refusal(written(tmp_path, "name = «Nordlys»"))
    assert (values["file"], values["setting"]) == (str(tmp_path / settings.FILE), "")
    assert values["reason"]


@pytest.mark.parametrize(
    ("variable", "value", "setting"),
    [
        ("PARTNER_DASHBOARD_LIVING_YEARS", "many", "living_years"),
        ("PARTNER_DASHBOARD_LANGUAGES", "en,fr", "languages.1"),
        ("PARTNER_DASHBOARD_LANGUAGES", "", "languages"),
        ("PARTNER_DASHBOARD_NAME", "Nordlys", "name"),
    ],
)
def test_a_variable_that_cannot_be_used_names_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, setting: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert refusal(tmp_path)["setting"] == setting


def test_a_setting_of_a_later_version_is_no_harm(tmp_path: Path) -> None:
    assert load(written(tmp_path, 'favourite_animal = "moose"')) == Settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().living_years = 3


def test_every_setting_is_explained() -> None:
    assert [name for name, held in Settings.model_fields.items() if not held.description] == []


def test_every_language_on_offer_has_texts() -> None:
    assert Settings().languages == LANGUAGES


def test_the_environment_says_where_the_data_is(tmp_path: Path) -> None:
    assert data_folder({DATA_VARIABLE: str(tmp_path)}) == tmp_path.resolve()
    assert data_folder({DATA_VARIABLE: ""}) == installed("data")
    assert data_folder({}) == installed("data")


def test_the_demonstration_data_is_part_of_the_installation() -> None:
    assert (installed("data") / "partnerships.csv").is_file()


def test_each_folder_of_data_has_a_store_of_its_own(tmp_path: Path) -> None:
    environment = {HOME_VARIABLE: str(tmp_path)}
    stores = {database(folder, environment) for folder in (tmp_path / "a" / "data", tmp_path / "b" / "data")}
    assert len(stores) == 2
    assert {Path(store).parent for store in stores} == {tmp_path}
    assert database(installed("data"), environment) == str(tmp_path / "demonstration.db")


def test_a_database_that_the_environment_names_is_used_for_every_folder(tmp_path: Path) -> None:
    environment = {DATABASE_VARIABLE: "postgresql+psycopg://host/name"}
    assert database(tmp_path, environment) == "postgresql+psycopg://host/name"
