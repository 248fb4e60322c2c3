"""From a dossier to the speech line: sentences, each made of clauses that know the rows they speak of.

Nothing is said that no row says: a clause with a number speaks of exactly that many rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from partner_dashboard import sheets, summary
from partner_dashboard.dossier.behind import Ids, ids
from partner_dashboard.dossier.found import Dossier
from partner_dashboard.dossier.grammar import counted, opening, quoted, since, where, within
from partner_dashboard.dossier.meetings import DIRECTIONS
from partner_dashboard.dossier.outlook import ending_within
from partner_dashboard.dossier.sections import strand_name
from partner_dashboard.dossier.subject import PLACES, name
from partner_dashboard.editions import PROMISED_STAGES, Edition
from partner_dashboard.texts import Texts

SOON = 12
"""Months within which an end is worth a sentence."""

MOST_NAMED = 5
"""How many offices and cities a sentence names before it counts the rest."""

MOST_PROMISES = 3
"""How many promises a sentence names."""

SAID_OUTLOOKS = ("passed", "renews", "open", "resting", "closed")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence and the ids of the rows it speaks of; `glue` stands between it and the part before."""

    text: str
    rows: Ids = ()
    glue: str = "; "


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said: words that open it, empty where none do, and clauses."""

    subject: str
    clauses: tuple[Clause, ...]

    @property
    def opening(self) -> str:
        """The words that open the sentence with their colon, empty where none do."""
        return f"{opening(self.subject)}:" if self.subject else ""

    @property
    def parts(self) -> tuple[tuple[str, str, Ids], ...]:
        """What follows the opening, part by part: the glue before it, its words, and the rows it speaks of."""
        said = []
        for place, clause in enumerate(self.clauses):
            text = opening(clause.text) if place == 0 and not self.subject else clause.text
            ends = place == len(self.clauses) - 1 and not text.endswith((".", "?", "!"))
            said.append((clause.glue if place else "", f"{text}." if ends else text, clause.rows))
        return tuple(said)

    @property
    def text(self) -> str:
        """The whole sentence."""
        words = "".join(f"{glue}{text}" for glue, text, _ in self.parts)
        return f"{self.opening} {words}" if self.opening else words


def speech(edition: Edition, found: Dossier, t: Texts) -> tuple[Sentence, ...]:
    """Say what a dossier holds; deterministic, the same rows give the same words."""
    if found.is_empty:
        return (Sentence(_where(edition, found, t), (Clause(t("speech.nothing")),)),)
    is_trip = found.subject.kind == "trip"
    said = (
        *((_trip(edition, found, t),) if is_trip else ()),
        _kinds(edition, found, t),
        _totals(found, t),
        _sign(edition, found, t),
        *(() if is_trip else (_meetings(edition, found, t),)),
        _next(edition, found, t),
        _promised(edition, found, t),
        _presence(edition, found, t),
        _homes(edition, found, t),
        _also_at(edition, found, t),
        _general(found, t),
        _contradicted(found, t),
        _unknown(found, t),
    )
    return tuple(sentence for sentence in said if sentence.clauses)


def _where(edition: Edition, found: Dossier, t: Texts) -> str:
    about = found.subject
    return where(about.kind, about.key, name(edition, found.view, about, t), t)


def _kinds(edition: Edition, found: Dossier, t: Texts) -> Sentence:
    """Say what stands, type by type, and since when the oldest of each does."""
    begins = found.strands[["begun_earliest", "start_date"]]
    clauses = [clause for kind, rows in found.types().items() for clause in _kind(edition, begins, kind, rows, t)]
    if not clauses:
        clauses = [Clause(t("speech.nothing_stands" if len(found.strands) else "speech.no_relation"))]
    leads = t("speech.with_them") if found.subject.kind == "trip" else _where(edition, found, t)
    return Sentence(leads, tuple(clauses))


def _kind(edition: Edition, strands: pd.DataFrame, kind: str, rows: Ids, t: Texts) -> Iterator[Clause]:
    key = f"speech.type.{kind}"
    label = edition.codes.label("partnership_type", kind, t.language)
    said = counted(key, len(rows), t) if t.has(key) else counted("speech.type_named", len(rows), t, label=label)
    begun = strands.loc[list(rows)].dropna(subset=["begun_earliest"])
    if begun.empty:
        yield Clause(said, rows)
        return
    oldest = str(begun["begun_earliest"].idxmin())
    began = since(str(begun.at[oldest, "start_date"]), t)
    if len(rows) == 1:
        yield Clause(f"{said} {began}", rows)
        return
    yield Clause(said, rows)
    yield Clause(t("speech.one_of_them", since=began), (oldest,), ", ")


def _totals(found: Dossier, t: Texts) -> Sentence:
    """Count what is recorded and what is living, by the project's one rule."""
    recorded, living = len(found.recorded), len(found.living)
    if not recorded:
        return Sentence("", ())
    clauses = [Clause(counted("speech.recorded", recorded, t), found.recorded)]
    clauses.append(Clause(_living(recorded, living, t), found.living, ", "))
    if found.subject.kind != "partner" and found.partners:
        clauses.append(Clause(counted("speech.partners", len(found.partners), t), found.partners))
    return Sentence(t("speech.in_all"), tuple(clauses))


