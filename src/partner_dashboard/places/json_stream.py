"""From a large JSON file to its objects one after the other, without holding the whole."""

import json
import re
from collections.abc import Callable, Iterator
from typing import IO, Any

PART = 1 << 20
LARGEST = 16 * PART
"""No object of a register or gazetteer comes near it; without it an unclosed bracket would be read again and again."""

BETWEEN = re.compile(r"[\s,:]*")


class EndsTooEarlyError(json.JSONDecodeError):
    """The text ends in the middle."""


def objects(stream: IO[str], progress: Callable[[int], None] | None = None) -> Iterator[Any]:
    """Give what stands in a JSON array, or the values of a JSON object, as they come.

    Raises: EndsTooEarlyError where the text ends before its bracket closes, json.JSONDecodeError where it is no JSON.
    """
    reader = _Reader(stream, progress)
    opened = reader.next_sign()
    if opened not in ("[", "{"):
        raise json.JSONDecodeError("neither a list nor an object", reader.text, 0)
    reader.at += 1
    closing = "]" if opened == "[" else "}"
    while (sign := reader.next_sign()) != closing:
        value = reader.value()
        if opened == "{" and isinstance(value, str) and sign == '"':
            reader.next_sign()
            value = reader.value()
        yield value


class _Reader:
    """A text read in parts, cut off behind what was taken."""

    def __init__(self, stream: IO[str], progress: Callable[[int], None] | None) -> None:
        self._stream, self._progress = stream, progress
        self._scan = json.JSONDecoder().raw_decode
        self.text, self.at, self._read, self._ended = "", 0, 0, False

    def next_sign(self) -> str:
        """Go to the next sign that is neither white space, comma nor colon."""
        while True:
            matched = BETWEEN.match(self.text, self.at)
            self.at = matched.end() if matched else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._more():
                raise EndsTooEarlyError("the text ends too early", self.text, self.at)

    def value(self) -> Any:
        """Take the value that begins here."""
        while True:
            try:
                value, end = self._scan(self.text, self.at)
            except json.JSONDecodeError as problem:
                if len(self.text) - self.at > LARGEST:
                    raise
                if not self._more():
                    raise (
                        EndsTooEarlyError(problem.msg, problem.doc, problem.pos)
                        if self._is_at_end(problem)
                        else problem
                    ) from None
                continue
            if end < len(self.text) or not self._more():  # a number may go on in the next part
                self.at = end
                return value

    def _is_at_end(self, problem: json.JSONDecodeError) -> bool:
        """Whether nothing is wrong but that there is no more."""
        return problem.pos >= len(self.text.rstrip()) or problem.msg.startswith("Unterminated")

    def _more(self) -> bool:
        part = "" if self._ended else self._stream.read(PART)
        self._ended = not part
        if part:
            self.text, self.at = self.text[self.at :] + part, 0
            self._read += len(part)
            if self._progress:
                self._progress(self._read)
        return bool(part)
