"""What is served beside Streamlit: rows and shapes by address, and headers that keep readers in the house."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from partner_dashboard import server, ui

STREAMLITS_PAGE = Path(streamlit.__file__).with_name("static") / "index.html"
ROWS = [{"name": "Kraków «x»", "lat": 50.06}]
HTML = {"accept": "text/html,application/xhtml+xml"}


async def own_page(request: Request) -> Response:
    if "if-none-match" in request.headers:
        return Response(status_code=304)
    return FileResponse(STREAMLITS_PAGE, media_type="text/html")


async def own_policy(request: Request) -> Response:
    return HTMLResponse("x", headers={"Content-Security-Policy": "default-src *", "X-Content-Type-Options": "none"})


@pytest.fixture
def client() -> Iterator[TestClient]:
    routes = [*server.routes(), Route("/", own_page), Route("/foreign", own_policy)]
    with TestClient(Starlette(routes=routes, middleware=server.middleware())) as client:
        yield client


# --- rows by address ---------------------------------------------------------------------------------------------


def test_rows_are_served_compressed_and_may_be_kept_for_ever(client: TestClient) -> None:
    answer = client.get(ui.PAYLOADS.address(ROWS), headers={"accept-encoding": "gzip, br"})
    assert (answer.status_code, answer.json()) == (200, ROWS)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"


def test_who_cannot_unpack_gets_rows_unpacked(client: TestClient) -> None:
    answer = client.get(ui.PAYLOADS.address(ROWS), headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert json.loads(answer.content) == ROWS
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize("name", ["0" * 20 + ".json", "x", "..%2f..%2fapp.py", ".", "a" * 5000])
def test_rows_that_nobody_keeps_are_gone(client: TestClient, name: str) -> None:
    assert client.get(f"/data/{name}").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_rows_can_only_be_read(client: TestClient, method: str) -> None:
    assert client.request(method, ui.PAYLOADS.address(ROWS)).status_code == 405


# --- shapes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["world_110m.geojson", "world_50m.geojson", "plotly/world_110m.json", "centroids.json"]
)
def test_shapes_are_served_from_this_house_and_kept_for_ever(client: TestClient, name: str) -> None:
    answer = client.get(ui.shape_address(name), headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()


@pytest.mark.parametrize(
    "name",
    [
        "none.geojson", "../icon.png", "..%2ficon.png", "%2e%2e/icon.png", "..%2f..%2f..%2fsettings.py", "plotly",
        "plotly/", "/etc/passwd", "%2fetc%2fpasswd",
        "plotly/..%2f..%2ficon.png", "world_110m.geojson%00", "..\\icon.png",
        "", "README.md/..", "C:%5cwindows",
    ],
)  # fmt: skip
def test_nothing_but_shapes_can_be_reached(client: TestClient, name: str) -> None:
    assert client.get(f"/shapes/1/{name}").status_code == 404


# --- headers -----------------------------------------------------------------------------------------------------


def policy_of(answer_headers: object) -> dict[str, set[str]]:
    parts = (part.split() for part in str(answer_headers).split("; "))
    return {name: set(values) for name, *values in parts}


@pytest.mark.parametrize("path", ["/", "/foreign", "/shapes/1/centroids.json", "/data/none", "/nowhere"])
def test_every_answer_keeps_the_reader_in_this_house(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    rules = policy_of(headers["content-security-policy"])
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == {"'self'"}
    assert rules["object-src"] == {"'none'"}
    assert rules["connect-src"] == {"'self'"}
    assert rules["img-src"] == {"'self'", "data:", "blob:"}
    assert "'unsafe-inline'" not in rules["script-src"]
    assert "'unsafe-eval'" not in rules["script-src"]
    assert not any("http" in value or "*" in value for values in rules.values() for value in values)
    assert headers.get_list("content-security-policy") == [headers["content-security-policy"]]
    assert headers.get_list("x-content-type-options") == ["nosniff"]
    assert headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]


def test_the_only_scripts_allowed_inline_are_those_of_the_installed_streamlit(client: TestClient) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", STREAMLITS_PAGE.read_text(encoding="utf-8"), re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts}
    rules = policy_of(client.get("/").headers["content-security-policy"])
    assert hashes
    assert rules["script-src"] == {"'self'", "'wasm-unsafe-eval'", *hashes}


def test_who_may_frame_the_dashboard_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNER_DASHBOARD_FRAME_ANCESTORS", "https://www.nordlys.example")
    assert policy_of(server.policy())["frame-ancestors"] == {"https://www.nordlys.example"}


# --- the language of the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "spoken", "language"),
    [
        ("", "de-DE,de;q=0.9,en;q=0.8", "de"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "fr-FR", "en"),
        ("", "", "en"),
        ("?lang=de", "en-GB", "de"),
        ("?lang=en", "de-DE", "en"),
        ("?lang=xx", "de-DE", "de"),
        ("?lang=de&lang=en", "de-DE", "en"),
        ("?lang=%22%3E%3Cscript%3E", "DE", "de"),
    ],
)
def test_the_page_says_its_language_and_keeps_its_length(
    client: TestClient, query: str, spoken: str, language: str
) -> None:
    answer = client.get(f"/{query}", headers=HTML | {"accept-language": spoken})
    assert re.findall(r'<html lang="([^"]*)"', answer.text) == [language]
    assert len(answer.content) == int(answer.headers["content-length"]) == STREAMLITS_PAGE.stat().st_size


def test_a_page_is_sent_whole_so_that_another_language_is_never_taken_for_it(client: TestClient) -> None:
    first = client.get("/", headers=HTML | {"accept-language": "en"})
    again = client.get(
        "/", headers=HTML | {"accept-language": "de", "if-none-match": first.headers["etag"], "accept-encoding": "gzip"}
    )
    assert (again.status_code, "content-encoding" in again.headers) == (200, False)
    assert '<html lang="de">' in again.text


def test_what_is_no_page_stays_as_it_is(client: TestClient) -> None:
    answer = client.get("/?lang=de", headers={"accept": "*/*"})
    assert answer.content == STREAMLITS_PAGE.read_bytes()


# --- the house ---------------------------------------------------------------------------------------------------


def test_the_server_never_asks_for_its_outer_address() -> None:
    from streamlit import net_util

    server.keep_in_house()
    assert not net_util.get_external_ip()


@contextmanager
def colours() -> Iterator[dict[str, str]]:
    from streamlit import config

    names = ("theme.light.primaryColor", "theme.dark.primaryColor")
    before = {name: config.get_option(name) for name in names}
    found: dict[str, str] = {}
    try:
        yield found
        found |= {name.split(".")[1]: config.get_option(name) for name in names}
    finally:
        for name, colour in before.items():
            config.set_option(name, colour)


def test_the_dashboard_wears_the_colours_of_its_organisation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.organisations import small

    monkeypatch.setenv("PARTNER_DASHBOARD_DATA", str(small(tmp_path)))
    with colours() as worn:
        server.dress()
    assert worn == {"light": "#5B2A86", "dark": "#C9A6F2"}


def test_settings_that_cannot_be_used_do_not_keep_the_server_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dashboard.toml").write_text("living_years = 0", encoding="utf-8")
    monkeypatch.setenv("PARTNER_DASHBOARD_DATA", str(tmp_path))
    server.dress()


def test_rows_are_kept_as_compressed_json() -> None:
    body = ui.PAYLOADS.body(ui.PAYLOADS.address(ROWS).rsplit("/", 1)[1])
    assert body is not None
    assert json.loads(gzip.decompress(body)) == ROWS
