"""Whichever two institutions are merged: no reference points nowhere, and no name is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from partner_dashboard import names
from partner_dashboard.intake.change import applied
from partner_dashboard.intake.in_use import REFERRING, references
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.merging import merged
from partner_dashboard.schema import DATASETS
from tests.states import state

IDS = ("ab", "abc", "b", "b-c", "d")
"""Some of them stand within another, as ids in a list of participants may."""

ID = st.sampled_from(IDS)
NAMES = ("name", "name_de", "name_local", "short_name", "aliases", "former_names")


@st.composite
def states(draw: st.DrawFn) -> Known:
    """Give five institutions, with relations, events and evidence that point to them at random."""
    words = st.sampled_from(["", "One", "Öne", "Two", "one|Three", "Four"])
    institutions = [
        {"institution_id": row_id, "parent_id": draw(st.sampled_from(["", *IDS]))}
        | {name: draw(words) for name in NAMES}
        for row_id in IDS
    ]
    partnerships = [
        {"partnership_id": f"p{number}", "institution_id": draw(ID), "home_institution": draw(ID)}
        for number in range(3)
    ]
    parts = st.tuples(ID, st.sampled_from(["", ":host"])).map("".join)
    events = [
        {"event_id": f"e{number}", "institution_ids": ";".join(draw(st.lists(parts, max_size=4)))}
        for number in range(3)
    ]
    evidence = [{"row_id": row_id, "states": draw(words)} for row_id in draw(st.lists(ID, max_size=3, unique=True))]
    held = {"institutions": institutions, "partnerships": partnerships, "events": events, "evidence": evidence}
    return state(**held)


@settings(max_examples=25)
@given(states(), st.permutations(IDS))
def test_every_reference_points_to_an_institution_that_stands(known: Known, order: list[str]) -> None:
    keep_id, lose_id = order[:2]
    result = merged(known, keep_id, lose_id)
    frames = {name: known.rows(name) for name in DATASETS}
    frames |= {change.dataset: applied(frames[change.dataset], change) for change in result.changes}
    standing = set(frames["institutions"]["institution_id"])
    assert standing == set(IDS) - {lose_id}
    assert set(frames["evidence"]["row_id"]) <= standing
    for name in REFERRING:
        for column in (column for column in DATASETS[name].columns if column.refers_to == "institutions"):
            assert {target for _, target in references(frames[name], DATASETS[name].key, column)} <= standing


@settings(max_examples=25)
@given(states(), st.permutations(IDS))
def test_no_name_is_lost(known: Known, order: list[str]) -> None:
    (change, *_) = merged(known, order[0], order[1]).changes
    rows = known.institutions.set_index("institution_id")
    before = "|".join("|".join(rows.loc[row_id, list(NAMES)]) for row_id in order[:2])
    after = "|".join(applied(known.institutions, change).set_index("institution_id").loc[order[0], list(NAMES)])
    assert {names.key(name) for name in (*before.split("|"), order[1])} <= {
        names.key(name) for name in after.split("|")
    } | {""}
