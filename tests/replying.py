"""A geocoding service on this machine that answers, or fails to, as a test wishes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: Event | None = None


@dataclass
class Replying:
    """A service on this machine that gives the replies in turn, the last one for ever, and notes what it was asked."""

    replies: list[Reply]
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    address: str = ""
    came: Condition = field(default_factory=Condition)

    def wait_for(self, count: int, seconds: float = 30.0) -> None:
        """Wait until so many questions have come."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.asked) >= count, seconds)

    def reply(self, path: str, agent: str) -> Reply:
        with self.came:
            self.asked.append(parse_qs(urlsplit(path).query))
            self.agents.append(agent)
            self.came.notify_all()
        return self.replies[min(len(self.asked), len(self.replies)) - 1]


@contextmanager
def answering() -> Iterator[Replying]:
    """Run a service that gives replies in turn, for as long as somebody is inside."""
    replying = Replying([])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = replying.reply(self.path, self.headers["User-Agent"])
            if reply.after:
                reply.after.wait(10)
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if not (reply.after and reply.after.is_set()):
                self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    replying.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield replying
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(body: object, status: int = 200, **headers: str) -> Reply:
    return Reply(json.dumps(body).encode(), status, {name.replace("_", "-"): value for name, value in headers.items()})
