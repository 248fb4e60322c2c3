"""From a command to the running application."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from partner_dashboard import settings


def serve(
    data: Annotated[
        Path | None,
        typer.Option(help="Folder of data to show instead of the demonstration data.", envvar=settings.DATA_VARIABLE),
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to answer at.", envvar="STREAMLIT_SERVER_PORT")] = None,
    address: Annotated[
        str | None, typer.Option(help="Network address to listen at.", envvar="STREAMLIT_SERVER_ADDRESS")
    ] = None,
    browser: Annotated[bool | None, typer.Option(help="Open a browser; by default where there is a display.")] = None,
) -> None:
    """Start the dashboard and say in one line where it answers."""
    from streamlit.web import cli as streamlit_cli

    if data is not None:
        if not data.is_dir():
            typer.echo(
                f"There is no folder {data}. Name a folder that holds partnerships.csv and institutions.csv.", err=True
            )
            raise typer.Exit(2)
        os.environ[settings.DATA_VARIABLE] = str(data.resolve())
    headless = not (_has_display() if browser is None else browser)
    options = [f"--server.headless={str(headless).lower()}"]
    options += [f"--server.port={port}"] if port is not None else []
    options += [f"--server.address={address}"] if address is not None else []
    launcher = settings.installed("app.py")
    sys.argv = ["streamlit", "run", str(launcher), *options]
    streamlit_cli.main(prog_name="streamlit")


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