def _living(recorded: int, living: int, t: Texts) -> str:
    if recorded == 1:
        return t("speech.living_one" if living else "speech.not_living_one")
    return t("speech.living_all") if living == recorded else counted("speech.living", living, t)


def _trip(edition: Edition, found: Dossier, t: Texts) -> Sentence:
    """Say when a trip or event was, and count what its parts came to."""
    event_id = found.subject.key
    row, parts = found.events.loc[event_id], found.events[found.events["is_part"]]
    when = t.date(row["start_date"]) if row["start_date"] else t("speech.undated")
    if row["start_date"] and row["end_date"] not in ("", row["start_date"]):
        when = f"{when} – {t.date(row['end_date'])}"
    clauses = [Clause(when, (event_id,))]
    if len(parts):
        clauses.append(Clause(counted("speech.parts", len(parts), t), ids(parts), ", "))
    told = parts if len(parts) else found.events
    for stage in reversed(edition.codes.of("stage")):
        rows = ids(told[told["outcome_stage"] == stage])
        if rows:
            label = edition.codes.label("stage", stage, t.language)
            clauses.append(Clause(counted("speech.outcome", len(rows), t, stage=label), rows))
    untold = ids(told[told["outcome_stage"] == ""])
    if untold:
        clauses.append(Clause(counted("speech.no_outcome", len(untold), t), untold))
    return Sentence(name(edition, found.view, found.subject, t), tuple(clauses))


def _sign(edition: Edition, found: Dossier, t: Texts) -> Sentence:
    """Say the latest sign of life, and by which row it shows."""
    sign = found.last_sign
    if sign is None:
        return Sentence("", ())
    row_id = sign.row_id
    if sign.by != "event":
        named = strand_name(edition, edition.strands.loc[row_id], t)
        text = t(f"speech.sign_{sign.by}", date=t.date(sign.when), name=named)
    else:
        text = t(
            "speech.sign_event", date=t.date(sign.when), name=quoted(sheets.name_of(edition, row_id, t.language), t)
        )
    return Sentence(t("speech.sign"), (Clause(text, (row_id,)),))


def _meetings(edition: Edition, found: Dossier, t: Texts) -> Sentence:
    """Count the events there and here, and name the last one of each."""
    clauses: list[Clause] = []
    for direction in DIRECTIONS:
        rows = found.meetings_in(direction)
        if not rows:
            continue
        key = "abroad" if direction == "there" and found.subject.kind not in PLACES else direction
        clauses.append(Clause(counted(f"speech.met_{key}", len(rows), t), rows))
        last = {"there": found.last_there, "here": found.last_here}.get(direction, "")
        if last:
            row = found.events.loc[last]
            said = t(
                "speech.met_last", date=t.date(row["start_date"]), name=quoted(sheets.own(row, "title", t.language), t)
            )
            clauses.append(Clause(said, (last,), ", "))
    return Sentence(t("speech.meetings"), tuple(clauses))


def _next(edition: Edition, found: Dossier, t: Texts) -> Sentence:
    """Say what runs out soon, what has run out, what goes on by itself, what rests and what is over."""
    soon = ids(ending_within(edition, found.strands, SOON))
    later = tuple(row_id for row_id in found.outlooks["ends"] if row_id not in soon)
    clauses = [
        Clause(counted(f"speech.next_{code}", len(rows), t), rows)
        for code, rows in (("soon", soon), ("later", later), *((code, found.outlooks[code]) for code in SAID_OUTLOOKS))
        if rows
    ]
    return Sentence("", tuple(clauses))


