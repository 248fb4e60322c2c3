"""From bytes to text: by proof where there is one, else by what makes words, and then it is said.

byte order mark → zero bytes in every second place → strict UTF-8 → UTF-8 with foreign lines → Windows-1252 and others
"""

import codecs
import re
import struct
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

from partner_dashboard.intake.reading.signs import ANY_SIGNS, PLAIN, Signs
from partner_dashboard.intake.reading.table import refusal
from partner_dashboard.problems import Problem

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; UTF-32 before UTF-16, whose mark it begins with."""

CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
PRINTABLE = bytes(set(range(256)) - set(CONTROLS))
LEGACY = ("cp1252", "cp1250", "mac_roman", "cp850")
"""What offices in Europe wrote before UTF-8, in the order in which they are believed."""

SURROGATE, MARKED = 0xDC00, 0x10FF00
FOREIGN = {MARKED + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""What a byte that is no UTF-8 means in Windows-1252; it travels through the text as a sign of private use."""

WESTERN = frozenset("ÄÖÜäöüßÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÝàáâãåæçèéêëìíîïñòóôõøùúûýÿŒœ")
CENTRAL = frozenset("ĄĆĘŁŃŚŹŻąćęłńśźżČĎĚŇŘŠŤŮŽčďěňřšťůžŐőŰűĂăÂâÎîŞşŢţĐđĽľĹĺ")
AROUND = re.compile(r"[^\W\d_]?[^\x00-\x7f]+[^\W\d_]?")
ESCAPED = re.compile(rb"\x1b\$[@B)(]|\x1b\([BJ]")
CHINESE = re.compile(rb"~\{(?:[!-}][!-~])+~\}")
SEVEN_BITS = re.compile(rb"\+[A-Za-z0-9+/]{3,}-")
"""How text in seven bits looks: ISO 2022, HZ and UTF-7."""

ENOUGH = 400_000
"""How many characters are looked at to weigh an encoding; what is said about the lines after them is still checked."""


@dataclass(frozen=True)
class Decoded:
    """A text in UTF-8, the name of the encoding it came in, and what was assumed.

    `is_mixed` where bytes of another encoding are in it; `is_guessed` where nothing proves the encoding. A large text
    is seldom needed as letters, which take up to four times the room. `odd` are its bytes that are not PLAIN, where
    they are known already.
    """

    utf8: bytes = field(repr=False)
    encoding: str
    problems: tuple[Problem, ...] = ()
    is_mixed: bool = False
    is_guessed: bool = False
    odd: bytes | None = field(default=None, repr=False)

    @property
    def is_legacy(self) -> bool:
        """Whether the encoding has no sign for most letters of the world."""
        return not self.encoding.startswith("utf")

    @cached_property
    def text(self) -> str:
        """The text as letters."""
        return self.utf8.decode()

    def beginning(self, most: int) -> str:
        """Give so many letters from the beginning."""
        return self.utf8[: 4 * most].decode(errors="ignore")[:most]

    def first_lines(self, count: int, most: int) -> str:
        """Give at least so many lines from the beginning, but no more than `most` letters."""
        end = 0
        for _ in range(count):
            end = self.utf8.find(b"\n", end) + 1 or len(self.utf8)
        return self.utf8[: min(end, 4 * most)].decode(errors="ignore")[:most]

    @cached_property
    def signs(self) -> Signs:
        """Which signs occur in the text at all."""
        if self.is_mixed:
            return ANY_SIGNS
        return Signs.of_utf8(self.utf8, odd_of(self.utf8) if self.odd is None else self.odd)


def decode(data: bytes, hint: str = "") -> Decoded:
    """Turn bytes into text, without byte order marks.

    Raises: UnreadableFileError where the bytes are no text, or not in the encoding that the hint names.
    """
    if hint:
        return _strictly(data, hint)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _unicode(data, encoding) if encoding == "utf-8-sig" else _strictly(data, encoding)
    if wide := _without_mark(data):
        return _strictly(data, wide)
    odd = odd_of(data)
    _refuse_binary(data, odd)
    return _unicode(data, "utf-8", odd)


def line_of(data: bytes, offset: int) -> int:
    """Count the line on which a byte stands, from 1; CRLF, LF and CR end a line."""
    before = data[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _strictly(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding).encode(), encoding)
    except UnicodeDecodeError as problem:
        raise refusal("undecodable", line_of(data, problem.start), value=encoding) from problem
    except (LookupError, ValueError) as problem:
        raise refusal("unknown_encoding", value=encoding) from problem


def _without_mark(data: bytes) -> str:
    """Say whether every second byte of an unmarked text is mostly zero: UTF-16."""
    beginning = data[:4096]
    if b"\x00" not in beginning or len(beginning) < 4:
        return ""
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    enough = len(beginning) // 20
    if odd > enough and even * 20 <= odd:
        return "utf-16-le"
    return "utf-16-be" if even > enough and odd * 20 <= even else ""


def odd_of(data: bytes) -> bytes:
    """Give the bytes of a text that are not PLAIN."""
    return data.translate(None, PLAIN)


def _refuse_binary(data: bytes, odd: bytes) -> None:
    """Refuse bytes with more control characters than a text has by accident."""
    controls = odd.translate(None, PRINTABLE)
    if len(controls) > 8 and len(controls) * 200 > len(data):
        first = next(place for place, byte in enumerate(data) if byte in CONTROLS)
        raise refusal("binary", line_of(data, first))


