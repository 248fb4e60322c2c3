"""From numbers, names and dates to how they stand within a sentence of the speech line."""

from partner_dashboard import dates, regions
from partner_dashboard.dossier.subject import Kind
from partner_dashboard.texts import Texts

LAST_IN_WORDS = 12
"""Numbers up to this one are written in words, as both languages want it in running text."""


def number(value: int, t: Texts) -> str:
    """Write a number as it stands in running text: «three», «12,000»."""
    return t(f"speech.number_{value}") if 0 <= value <= LAST_IN_WORDS else t.number(value)


def counted(key: str, count: int, t: Texts, **values: object) -> str:
    """Say a sentence of the speech line that counts, with its number in words."""
    return t(key, count=count, number=number(count, t), **values)


def where(kind: Kind, key: str, name: str, t: Texts) -> str:
    """Say where something is, with the preposition and article of the place, or what it is about; begins a sentence."""
    if kind == "country":
        return in_country(key, t)
    if kind == "city":
        return t("speech.in_place", name=name)
    return t("speech.in_region", name=name) if kind == "region" else name


def in_country(code: str, t: Texts) -> str:
    """Say that something is in a country, as a sentence begins."""
    own = f"speech.in.{code.casefold()}"
    return t(own) if t.has(own) else t("speech.in_place", name=regions.country_name(code, t.language))


def since(edtf: str, t: Texts) -> str:
    """Say from when on, an empty text where nobody knows."""
    return dates.since(dates.parse(edtf), t.language)


def opening(text: str) -> str:
    """Write words as they stand at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def within(label: str) -> str:
    """Write a label as it stands within a sentence."""
    return label[:1].lower() + label[1:]


INNER_QUOTES = {"de": str.maketrans("„“", "‚‘"), "en": str.maketrans("“”", "‘’")}


def quoted(text: str, t: Texts) -> str:
    """Write a title as it stands within quotation marks: its own become single ones."""
    return text.translate(INNER_QUOTES[t.language])
