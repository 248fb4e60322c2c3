"""From an HTTP request beside Streamlit's own to data by address, map shapes, and headers that keep readers safe."""

import base64
import gzip
import hashlib
import logging
import os
import re
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, net_util

from partner_dashboard import payloads, settings, ui
from partner_dashboard.editions import Edition
from partner_dashboard.errors import DashboardError
from partner_dashboard.records import Records
from partner_dashboard.texts import LANGUAGES, Texts

SHELL = Path(__file__).with_name("shell.py")
FOR_EVER = "public, max-age=31536000, immutable"


def routes() -> list[BaseRoute]:
    """Give the addresses served beside Streamlit's own."""
    base = ui.base_path()  # Streamlit does not put it before routes of ours (1.67, 2026-11-20)
    return [
        Route(f"{base}{payloads.ROUTE}/{{name}}", _rows),
        Route(f"{base}{ui.SHAPES_ROUTE}/{{stamp}}/{{name:path}}", _shape),
    ]


def middleware() -> list[Middleware]:
    """Give what every response passes through."""
    return [Middleware(Headers, languages=_offered())]


def keep_in_house() -> None:
    """Stop Streamlit from asking a foreign host for this server's outer address.

    It does so when a reader's browser names a host it does not know (`server_util.is_url_from_allowed_origins`); an
    empty answer that it already holds keeps it from asking (Streamlit 1.67, 2026-11-20).
    """
    net_util._external_ip = ""


def _offered() -> Sequence[str]:
    try:
        return settings.load(settings.data_folder()).languages
    except DashboardError:
        return LANGUAGES


def launch_options() -> dict[str, Any]:
    """Give what the environment says of the server, for `python app.py`, which does not read it by itself (1.67)."""
    said = {
        "server.port": os.environ.get("STREAMLIT_SERVER_PORT", ""),
        "server.address": os.environ.get("STREAMLIT_SERVER_ADDRESS", ""),
        "server.baseUrlPath": os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", ""),
    }
    return {option: int(value) if option == "server.port" else value for option, value in said.items() if value}


def dress() -> None:
    """Give Streamlit the colours of the organisation; its own file holds the rest of the theme."""
    try:
        chosen = settings.load(settings.data_folder())
    except DashboardError:
        return  # the shell says what is wrong, in words, to whoever opens the page
    for theme, colour in (("light", chosen.primary_light), ("dark", chosen.primary_dark)):
        config.set_option(f"theme.{theme}.primaryColor", colour)


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[dict[str, Any]]:
    """Say where the dashboard answers, and warm up while the first browser loads its scripts."""
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    yield {}


def say_what_happened(problem: Exception) -> bool:
    """Say a sentence instead of Streamlit's display of an exception, and write the whole of it to the log."""
    logging.getLogger("partner_dashboard").error("A page stopped.", exc_info=problem)
    for language in LANGUAGES:
        st.error(ui.plain(Texts(language)("error.unexpected")))
    return True


async def _rows(request: Request) -> Response:
    body = ui.PAYLOADS.body(request.path_params["name"])
    if body is None:
        return PlainTextResponse("gone", status_code=404)
    return _packed(request, body, "application/json")


async def _shape(request: Request) -> Response:
    found = _shape_body(request.path_params["name"])
    if found is None:
        return PlainTextResponse("not found", status_code=404)
    return _packed(request, found, "application/json")


@lru_cache(maxsize=64)
def _shape_body(name: str) -> bytes | None:
    file = resources.files("partner_dashboard") / "assets" / "shapes"
    for part in name.split("/"):
        if not re.fullmatch(r"[A-Za-z0-9_]+(\.[a-z]+)?", part):
            return None
        file = file / part
    return gzip.compress(file.read_bytes(), 9, mtime=0) if file.is_file() else None


def _packed(request: Request, body: bytes, media_type: str) -> Response:
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(body, media_type=media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(gzip.decompress(body), media_type=media_type, headers=headers)


def _warm_up() -> None:
    try:
        edition = ui.edition()
    except DashboardError as problem:
        sys.stdout.write(f"{Texts('en')(problem.code, **problem.values)}\n")
        return
    where = f"http://localhost:{config.get_option('server.port')}{ui.base_path()}/"
    if Path(sys.argv[0]).stem == "uvicorn":
        where = "ready where uvicorn says"  # only uvicorn knows its port
    sys.stdout.write(f"{_started(ui.records(), edition, where)}\n")
    sys.stdout.flush()
    _shape_body("world_110m.geojson")
    ui.warm_up()


def _started(records: Records, edition: Edition, where: str) -> str:
    """Say in one line where the dashboard answers, what it shows, and that a store wins over its files."""
    said = [
        f"{edition.settings.name.en}: {where}",
        f"data as of {edition.as_of:%Y-%m-%d}, edition {edition.number} of {records.store.where}",
    ]
    if records.is_new:
        said.append(f"filled from {records.folder}")
    elif records.differs_from_folder():
        said.append(f"the files in {records.folder} have changed since and are not shown; `import` publishes them")
    if edition.report.rows_left_out:
        said.append(f"{edition.report.rows_left_out} rows could not be read, see /about")
    return " · ".join(said)


class Headers:
    """Add the headers that keep a reader's browser to this server, and the reader's language to the page."""

    def __init__(self, app: ASGIApp, languages: Sequence[str] = LANGUAGES) -> None:
        """Wrap an application that offers some languages, the first of them to those who speak none."""
        self.app, self.languages = app, tuple(languages)
        self.policy = policy().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through, completing its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        asked = dict(scope["headers"])
        language = self._language(scope, asked) if b"text/html" in asked.get(b"accept", b"") else ""
        if language:
            # The page itself, a few kilobytes: sent whole and unpacked, so that its language can be said in it.
            kept = [pair for pair in scope["headers"] if pair[0] not in (b"accept-encoding", b"if-none-match")]
            scope = dict(scope) | {"headers": kept}

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [pair for pair in message["headers"] if pair[0].lower() not in OURS]
                message = {**message, "headers": [*headers, *FIXED, (b"content-security-policy", self.policy)]}
            elif language and message["type"] == "http.response.body":
                said = message.get("body", b"").replace(b'<html lang="en">', f'<html lang="{language}">'.encode(), 1)
                message = {**message, "body": said}
            await send(message)

        await self.app(scope, receive, complete)

    def _language(self, scope: Scope, asked: dict[bytes, bytes]) -> str:
        """Give the language a page is about to be drawn in: the address's, else the browser's, else the first offered.

        All are two letters, so that the length of the page stays what its header says.
        """
        named = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
        spoken = asked.get(b"accept-language", b"").decode("latin-1")[:2].casefold()
        return next((language for language in (named, spoken) if language in self.languages), self.languages[0])


FIXED: Sequence[tuple[bytes, bytes]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
)
OURS = {name for name, _ in FIXED} | {b"content-security-policy"}


def policy() -> str:
    """Give the content security policy: scripts, styles, data and frames of this server only.

    The one inline script of Streamlit's page is allowed by its hash, which is computed here because it changes with
    upgrades of Streamlit.
    """
    page = Path(st.__file__).with_name("static") / "index.html"
    inline = re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in inline
    )
    ancestors = os.environ.get("PARTNER_DASHBOARD_FRAME_ANCESTORS", "'self'")
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes} 'wasm-unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
        )
    )
