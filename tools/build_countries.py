"""From CLDR's names of the countries in all languages to the table that `places.countries` looks names up in.

Run it after a new Babel or a change in `country_words.toml`: what it writes is committed, because reading 700 locales
takes seconds. The same Babel writes the same bytes. Source: Unicode CLDR by Babel (licence Unicode-3.0).
"""

import csv
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, localedata
from babel.core import get_global
from rapidfuzz import process
from rapidfuzz.distance import OSA

from partner_dashboard.names import keys
from partner_dashboard.regions import NOT_COUNTRIES, country_codes

FOLDER = Path(__file__).parents[1] / "src" / "partner_dashboard" / "places" / "data"
WORDS = FOLDER / "country_words.toml"
NAMES = FOLDER / "country_names.csv"

INVENTED = {"tok", "vo", "ia", "io", "jbo", "eo"}
"""Invented languages, whose names hit others': in Toki Pona, Latvia is «Malawi»."""

WITHIN = {"AC": "SH", "CP": "FR", "CQ": "GG", "DG": "IO", "EA": "ES", "IC": "ES", "TA": "SH"}
"""Parts with a code and a name in CLDR that ISO 3166-1 gives no code of their own."""

MANY_MORE = 10
"""Where two countries share a name, in how many times more locales one must bear it to have it."""

READERS = ("en", "de")
"""The languages of our own texts; their names come first."""

NEIGHBOURS = (
    *("ar", "bg", "bs", "ca", "cs", "da", "el", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "he", "hi", "hr", "hu"),
    *("id", "is", "it", "ja", "ko", "lt", "lv", "mk", "ms", "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk"),
    *("sl", "sq", "sr", "sv", "th", "tr", "uk", "vi", "zh"),
)
"""Languages that partners write in. Names in all others that look like a typo of an English or German one stay open."""

ONE_LETTER = 1

Bearers = dict[str, Counter[str]]
Words = dict[str, dict[str, list[str]]]


def main() -> None:
    """Write the table."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    tables = names_of(words)
    codes = sorted(country_codes())
    with NAMES.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("code", "iso_codes", "other_codes", *tables))
        for code in ("", *codes):
            names = (sorted(key for key, held in table.items() if held == code) for table in tables.values())
            parts = (iso_codes(code), sorted(words["codes"].get(code, ())), *names)
            rows.writerow((code, *("|".join(part) for part in parts)))
    print(f"{NAMES.name}: {len(codes)} countries, {sum(map(len, tables.values()))} names")


def names_of(words: Words) -> dict[str, dict[str, str]]:
    """Give the keys of all names with their country, "" where it is open, from near to far; each stands once."""
    own = {key: code for code, names in words["names"].items() for name in names for key in keys(name)}
    own |= {key: "" for name in words["refused"]["words"] for key in keys(name)}
    near = settled(bearers(READERS)) | own
    next_door = settled(bearers(NEIGHBOURS))
    far = {key: clear(key, code, near) for key, code in settled(bearers(everywhere())).items()}
    return {
        "names": near,
        "neighbours": {key: code for key, code in next_door.items() if key not in near},
        "elsewhere": {key: code for key, code in far.items() if key not in near | next_door},
    }


def everywhere() -> tuple[str, ...]:
    """Give every locale of a language that people speak."""
    return tuple(locale for locale in localedata.locale_identifiers() if locale.split("_")[0] not in INVENTED)


def bearers(locales: tuple[str, ...]) -> Bearers:
    """Count for each key of a name in how many locales which country bears it; regions of the world bear it as ""."""
    found: Bearers = defaultdict(Counter)
    for locale in locales:
        for written, name in Locale.parse(locale).territories.items():
            for key in forms(name):
                found[key][meant(written)] += 1
    return found


def forms(name: str) -> Iterator[str]:
    """Give the keys of a name, with and without what stands in brackets."""
    yield from keys(name)
    if "(" in name:
        yield from keys(name.partition("(")[0]) - {""}


def meant(territory: str) -> str:
    """Give the country that a territory of CLDR is or lies in, "" for regions and unions."""
    code = WITHIN.get(territory, territory)
    return code if len(code) == 2 and code not in NOT_COUNTRIES else ""


def settled(found: Bearers) -> dict[str, str]:
    """Give each key to the country that bears it nearly everywhere; to none where several do."""
    return {key: winner(counted) for key, counted in found.items()}


def winner(counted: Counter[str]) -> str:
    """Give the country of a name, "" where another bears it too often, or where it is more often a region."""
    (first, times), *others = counted.most_common(2)
    clear_by = 1 if others and not others[0][0] else MANY_MORE
    return first if not others or times >= clear_by * others[0][1] else ""


def clear(key: str, code: str, near: dict[str, str]) -> str:
    """Give the country of a name, "" where it is one letter away from another's that readers know."""
    found = process.extract_iter(key, near.keys(), scorer=OSA.distance, score_cutoff=ONE_LETTER)
    return code if all(near[name] == code for name, _, _ in found) else ""


def iso_codes(code: str) -> list[str]:
    """Give every code of ISO 3166 that means this country alone; of the former ones no alpha-2 (MI was Midway)."""
    aliases = get_global("territory_aliases")
    return sorted(
        {code, *(alias for alias, held in aliases.items() if len(alias) == 3 and list(held) == [code])} - {""}
    )


if __name__ == "__main__":
    main()
