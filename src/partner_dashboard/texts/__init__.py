"""From keys to sentences in the reader's language, with numbers, dates and plurals by CLDR.

One folder a language, one file a room of the product: `texts/de/map.toml` holds what the page «map» says in German.
A sentence with a count is a table with the plural forms of its language (`one`, `other`, and `zero` where nothing
deserves words of its own).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from numbers import Integral, Real

from babel import Locale
from babel.numbers import format_decimal

from partner_dashboard import dates
from partner_dashboard.errors import DashboardError

LANGUAGES = ("en", "de")

Sentence = str | Mapping[str, str]


@dataclass(frozen=True)
class Texts:
    """The sentences of one language; call it with a key and the values of the sentence."""

    language: str

    def __call__(self, key: str, /, **values: object) -> str:
        """Say the sentence of a key; `count` chooses the plural form, numbers are written as the language writes them.

        Raises: KeyError with the key when the language has no such sentence (a test keeps both complete).
        """
        sentence = sentences(self.language)[key]
        if not isinstance(sentence, str):
            sentence = self._plural(sentence, values.get("count"))
        return sentence.format_map({name: self.value(value) for name, value in values.items()}) if values else sentence

    def has(self, key: str) -> bool:
        """Whether this language has a sentence of this key."""
        return key in sentences(self.language)

    def error(self, problem: DashboardError) -> str:
        """Say why we cannot go on; a reason that is a code is said by its sentence."""
        told = {name: str(value) if name == "line" else value for name, value in problem.values.items()}
        reason = str(told.get("reason", ""))
        said = self(f"refusal.{reason}", **told) if self.has(f"refusal.{reason}") else reason
        return self(problem.code, **(told | {"reason": said}))

    def value(self, value: object) -> str:
        """Write one value as this language does."""
        if isinstance(value, bool) or not isinstance(value, Real):
            return str(value)
        return self.number(float(value) if not isinstance(value, Integral) else int(value))

    def number(self, value: float) -> str:
        """Write a number with the separators of this language."""
        return format_decimal(value, locale=dates.LOCALES[self.language])

    def date(self, edtf: str) -> str:
        """Say an EDTF date, «unknown» where it is empty."""
        return dates.words(dates.parse(edtf), self.language) or self("word.unknown")

    def joined(self, parts: list[str]) -> str:
        """Join parts as this language lists them: «a, b and c»."""
        from babel.lists import format_list

        return format_list(parts, locale=dates.LOCALES[self.language])

    def _plural(self, forms: Mapping[str, str], count: object) -> str:
        if count == 0 and "zero" in forms:
            return forms["zero"]
        number = float(count) if isinstance(count, Real) else 0
        form = Locale.parse(self.language).plural_form(number)
        return forms.get(form, forms["other"])


@cache
def sentences(language: str) -> dict[str, Sentence]:
    """Give every sentence of a language by its key, `room.name`.

    Raises: ValueError when a language has no folder, or two files declare the same key.
    """
    folder = resources.files(__name__) / language
    if not folder.is_dir():
        raise ValueError(language)
    found: dict[str, Sentence] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            for key, sentence in _flat(tomllib.loads(file.read_text(encoding="utf-8"))):
                if key in found:
                    raise ValueError(f"{language}/{file.name}: {key}")
                found[key] = sentence
    return found


PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}


def _flat(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, Sentence]]:
    found: list[tuple[str, Sentence]] = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str) or (isinstance(value, dict) and "other" in value and set(value) <= PLURAL_FORMS):
            found.append((key, value))
        elif isinstance(value, dict):
            found += _flat(value, f"{key}.")
    return found
