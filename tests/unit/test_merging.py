"""Two institutions that are one: every name, reference and cell of the lost one lives on in the kept one."""

from collections.abc import Sequence

import pandas as pd
import pytest

from partner_dashboard.intake.change import applied
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.matching import Matcher
from partner_dashboard.intake.merging import Merger, merged, united
from partner_dashboard.problems import Problem
from partner_dashboard.schema import DATASETS
from tests.states import Cells, rows, state, strand

KEPT: dict[str, object] = {
    "institution_id": "univ-niš", "name": "University of Niš", "name_de": "Universität Niš", "aliases": "UNI",
    "kind": "university", "country_code": "RS", "city": "Niš", "latitude": 43.32, "longitude": 21.9,
}  # fmt: skip
LOST: dict[str, object] = {
    "institution_id": "nis-univ", "name": "University of Nis", "name_local": "Универзитет у Нишу", "short_name": "UNIŠ",
    "aliases": "UNI|Nish University", "former_names": "Old University", "kind": "university", "country_code": "RS",
    "city": "Nis", "website": "https://nis.example", "latitude": 43.3201, "longitude": 21.9001,
    "place_method": "stated", "parent_id": "system",
}  # fmt: skip
SYSTEM: dict[str, object] = {"institution_id": "system", "name": "System", "kind": "network"}
HOME: dict[str, object] = {"institution_id": "home", "name": "Home", "kind": "university"}


def of(**frames: Sequence[Cells]) -> Known:
    return state(**{"institutions": (KEPT, LOST, SYSTEM, HOME), **frames})


def after(known: Known) -> tuple[dict[str, pd.DataFrame], Merger]:
    result = merged(known, "univ-niš", "nis-univ")
    before = {name: known.rows(name) for name in DATASETS}
    return before | {change.dataset: applied(before[change.dataset], change) for change in result.changes}, result


def test_every_name_and_the_id_of_the_lost_one_become_aliases_once() -> None:
    frames, _ = after(of())
    kept = frames["institutions"].set_index("institution_id").loc["univ-niš"]
    assert kept["aliases"] == "UNI|Nish University|nis-univ"
    assert kept["former_names"] == "Old University"
    assert list(frames["institutions"]["institution_id"]) == ["univ-niš", "system", "home"]


def test_the_lost_id_and_every_lost_name_still_lead_to_the_kept_one() -> None:
    frames, _ = after(of())
    matcher = Matcher(frames["institutions"], {"die in nisch": "nis-univ"})
    for written in ("nis-univ", "University of Nis", "Универзитет у Нишу", "UNIŠ", "Nish University", "Die in Nisch"):
        assert matcher.find(written).institution_id == "univ-niš", written


def test_empty_cells_are_filled_and_a_place_is_never_put_together_from_two() -> None:
    kept = united(pd.Series(rows("institutions", KEPT).iloc[0]), pd.Series(rows("institutions", LOST).iloc[0]))
    assert (kept["website"], kept["name_local"], kept["short_name"], kept["parent_id"]) == (
        "https://nis.example", "Универзитет у Нишу", "UNIŠ", "system",
    )  # fmt: skip
    assert (kept["latitude"], kept["place_method"], kept["city"]) == (43.32, "", "Niš")


def test_whatever_pointed_to_the_lost_one_points_to_the_kept_one() -> None:
    known = of(
        institutions=(KEPT, LOST, SYSTEM, HOME, {"institution_id": "part", "parent_id": "nis-univ"}),
        partnerships=[
            strand("p1", institution_id="nis-univ"),
            strand("p2", institution_id="home", home_institution="nis-univ"),
        ],
        events=[
            {"event_id": "e1", "institution_ids": "home;nis-univ:host"},
            {"event_id": "e2", "institution_ids": "univ-niš;nis-univ:host; home"},
            {"event_id": "e3", "institution_ids": "home"},
        ],
        evidence=[{"row_id": "nis-univ", "states": "It exists."}, {"row_id": "p1", "states": "So."}],
    )
    frames, _ = after(known)
    assert list(frames["partnerships"]["institution_id"]) == ["univ-niš", "home"]
    assert list(frames["partnerships"]["home_institution"]) == ["home", "univ-niš"]
    assert list(frames["events"]["institution_ids"]) == ["home;univ-niš:host", "univ-niš:host;home", "home"]
    assert frames["institutions"].set_index("institution_id").at["part", "parent_id"] == "univ-niš"
    assert sorted(frames["evidence"]["row_id"]) == ["p1", "univ-niš"]


def test_a_part_merged_with_its_whole_is_no_part_of_itself() -> None:
    for one, other in ((KEPT, LOST | {"parent_id": "univ-niš"}), (KEPT | {"parent_id": "nis-univ"}, LOST)):
        frames, _ = after(of(institutions=(one, other | {"website": ""}, SYSTEM, HOME)))
        kept = frames["institutions"].set_index("institution_id").loc["univ-niš"]
        assert kept["parent_id"] in ("", "system")
        assert kept["parent_id"] != "univ-niš"


def test_contradictions_are_told_and_the_kept_value_stands() -> None:
    lost = LOST | {"country_code": "BA", "visibility": "internal", "latitude": 44.0}
    frames, result = after(of(institutions=(KEPT | {"visibility": "public"}, lost, SYSTEM, HOME)))
    assert result.problems == (
        Problem("contradiction", "institutions.csv", 0, "country_code", "BA", "RS"),
        Problem("contradiction", "institutions.csv", 0, "visibility", "internal", "public"),
        Problem("contradiction", "institutions.csv", 0, "latitude", "44.0, 21.9001", "43.32, 21.9"),
    )
    assert frames["institutions"].set_index("institution_id").at["univ-niš", "country_code"] == "RS"


def test_partnerships_that_now_say_the_same_are_told() -> None:
    known = of(
        partnerships=[
            strand("p1", institution_id="univ-niš"),
            strand("p2", institution_id="nis-univ"),
            strand("p3", institution_id="nis-univ", type="x"),
        ]
    )
    _, result = after(known)
    assert result.problems == (Problem("possible_duplicate", "partnerships.csv", 0, "partnership_id", "p2", "p1"),)


def test_only_datasets_in_which_anything_changes_are_changed() -> None:
    _, result = after(of(events=[{"event_id": "e1", "institution_ids": "home"}]))
    assert [change.dataset for change in result.changes] == ["institutions"]
    assert result.changes[0].removed == ("nis-univ",)


def test_what_is_given_stays_as_it_is() -> None:
    known = of(partnerships=[strand("p1", institution_id="nis-univ")], evidence=[{"row_id": "nis-univ"}])
    before = {name: known.rows(name).copy(deep=True) for name in DATASETS}
    merged(known, "univ-niš", "nis-univ")
    for name, frame in before.items():
        pd.testing.assert_frame_equal(known.rows(name), frame)


def test_one_cannot_be_merged_with_itself_or_with_nobody() -> None:
    with pytest.raises(ValueError, match="home"):
        merged(of(), "home", "home")
    with pytest.raises(KeyError, match="nobody"):
        merged(of(), "home", "nobody")
