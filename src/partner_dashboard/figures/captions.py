"""From relations and events to what is written beside their bars and marks, and what the pointer reads there.

Everything that plotly draws as markup is made literal here; `names`, `labels` and `span` give plain text.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from partner_dashboard import regions, summary
from partner_dashboard.editions import Edition
from partner_dashboard.figures.paper import wrapped
from partner_dashboard.texts import Texts

WIDTH = {"wide": 60, "narrow": 32}
"""After how many letters the pointer's words are wrapped on a screen and on a phone."""

ONGOING_RULES = ("open_ended", "auto_renew")


def names(edition: Edition, strands: pd.DataFrame, t: Texts) -> pd.Series:
    """Say the partner of each strand; where the source names only a country or region, say that."""
    said = summary.name(strands, t.language)
    return said.where(said != "", _places(edition, strands, t))


def labels(edition: Edition, strands: pd.DataFrame, t: Texts, letters: int) -> pd.Series:
    """Say the partner of each strand in so many letters: the name where it fits, else the short name and city."""
    told = zip(names(edition, strands, t), strands["short_name"], summary.city(strands, t.language), strict=True)
    return pd.Series([label(*parts, letters) for parts in told], index=strands.index, dtype=object)


def label(name: str, short: str, city: str, letters: int) -> str:
    """Say a name in so many letters, cut between words only where nothing shorter is known."""
    if len(name) <= letters:
        return name
    full = f"{short}, {city}"
    if short and city and len(full) <= letters and city.casefold() not in short.casefold():
        return full
    if short and len(short) <= letters:
        return short
    kept = name[: letters - 1]
    whole_words = kept if name[letters - 1] == " " else kept.rpartition(" ")[0]
    return f"{(whole_words if len(whole_words) > letters / 2 else kept).rstrip(' ,-')}…"


def span(strand: Mapping[Any, Any] | pd.Series, edition: Edition, t: Texts) -> str:
    """Say from when to when in words: «April 2025 – end not stated», «announced for May 2016»."""
    start, end, rule = strand["start_date"], strand["end_date"], strand["end_rule"]
    if strand["is_promised"]:
        begins = t("timeline.announced_for", date=t.date(start)) if start else t("timeline.announced_undated")
        return f"{begins} – {t.date(end)}" if end else begins
    begins = t.date(start) if start else t("timeline.start_unknown")
    if end:
        return f"{begins} – {t.date(end)}"
    if rule in ONGOING_RULES:
        return f"{begins} – {edition.codes.label('end_rule', rule, t.language)}"
    return f"{begins} – {t('timeline.end_not_stated')}"


def of_relations(edition: Edition, strands: pd.DataFrame, t: Texts, size: str = "wide") -> list[str]:
    """Say for the pointer what each strand is: name, type and home, since and until, stage, source."""
    homes = {home: summary.short_name(edition, home, t.language) for home in strands["home_institution"].unique()}
    kinds = {code: edition.codes.label("partnership_type", code, t.language) for code in strands["type"].unique()}
    columns = ["type", "home_institution", "start_date", "end_date", "end_rule", "stage", "status"]
    columns += ["source_title", "is_promised"]
    named = zip(names(edition, strands, t), strands[columns].to_dict("records"), strict=True)
    return [
        _lines(
            size,
            name,
            f"{kinds[row['type']]} · {homes[row['home_institution']]}",
            span(row, edition, t),
            standing(row["stage"], row["status"], edition, t),
            t("timeline.source", source=row["source_title"] or t("word.unknown")),
        )
        for name, row in named
    ]


def standing(stage: str, status: str, edition: Edition, t: Texts) -> str:
    """Say how far a relation has come, and its status where that says something else."""
    said = edition.codes.label("stage", stage or "unknown", t.language)
    more = edition.codes.label("status", status, t.language) if status in ("planned", "suspended", "ended") else ""
    return t("timeline.stage", stage=f"{said} · {more}" if more and more != said else said)


def of_events(edition: Edition, events: pd.DataFrame, t: Texts, size: str = "wide") -> list[str]:
    """Say for the pointer what each event is: title, kind and city, when, source."""
    told = zip(
        summary.name(events, t.language), summary.city(events, t.language), events.to_dict("records"), strict=True
    )
    return [
        _lines(
            size,
            title,
            " · ".join(part for part in (edition.codes.label("event_kind", row["kind"], t.language), city) if part),
            when(row["start_date"], row["end_date"], t),
            t("timeline.source", source=row["source_title"] or t("word.unknown")),
        )
        for title, city, row in told
    ]


def when(start: str, end: str, t: Texts) -> str:
    """Say when an event took place."""
    return t.date(start) + (f" – {t.date(end)}" if end else "")


def _lines(size: str, name: str, *lines: str) -> str:
    return "<br>".join((f"<b>{wrapped(name, WIDTH[size])}</b>", *(wrapped(line, WIDTH[size]) for line in lines)))


def _places(edition: Edition, strands: pd.DataFrame, t: Texts) -> pd.Series:
    """Say the country of strands that name no partner, else the region their source names."""
    places = zip(strands["country"], strands["region_code"], strict=True)
    return pd.Series([_place(edition, *place, t) for place in places], index=strands.index, dtype=object)


def _place(edition: Edition, country: str, named: str, t: Texts) -> str:
    scheme, _, code = named.partition(":")
    region = edition.regions.find(scheme, code)
    return regions.country_name(country, t.language) or (region.label(t.language) if region else t("word.unknown"))
