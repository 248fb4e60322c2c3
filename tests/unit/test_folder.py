"""A folder becomes an edition: what is broken is listed, what is not public stays out, the rest loads."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from partner_dashboard.editions import Edition
from partner_dashboard.errors import DataFolderError, SettingsError, UnreadableFileError
from partner_dashboard.problems import Problem
from partner_dashboard.schema import DATASETS
from partner_dashboard.settings import installed
from tests.organisations import event, institution, opened, small, strand, write, write_rows

HOME = institution("home", latitude="51", longitude="7")
PLACED = {"latitude": "36", "longitude": "140"}


@pytest.fixture
def demonstration_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(installed("data"), tmp_path / "data"))


def mend_line(file: Path, line: int, old: str, new: str) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    file.write_text("".join(lines), encoding="utf-8")


def read_and_kept(edition: Edition) -> dict[str, tuple[int, int]]:
    report = edition.report
    return {name: (report.rows_read[name], report.rows_kept[name]) for name in report.rows_read}


def errors(edition: Edition) -> list[Problem]:
    return [problem for problem in edition.report.problems if problem.severity == "error"]


# --- a broken row ------------------------------------------------------------------------------------------------


def test_a_broken_partnership_is_reported_and_all_others_load(demonstration_copy: Path) -> None:
    mend_line(demonstration_copy / "partnerships.csv", 7, ",membership,", ",membrship,")
    edition = opened(demonstration_copy)
    assert errors(edition) == [
        Problem("unknown_code", "partnerships.csv", 7, "agreement_type", "membrship", "membership")
    ]
    assert read_and_kept(edition) == {
        "institutions": (186, 186), "partnerships": (202, 201), "events": (120, 120), "evidence": (43, 43),
    }  # fmt: skip
    assert "p-rub-campus-in-campus-network" not in edition.partnerships.index


def test_a_broken_institution_takes_what_points_to_it_along_and_each_is_listed(demonstration_copy: Path) -> None:
    mend_line(demonstration_copy / "institutions.csv", 2, ",51.493,7.414,", ",151.493,7.414,")
    edition = opened(demonstration_copy)
    first, *others = errors(edition)
    assert first == Problem("latitude_out_of_range", "institutions.csv", 2, "latitude", "151.493")
    assert {(problem.code, problem.value) for problem in others} == {("reference_left_out", "academy-in-exile")}
    assert {problem.remedy for problem in others} == {"institutions.csv:2"}
    assert read_and_kept(edition)["institutions"] == (186, 185)
    assert len(edition.institutions) == 185
    stopped = {(problem.file, problem.line) for problem in others}
    assert len(stopped) == edition.report.rows_left_out - 1


def test_a_broken_event_is_reported_and_all_others_load(demonstration_copy: Path) -> None:
    mend_line(demonstration_copy / "events.csv", 2, "1965-06-30", "31.06.1965")
    edition = opened(demonstration_copy)
    assert errors(edition) == [Problem("impossible_date", "events.csv", 2, "start_date", "31.06.1965")]
    assert (len(edition.institutions), len(edition.strands), len(edition.events)) == (186, 202, 119)


def test_rows_read_are_rows_kept_and_rows_stopped(tmp_path: Path) -> None:
    write(
        tmp_path,
        [HOME, institution("a"), institution("a"), institution("b", kind="castle", country_code="xx")],
        [strand("p1", "a"), strand("p2", "b"), strand("p3", ""), strand("p4", "", region_code="m49:999")],
        [event("e1", institution_ids="a;nobody"), event("e2", start_date="soon"), event("e3")],
    )
    with (tmp_path / "events.csv").open("a", encoding="utf-8") as stream:
        stream.write("e4,too,few\n")
    edition = opened(tmp_path)
    for name, (read, kept) in read_and_kept(edition).items():
        stopped = {problem.line for problem in errors(edition) if problem.file == f"{name}.csv"}
        assert read == kept + len(stopped), name
    assert read_and_kept(edition) == {
        "institutions": (4, 2), "partnerships": (4, 1), "events": (4, 1), "evidence": (0, 0),
    }  # fmt: skip


def test_a_relation_to_nobody_and_nowhere_is_stopped(tmp_path: Path) -> None:
    edition = opened(write(tmp_path, [HOME], [strand("p1", "", country_code="CN"), strand("p2", "")]))
    assert errors(edition) == [Problem("missing_value", "partnerships.csv", 3, "institution_id")]
    assert edition.partnerships.index.tolist() == ["p1"]


def test_a_region_that_no_scheme_declares_is_stopped(tmp_path: Path) -> None:
    rows = [strand("p1", "", region_code="office:east-asia"), strand("p2", "", region_code="office:atlantis")]
    edition = opened(write(tmp_path, [HOME], rows))
    assert errors(edition) == [Problem("unknown_region", "partnerships.csv", 3, "region_code", "office:atlantis")]
    assert edition.partnerships.index.tolist() == ["p1"]


def test_evidence_about_a_row_that_is_nowhere_is_stopped(tmp_path: Path) -> None:
    said = [{"row_id": row_id, "states": "so"} for row_id in ("p1", "p-1", "home")]
    edition = opened(write(tmp_path, [HOME], [strand("p1", "", country_code="CN")], evidence=said))
    assert errors(edition) == [Problem("unknown_reference", "evidence.csv", 3, "row_id", "p-1", "p1")]
    assert edition.evidence["row_id"].tolist() == ["p1", "home"]


def test_what_points_to_a_row_left_out_is_told_to_mend_that_row_first(tmp_path: Path) -> None:
    said = [{"row_id": row_id, "states": "so"} for row_id in ("p1", "p2", "torn")]
    write(tmp_path, [HOME, institution("a", kind="castle")], [
        strand("p1", "a"), strand("p2", "", region_code="m49:999"), strand("p3", "torn"), strand("p4", "elsewhere"),
    ], evidence=said)  # fmt: skip
    with (tmp_path / "institutions.csv").open("a", encoding="utf-8") as stream:
        stream.write("torn,Torn\n")
    edition = opened(tmp_path)
    assert [(found.code, found.file, found.line, found.remedy) for found in errors(edition) if found.value] == [
        ("unknown_code", "institutions.csv", 3, ""),
        ("wrong_field_count", "institutions.csv", 4, "torn"),
        ("reference_left_out", "partnerships.csv", 2, "institutions.csv:3"),
        ("unknown_region", "partnerships.csv", 3, ""),
        ("reference_left_out", "partnerships.csv", 4, "institutions.csv:4"),
        ("unknown_institution", "partnerships.csv", 5, ""),
        ("reference_left_out", "evidence.csv", 2, "partnerships.csv:2"),
        ("reference_left_out", "evidence.csv", 3, "partnerships.csv:3"),
        ("reference_left_out", "evidence.csv", 4, "institutions.csv:4"),
    ]


# --- places ------------------------------------------------------------------------------------------------------


def test_a_city_gets_a_place_and_what_cannot_be_placed_is_listed(tmp_path: Path) -> None:
    rows = [
        HOME,
        institution("a", city="Windhoek", country_code="NA"),
        institution("b", city="Nowhereville", country_code="NA"),
        institution("c", country_code="NA"),
    ]
    edition = opened(write(tmp_path, rows))
    placed = edition.institutions
    assert placed.loc["a", ["place_method", "place_precision"]].tolist() == ["gazetteer", "city"]
    assert (round(placed.at["a", "latitude"]), round(placed.at["a", "longitude"])) == (-23, 17)
    assert placed.loc[["b", "c"], ["latitude", "longitude"]].isna().all(axis=None)
    assert edition.report.problems == (
        Problem("no_coordinates", "institutions.csv", 4, "city", "b"),
        Problem("no_coordinates", "institutions.csv", 5, "latitude", "c"),
    )


def test_the_gazetteer_is_asked_only_when_a_row_wants_it(tmp_path: Path) -> None:
    from partner_dashboard.intake.folder import open_folder

    asked: list[int] = []

    def place(rows):  # type: ignore[no-untyped-def]
        asked.append(len(rows))
        return rows

    open_folder(write(tmp_path, [HOME, institution("a")]), place, date(2026, 11, 20))
    assert asked == []
    open_folder(write(tmp_path, [HOME, institution("a", city="Oulu", country_code="FI")]), place, date(2026, 11, 20))
    assert asked == [2]


# --- what is not public ------------------------------------------------------------------------------------------


@pytest.fixture
def half_hidden(tmp_path: Path) -> Edition:
    return opened(
        write(
            tmp_path,
            [
                HOME,
                institution("a", **PLACED, visibility="public"),
                institution("hidden", **PLACED, visibility="internal"),
                institution("lost", visibility="restricted"),
                institution("child", **PLACED, parent_id="hidden"),
            ],
            [
                strand("p-open", "a", notes="our secret", contact_home="x@y", review_on="2027", umbrella_id="p-secret"),
                strand("p-secret", "a", visibility="internal"),
                strand("p-to-hidden", "hidden"),
                strand("p-from-hidden", "a", home_institution="hidden"),
            ],
            [
                event("e-open", institution_ids="a:host;hidden:guest; home", start_date="2024"),
                event("e-secret", institution_ids="a", visibility="restricted"),
                event("e-leg", parent_event_id="e-secret"),
            ],
            evidence=[
                {"row_id": row_id, "column_name": "stage", "stance": "contradicts", "states": f"about {row_id}"}
                for row_id in ("p-open", "p-secret", "hidden", "e-open", "e-secret", "a")
            ],
        )
    )


def test_rows_that_are_not_public_reach_no_edition(half_hidden: Edition) -> None:
    assert half_hidden.institutions.index.tolist() == ["home", "a", "child"]
    assert half_hidden.partnerships.index.tolist() == ["p-open"]
    assert half_hidden.events.index.tolist() == ["e-open", "e-leg"]
    assert half_hidden.strands.index.tolist() == ["p-open"]


def test_columns_for_the_office_reach_no_edition(half_hidden: Edition) -> None:
    internal = {
        (name, column.name) for name, dataset in DATASETS.items() for column in dataset.columns if column.internal
    }
    assert internal >= {("partnerships", name) for name in ("notes", "contact_home", "review_on", "document_url")}
    for name, column in internal:
        assert column not in getattr(half_hidden, name)
        assert column not in half_hidden.strands


def test_a_hidden_institution_takes_part_in_nothing(half_hidden: Edition) -> None:
    assert half_hidden.participants.to_dict("records") == [
        {"event_id": "e-open", "institution_id": "a", "role": "host"},
        {"event_id": "e-open", "institution_id": "home", "role": ""},
    ]


def test_nothing_is_said_about_a_hidden_row(half_hidden: Edition) -> None:
    assert half_hidden.evidence["row_id"].tolist() == ["p-open", "e-open", "a"]


def test_no_row_points_to_a_hidden_one(half_hidden: Edition) -> None:
    assert half_hidden.institutions.at["child", "parent_id"] == ""
    assert half_hidden.partnerships.at["p-open", "umbrella_id"] == ""
    assert half_hidden.events.at["e-leg", "parent_event_id"] == ""


def test_a_hidden_institution_without_a_place_is_not_listed(half_hidden: Edition) -> None:
    assert half_hidden.report.problems == ()


@pytest.mark.parametrize("secret", ["hidden", "lost", "p-secret", "e-secret", "our secret"])
def test_no_frame_holds_a_word_of_what_is_hidden(half_hidden: Edition, secret: str) -> None:
    for name in ("institutions", "partnerships", "events", "evidence", "strands", "participants"):
        frame = getattr(half_hidden, name)
        assert secret not in {str(cell) for cell in (*frame.index, *frame.to_numpy().ravel())}, name


def test_a_problem_does_not_tell_what_stands_in_a_hidden_cell(tmp_path: Path) -> None:
    rows = [
        strand("p1", "a", review_on="ask Dr. X"),
        strand("p2", "a", start_date="soon, says Y", visibility="internal"),
        strand("p3", "a", start_date="soon"),
        strand("p4", "a", visibility="publik"),
    ]
    edition = opened(write(tmp_path, [HOME, institution("a", **PLACED)], rows))
    assert errors(edition) == [
        Problem("date_unreadable", "partnerships.csv", 2, "review_on"),
        Problem("date_unreadable", "partnerships.csv", 3, "start_date"),
        Problem("date_unreadable", "partnerships.csv", 4, "start_date", "soon"),
        Problem("unknown_code", "partnerships.csv", 5, "visibility", "publik", "public"),
    ]


# --- the folder --------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataFolderError) as refused:
        opened(tmp_path / "none")
    assert refused.value.values == {"folder": str(tmp_path / "none")}


@pytest.mark.parametrize("missing", ["partnerships.csv", "institutions.csv"])
def test_a_folder_without_partnerships_or_institutions_is_no_dataset(tmp_path: Path, missing: str) -> None:
    write(tmp_path, [HOME])
    (tmp_path / missing).unlink()
    with pytest.raises(DataFolderError):
        opened(tmp_path)


def test_events_and_evidence_may_be_missing(tmp_path: Path) -> None:
    write(tmp_path, [HOME, institution("a", **PLACED)], [strand("p", "a")])
    (tmp_path / "events.csv").unlink()
    (tmp_path / "evidence.csv").unlink()
    edition = opened(tmp_path)
    assert (len(edition.strands), len(edition.events), len(edition.evidence)) == (1, 0, 0)
    assert edition.report.problems == ()


def test_an_empty_organisation_is_an_edition_too(tmp_path: Path) -> None:
    edition = opened(write(tmp_path))
    assert (len(edition.institutions), len(edition.strands), len(edition.events)) == (0, 0, 0)
    assert (edition.homes, edition.main_home, edition.home_country) == ((), "", "")
    assert edition.as_of.isoformat() == "2026-11-20"


def test_a_file_that_is_no_table_stops_with_its_name(tmp_path: Path) -> None:
    write(tmp_path, [HOME])
    (tmp_path / "events.csv").write_bytes("event_id,title,kind\ne,Köln,other\n".encode("latin-1"))
    with pytest.raises(UnreadableFileError) as refused:
        opened(tmp_path)
    said = refused.value.values
    assert (said["file"], said["line"], said["reason"]) == ("events.csv", 2, "undecodable")


def test_settings_that_cannot_be_used_stop_with_their_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        opened(write(tmp_path, [HOME], settings='primary_light = "blue"'))
    assert refused.value.values["setting"] == "primary_light"


def test_code_lists_and_regions_that_a_folder_does_not_bring_are_the_bundled_ones(tmp_path: Path) -> None:
    edition = opened(write(tmp_path, [HOME]))
    bundled = opened(installed("data"))
    assert edition.codes.lists() == bundled.codes.lists()
    assert edition.regions.rows == bundled.regions.rows


def test_code_lists_and_regions_of_a_folder_stand_alone(tmp_path: Path) -> None:
    edition = opened(small(tmp_path))
    assert edition.regions.schemes() == ("own",)
    assert edition.codes.of("scheme") == ("own",)


def test_a_code_list_of_a_folder_rules_its_rows(tmp_path: Path) -> None:
    write(tmp_path, [HOME, institution("a", **PLACED)], [strand("p1", "a", type="pen_friends"), strand("p2", "a")])
    lists = {"partnership_type": "pen_friends", "institution_kind": "university"}
    write_rows(tmp_path / "codes.csv", [{"list": name, "code": code} for name, code in lists.items()])
    edition = opened(tmp_path)
    assert errors(edition) == [Problem("unknown_code", "partnerships.csv", 3, "type", "student_exchange")]
    assert edition.strands["group"].to_dict() == {"p1": "other"}


@pytest.mark.parametrize("file", ["institutions.csv", "events.csv", "dashboard.toml"])
def test_the_digest_changes_with_every_file(tmp_path: Path, file: str) -> None:
    before = opened(small(tmp_path)).digest
    assert opened(tmp_path).digest == before
    path = tmp_path / file
    path.write_text(path.read_text(encoding="utf-8").replace("Nordlys", "Südlicht").replace("Nuuk", "Paamiut"),
                    encoding="utf-8")  # fmt: skip
    assert opened(tmp_path).digest != before


def test_a_guess_never_names_what_not_every_reader_may_see(tmp_path: Path) -> None:
    hidden = institution("secret-institute", visibility="internal")
    edition = opened(write(tmp_path, [HOME, hidden], [strand("p", "secret-institut")]))
    (problem,) = [problem for problem in edition.report.problems if problem.code == "unknown_institution"]
    assert (problem.value, problem.remedy) == ("secret-institut", "")


def test_a_broken_line_of_the_codes_is_reported(tmp_path: Path) -> None:
    write(tmp_path, [HOME], [])
    (tmp_path / "codes.csv").write_text("list,code\nstage,signed,too,many\nstage,agreed\n", encoding="utf-8")
    problems = opened(tmp_path).report.problems
    assert [(problem.file, problem.code, problem.line) for problem in problems if problem.severity == "error"] == [
        ("codes.csv", "wrong_field_count", 2)
    ]
