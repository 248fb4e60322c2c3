"""From rows ready for drawing to addresses a browser can fetch them at, once, and keep for ever.

An address names the hash of its content, so it never changes its meaning and may be cached without asking again.
Bodies are kept compressed; when there are too many, the least recently used go first.
"""

import gzip
import hashlib
import json
import threading
from collections import OrderedDict

ROUTE = "/data"
LIMIT_BYTES = 256 * 1024 * 1024


class Payloads:
    """Bodies by content address, shared by all readers of one process."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        """Keep at most `limit_bytes` of compressed bodies, but always the newest."""
        self._limit = limit_bytes
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def address(self, rows: object) -> str:
        """Keep rows as JSON and give the address they can be fetched at, a path that begins with ROUTE."""
        body = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        name = f"{hashlib.sha256(body).hexdigest()[:20]}.json"
        if self.body(name) is None:
            self._keep(name, gzip.compress(body, 6, mtime=0))  # outside the lock: nobody waits for it
        return f"{ROUTE}/{name}"

    def _keep(self, name: str, packed: bytes) -> None:
        with self._lock:
            if name not in self._bodies:
                self._bodies[name] = packed
                self._size += len(packed)
            while self._size > self._limit and len(self._bodies) > 1:
                self._size -= len(self._bodies.popitem(last=False)[1])

    def body(self, name: str) -> bytes | None:
        """Give the gzip-compressed body of an address's last part, or None where it is not kept."""
        with self._lock:
            found = self._bodies.get(name)
            if found is not None:
                self._bodies.move_to_end(name)
            return found
