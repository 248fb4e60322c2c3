"""The wheel carries everything: installed outside the checkout, it serves pages, data and shapes."""

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, clean_environment, free_port, wait_for_health, wait_until_ready

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of what git knows, with the build backend of the lock."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_pages_data_shapes_texts_and_settings(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"bundle/pages/{path.name}" for path in (ROOT / "pages").glob("*.py")}
    wanted |= {f"bundle/data/{path.name}" for path in (ROOT / "data").iterdir() if path.is_file()}
    wanted |= {"bundle/app.py", "bundle/.streamlit/config.toml", "py.typed", "texts/de/frame.toml"}
    wanted |= {"assets/shapes/world_110m.geojson", "assets/shapes/plotly/world_110m.json", "assets/icon.png"}
    assert {name for name in wanted if f"partner_dashboard/{name}" not in held} == set()


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    """Install the wheel into a folder of its own and serve from elsewhere; only the libraries are this desk's."""
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    home, port = tmp_path / "home", free_port()
    home.mkdir()
    server = Server(f"http://127.0.0.1:{port}", home / "server.log")
    environment = clean_environment(home) | {"PYTHONPATH": str(site)}
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "partner_dashboard", "serve", "--port", str(port)], cwd=home, env=environment,
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    wait_for_health(process, server)
    yield server, site
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=20)


def test_the_installed_wheel_serves_its_own_pages_and_data(installed: tuple[Server, Path], page: Page) -> None:
    server, site = installed
    page.goto(server.url("/"))
    wait_until_ready(page)
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("159")
    assert page.get_by_test_id("stException").count() == 0
    said = server.log.read_text(encoding="utf-8")
    assert f"from {site / 'partner_dashboard' / 'bundle' / 'data'}" in said