def _promised(edition: Edition, found: Dossier, t: Texts) -> Sentence:
    """Say what is only discussed or announced, by name where it is little, and what lies ahead."""
    clauses: list[Clause] = []
    if found.promised:
        clauses.append(Clause(counted("speech.promised_relations", len(found.promised), t), found.promised))
    if len(found.promised) <= MOST_PROMISES:
        named = found.strands.loc[list(found.promised)].iterrows()
        clauses += [Clause(_promise(edition, strand, t), (str(row_id),), ", ") for row_id, strand in named]
    for what, rows in (("events", found.promised_events), ("ahead", found.ahead_events)):
        if rows:
            clauses.append(Clause(counted(f"speech.promised_{what}", len(rows), t), rows))
    return Sentence(t("speech.promised"), tuple(clauses))


def _promise(edition: Edition, strand: pd.Series, t: Texts) -> str:
    is_promised_stage = strand["stage"] in PROMISED_STAGES
    column = "stage" if is_promised_stage else "status"
    label = edition.codes.label(column, str(strand[column]), t.language)
    when = t.date(strand["start_date"]) if strand["start_date"] else t("speech.undated")
    return t("speech.promised_named", name=strand_name(edition, strand, t), stage=within(label), date=when)


def _presence(edition: Edition, found: Dossier, t: Texts) -> Sentence:
    """Name the offices and twin cities of the place, with their state where they no longer stand."""
    rows = found.presence if found.subject.kind != "trip" else found.presence.iloc[:0]
    clauses = [
        Clause(_named_presence(edition, strand, t), (str(row_id),))
        for row_id, strand in rows.head(MOST_NAMED).iterrows()
    ]
    rest = ids(rows.iloc[MOST_NAMED:])
    if rest:
        clauses.append(Clause(counted("speech.and_more", len(rest), t), rest))
    return Sentence(t("speech.presence"), tuple(clauses))


def _named_presence(edition: Edition, strand: pd.Series, t: Texts) -> str:
    named = strand_name(edition, strand, t)
    for column, over in (("status", ("suspended", "ended", "planned")), ("stage", ("dormant", "ended"))):
        if strand[column] in over:
            return f"{named} ({within(edition.codes.label(column, str(strand[column]), t.language))})"
    return named


def _homes(edition: Edition, found: Dossier, t: Texts) -> Sentence:
    """Say who holds the relations at home, where it is more than one."""
    return Sentence(t("speech.homes"), _held_by(edition, found.homes, t) if len(found.homes) > 1 else ())


def _also_at(edition: Edition, found: Dossier, t: Texts) -> Sentence:
    """Say which other home institutions have relations with the same partners."""
    return Sentence(t("speech.also_at"), _held_by(edition, found.also_at, t))


def _held_by(edition: Edition, held: Mapping[str, Ids], t: Texts) -> tuple[Clause, ...]:
    return tuple(
        Clause(counted("speech.held_by", len(rows), t, home=summary.short_name(edition, home, t.language)), rows, ", ")
        for home, rows in held.items()
    )


def _general(found: Dossier, t: Texts) -> Sentence:
    """Quote what a source says of all such relations and of none by name."""
    rows = found.told("general")
    said = summary.in_language(rows, "states", t.language)
    clauses = []
    for statement in said.unique():
        about = tuple(dict.fromkeys(str(row_id) for row_id in rows.loc[said == statement, "row_id"]))
        clauses.append(Clause(counted("speech.general", len(about), t, statement=quoted(str(statement), t)), about))
    return Sentence("", tuple(clauses))


def _contradicted(found: Dossier, t: Texts) -> Sentence:
    """Say on how many rows sources disagree."""
    rows = tuple(dict.fromkeys(str(row_id) for row_id in found.told("contradicts")["row_id"]))
    return Sentence("", (Clause(counted("speech.contradicted", len(rows), t), rows),) if rows else ())


def _unknown(found: Dossier, t: Texts) -> Sentence:
    """Say what nobody knows."""
    clauses = [Clause(counted(f"speech.gap_{gap}", len(rows), t), rows) for gap, rows in found.gaps.items() if rows]
    return Sentence(t("speech.unknown"), tuple(clauses))
