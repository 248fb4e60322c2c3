"""Whatever is chosen: each number of a dossier, and each that its sentences say, is the count of rows behind it."""

import re
from dataclasses import replace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_dashboard import summary
from partner_dashboard import view as views
from partner_dashboard.dossier import Dossier, dossier, sections, speech
from partner_dashboard.texts import LANGUAGES, Texts
from partner_dashboard.view import View
from tests.organisations import demonstration, unchanging
from tests.property.test_view import known_views

EDITION = demonstration()
CITIES = sorted(
    f"{country}:{city}"
    for country, city in zip(EDITION.institutions["country_code"], EDITION.institutions["city"], strict=True)
    if country and city
)
SUBJECTS = st.one_of(
    known_views(),
    st.sampled_from(sorted(EDITION.institutions.index)).map(lambda one: View(partner=one)),
    st.sampled_from(sorted(EDITION.events.index)).map(lambda one: View(event=one)),
    st.sampled_from(CITIES).map(lambda one: View(city=one)),
)


def held(view: View) -> Dossier | None:
    return dossier(EDITION, views.known(view, EDITION))


@settings(max_examples=200, deadline=None)
@given(SUBJECTS)
def test_each_number_is_the_count_of_the_rows_behind_it(view: View) -> None:
    found = held(view)
    if found is None:
        return
    strands, events = found.strands, found.events
    if found.subject.kind in ("country", "region", "cluster", "selection"):
        view = views.known(view, EDITION)
        assert set(found.recorded) == set(views.strands(EDITION, view).index)
        assert set(events.index) == set(views.events(EDITION, view).index)
        assert set(found.partners) == set(views.partners(EDITION, view).index)
        assert set(found.living) == set(views.strands(EDITION, replace(view, living=True)).index)
    assert set(found.living) == set(strands.index[strands["living"]])
    assert sorted(row_id for rows in found.outlooks.values() for row_id in rows) == sorted(found.recorded)
    assert sorted(row_id for rows in found.stages().values() for row_id in rows) == sorted(found.recorded)
    assert sorted(row_id for rows in found.homes.values() for row_id in rows) == sorted(found.recorded)
    assert sorted(row_id for rows in found.types().values() for row_id in rows) == sorted(found.standing)
    assert set(found.gaps["start"]) == set(strands.index[strands["start_date"] == ""])
    assert set(found.gaps["partner"]) == set(strands.index[strands["institution_id"] == ""])
    assert set(found.promised) == set(strands.index[strands["is_promised"]])
    assert not set(found.standing) & set(found.promised)
    directions = [found.meetings_in(direction) for direction in ("there", "here", "third", "nowhere")]
    assert sorted(row_id for rows in directions for row_id in rows) == sorted(found.meetings)
    wholes = set(events.loc[events["is_part"], "parent_event_id"])
    assert wholes <= set(events.index)
    assert len(found.meetings) + int(events["is_part"].sum()) == len(events)
    if found.subject.kind not in ("partner", "home"):
        assert set(found.partners) == set(summary.partner_strands(strands)["institution_id"])


WORDS = {
    language: {Texts(language)(f"speech.number_{value}"): value for value in range(2, 13)} for language in LANGUAGES
}
LEADING = re.compile(r"^(?:the (?:start|stated ends|sources|dates) of |der Beginn von )?(\w+|[\d.,]+)\b")


def counted(text: str, language: str) -> int | None:
    """Give the number that a clause begins with, None where it begins with none."""
    found = LEADING.match(text)
    word = found[1].casefold() if found else ""
    plain = word.replace(".", "").replace(",", "")
    return int(plain) if plain.isdigit() else WORDS[language].get(word)


@settings(max_examples=100, deadline=None)
@given(SUBJECTS, st.sampled_from(LANGUAGES))
def test_each_number_of_the_speech_line_is_the_count_of_its_rows(view: View, language: str) -> None:
    found = held(view)
    if found is None:
        return
    known = {*EDITION.strands.index, *EDITION.events.index, *EDITION.institutions.index}
    said = speech(EDITION, found, Texts(language))
    assert said
    quoting = (Texts(language)("speech.sign"),)
    for sentence in said:
        for clause in sentence.clauses:
            assert set(clause.rows) <= known
            assert len(set(clause.rows)) == len(clause.rows)
            number = counted(clause.text, language)
            if number is not None and sentence.subject not in quoting and clause.rows:
                is_date = len(clause.rows) == 1
                assert is_date or number == len(clause.rows), (sentence.text, clause)


@settings(max_examples=60, deadline=None)
@given(SUBJECTS, st.sampled_from(LANGUAGES))
def test_tables_hold_the_rows_of_the_dossier_and_no_others(view: View, language: str) -> None:
    with unchanging(EDITION):
        found = held(view)
        if found is None:
            return
        tables = {section.name: section for section in sections(EDITION, found, Texts(language))}
    assert all(len(line.cells) == len(section.columns) for section in tables.values() for line in section.lines)
    assert (tables["relations"].rows if "relations" in tables else ()) == found.recorded
    assert (tables["meetings"].rows if "meetings" in tables else ()) == tuple(found.events.index)
    promises = {*found.promised, *found.promised_events, *found.ahead_events}
    assert set(tables["promises"].rows if "promises" in tables else ()) == promises
    for section in ("disagreements", "statements"):
        if section in tables:
            assert set(tables[section].rows) <= set(found.evidence["row_id"])
    sources = tables["sources"].lines if "sources" in tables else ()
    assert sum(len(line.rows) for line in sources) >= len(found.recorded) - len(found.gaps["source"])
    named = pd.concat([found.strands["source_url"], found.events["source_url"]])
    assert {line.address for line in sources} >= {address for address in named if address}
