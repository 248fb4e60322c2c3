"""From a page's name and an address to the page as Streamlit would run it, without a browser."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from partner_dashboard import settings

SHELL = Path(__file__).parents[2] / "src" / "partner_dashboard" / "shell.py"

Opening = Callable[..., AppTest]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in which the stores of these tests lie, one for each folder of data."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, home: Path) -> Opening:
    """Open a page at an address, as a reader with an English browser, on a folder of data.

    The demonstration's store is shared by all tests: whoever publishes brings a folder of their own.
    """
    monkeypatch.delenv(settings.DATABASE_VARIABLE, raising=False)
    monkeypatch.setenv(settings.HOME_VARIABLE, str(home))
    # Streamlit makes the script the main module; a process that a later test starts would run it.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])

    def opened(name: str, folder: Path | None = None, **address: str | list[str]) -> AppTest:
        monkeypatch.delenv(settings.DATA_VARIABLE, raising=False)
        if folder is not None:
            monkeypatch.setenv(settings.DATA_VARIABLE, str(folder))
        at = AppTest.from_file(str(SHELL), default_timeout=60)
        at.context = {"locale": "en-GB", "url": f"http://localhost:8501/{name}", "theme": "light"}
        for part, value in address.items():
            at.query_params[part] = value
        at.run()
        if name != "overview":
            at.switch_page(f"../../pages/{name}.py")
            for part, value in address.items():
                at.query_params[part] = value
            at.run()
        return at

    yield opened
    st.cache_resource.clear()