def _unicode(data: bytes, encoding: str, odd: bytes | None = None) -> Decoded:
    _refuse_seven_bits(data)
    if is_utf8(data):
        return Decoded(data if encoding == "utf-8" else data.removeprefix(codecs.BOM_UTF8), encoding, odd=odd)
    if encoding == "utf-8" and not _mostly_unicode(data):
        return _legacy(data)
    text = data.decode(encoding, "surrogateescape")
    marked = text.translate({SURROGATE + byte: MARKED + byte for byte in range(0x80, 0x100)})
    return Decoded(marked.encode(), encoding, is_mixed=True)


def is_utf8(data: bytes) -> bool:
    """Whether bytes are strict UTF-8; pyarrow says so in a twentieth of the time of making a text of them."""
    ends = pa.py_buffer(struct.pack("=qq", 0, len(data)))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(data)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _refuse_seven_bits(data: bytes) -> None:
    """Refuse a text that writes the letters of the world in ASCII, so that it would be read as it stands."""
    if data.find(b"\x1b") >= 0 and (found := ESCAPED.search(data)):
        raise refusal("encoding_unclear", line_of(data, found.start()), value="iso2022")
    if data.find(b"~{") >= 0 and (found := CHINESE.search(data)):
        raise refusal("encoding_unclear", line_of(data, found.start()), value="hz")
    for found in SEVEN_BITS.finditer(data):
        letters = found[0].decode("utf-7", "replace")
        if all("\x7f" < letter < "\u0250" for letter in letters):
            raise refusal("encoding_unclear", line_of(data, found.start()), value="utf-7")


def _mostly_unicode(data: bytes) -> bool:
    """Whether more lines are proof of UTF-8 than of something else."""
    proof = against = 0
    for line in data.splitlines():
        if not line.isascii():
            is_proof = _is_unicode(line)
            proof, against = proof + is_proof, against + (not is_proof)
    return proof >= against


def _is_unicode(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _legacy(data: bytes) -> Decoded:
    """Choose the encoding whose words look most like words, and say that it was assumed.

    Raises: UnreadableFileError where the words look like none of those that offices in Europe used.
    """
    first = _first_foreign(data)
    sample = data[max(0, first - 1) :][:ENOUGH]
    foreign = b"\n".join(line for line in sample.splitlines() if not line.isascii() and not _is_unicode(line))
    encoding = _likeliest(foreign or sample)
    if encoding not in LEGACY:
        raise refusal("encoding_unclear", line_of(data, first), value=encoding)
    _refuse_implausible(foreign.decode(encoding, "replace"), encoding, line_of(data, first))
    assumed = Problem("encoding_assumed", "", 0, value=encoding)
    return Decoded(data.decode(encoding, "replace").encode(), encoding, (assumed,), is_guessed=True)


def _first_foreign(data: bytes) -> int:
    """Give the place of the first byte that is no UTF-8."""
    try:
        return len(data.decode())
    except UnicodeDecodeError as problem:
        return problem.start


def _refuse_implausible(text: str, encoding: str, line: int) -> None:
    """Refuse letters of which, read in the likeliest way, more than every second does not make a word."""
    places = len(AROUND.findall(text))
    if places and cost(text) * 2 > places:
        raise refusal("encoding_unclear", line, value=encoding)


def _likeliest(sample: bytes) -> str:
    costs = {encoding: cost(sample.decode(encoding, "replace")) for encoding in LEGACY}
    if costs["cp1252"] == 0:
        return "cp1252"
    if min(costs.values()) > 0 and (proposed := _proposed(sample)):
        costs[proposed] = cost(sample.decode(proposed, "replace"))
    return min(costs, key=lambda encoding: costs[encoding] + (0 if encoding == "cp1252" else 1))


def _proposed(sample: bytes) -> str:
    """Ask charset-normalizer; it may name what we know nothing about, as Cyrillic or Japanese."""
    # Imported here: only a file in none of the usual encodings needs it, and it takes 30 ms.
    import charset_normalizer

    best = charset_normalizer.from_bytes(sample[:50_000]).best()
    return "" if best is None or best.encoding in LEGACY or best.encoding.startswith("utf") else str(best.encoding)


def cost(text: str) -> float:
    """Weigh how little the letters beyond ASCII of a text look like words, from 0 for not at all.

    Signs within words, capitals after small letters and unused codes count most, letters that are rare in the west of
    Europe a little.
    """
    total = 0.0
    for found in AROUND.finditer(text):
        total += sum(_cost_of(found[0], place) for place in range(len(found[0])))
    return total + 2 * len(re.findall(r"[\x80-\x9f\ufffd]", text))


def _cost_of(word: str, place: int) -> float:
    letter = word[place]
    if letter.isascii() or letter in "’‘–—-“”„«»…·\xa0\xad":
        inside = 0 < place < len(word) - 1 and letter in "“”„«»…"
        return 1.0 if inside and word[place - 1].isalpha() and word[place + 1].isalpha() else 0.0
    if not letter.isalpha() or letter in "ªºƒµ":
        return 1.0 if 0 < place < len(word) - 1 else 0.1
    if place and letter.isupper() and word[place - 1].islower():
        return 1.0
    return 0.0 if letter in WESTERN else 0.2 if letter in CENTRAL else 0.5
