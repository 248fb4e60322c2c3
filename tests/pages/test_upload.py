"""From a dropped file to a new edition, as the page leads there; and everything that may come between."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from partner_dashboard import ui
from partner_dashboard.intake.change import propose
from partner_dashboard.intake.proposal import Choices
from partner_dashboard.problems import SEVERITIES
from partner_dashboard.schema import PARTNERSHIPS
from partner_dashboard.texts import LANGUAGES, Texts, sentences
from tests.organisations import HOSTILE, institution, strand, write
from tests.pages.conftest import Opening

EN = Texts("en")
HEAD = "Partnereinrichtung;Land;Art der Kooperation;Beginn;Bei uns"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a home, two partners with a strand each, and ten more strands of one of them."""
    places = [
        institution("home", name="Home University", city="Oulu", country_code="FI", latitude="65", longitude="25.5"),
        institution("univ-tartu", name="University of Tartu", city="Tartu", country_code="EE", latitude="58.4",
                    longitude="26.7"),
        institution("uc-berkeley", name="University of California, Berkeley", city="Berkeley", country_code="US",
                    latitude="37.9", longitude="-122.3"),
    ]  # fmt: skip
    strands = [strand(f"p{number}", "univ-tartu", start_date=str(1990 + number)) for number in range(12)]
    return write(tmp_path / "data", places, [*strands, strand("b", "uc-berkeley", start_date="2001")])


def csv(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *rows, "")).encode()


def drop(at: AppTest, data: bytes, name: str = "partners.csv") -> AppTest:
    at.file_uploader(key="upload_file").set_value((name, data, "text/csv")).run()
    assert not at.exception
    return at


def publish(at: AppTest, reason: str = "Letter of May") -> AppTest:
    at.text_input(key="upload_reason").set_value(reason).run()
    at.button(key="upload_publish").click().run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    """Give every text of the page, as plain as its words."""
    kinds = ("title", "subheader", "caption", "markdown", "error", "warning", "expander")
    texts = [str(getattr(one, "label", "") or getattr(one, "value", "")) for kind in kinds for one in at.get(kind)]
    return " ".join(texts).replace("\\", "")


def keys(at: AppTest) -> set[str]:
    return {str(button.key) for button in at.button}


def current() -> int:
    return ui.records().store.current()


def partnerships() -> list[tuple[str, str]]:
    rows = ui.records().store.rows("partnerships")
    return list(zip(rows["institution_id"], rows["start_date"], strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_without_a_fault_is_published_after_a_sentence_of_why(
    open_page: Opening, folder: Path, language: str
) -> None:
    at = drop(
        open_page("upload", folder, lang=language),
        csv("Universität Tartu;Estland;Studierendenaustausch;2020;Home University"),
    )
    t = Texts(language)
    assert t("upload.columns", count=5, known=5) in said(at)
    assert t("upload.sum_clean", count=1) in said(at)
    publish(at)
    assert current() == 2
    assert t("upload.done", number=2) in said(at)
    assert partnerships()[-1] == ("univ-tartu", "2020")
    assert ui.records().record(2).reason == "Letter of May"


def test_without_a_sentence_of_why_nothing_is_published(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), csv("University of Tartu;EE;Student exchange;2020;home"))
    at.button(key="upload_publish").click().run()
    assert [error.value.replace("\\", "") for error in at.error] == [EN("publish.why_missing")]
    assert current() == 1


def test_a_refused_file_says_why_and_changes_nothing(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), b"%PDF-1.7 binary", "partners.csv")
    assert len(at.error) == 1
    assert EN("refusal.pdf") in at.error[0].value.replace("\\", "")
    assert "upload_publish" not in keys(at)
    at.button(key="upload_another").click().run()
    assert at.title[0].value == EN("upload.title")


def test_the_rows_of_the_file_are_those_used_and_those_listed(open_page: Opening, folder: Path) -> None:
    rows = ("University of Tartu;EE;Student exchange;2020;home", "University of Tartu;EE;Nonsense;2021;home")
    at = drop(open_page("upload", folder), csv(*rows))
    assert EN("upload.sum", count=2, used=1, listed=1) in said(at)
    assert EN("upload.words_left", count=1) in said(at)
    publish(at)
    assert EN("upload.done_without", count=1, file="partners.csv") in said(at)
    assert partnerships()[-1] == ("univ-tartu", "2020")


def test_a_mended_cell_counts_and_can_be_undone(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), csv("University of Tartu;EE;Student exchange;31.02.2020;home"))
    assert EN("upload.sum", count=1, used=0, listed=1) in said(at)
    at.session_state["upload_choices"] = Choices(cells={(2, 3): "28.02.2020"})
    at.run()
    assert EN("upload.sum_clean", count=1) in said(at)
    assert EN("upload.mended", count=1) in said(at)
    at.button(key="upload_undo_cells").click().run()
    assert EN("upload.sum", count=1, used=0, listed=1) in said(at)


def test_dates_of_two_readings_are_settled_at_one_click(open_page: Opening, folder: Path) -> None:
    rows = (f"University of Tartu;EE;Student exchange;0{day}/03/2020;home" for day in (1, 2))
    at = drop(open_page("upload", folder), csv(*rows))
    at.button(key="upload_order_day_first_error_ambiguous_date").click().run()
    assert EN("upload.sum_clean", count=2) in said(at)
    publish(at)
    assert {start for _, start in partnerships()} >= {"2020-03-01", "2020-03-02"}


def test_all_suggestions_of_a_kind_are_taken_at_one_click(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), csv("University of Tartu;EE;Student exchangee;2020;home"))
    taken = next(key for key in keys(at) if key.startswith("upload_take_remedies"))
    at.button(key=taken).click().run()
    assert EN("upload.sum_clean", count=1) in said(at)


def test_an_answer_about_a_partner_counts_and_is_remembered(open_page: Opening, folder: Path) -> None:
    data = csv("Univ. of California;US;Student exchange;2020;home")
    at = drop(open_page("upload", folder), data)
    assert EN("upload.unsure", count=1) in said(at)
    at.button(key="upload_take_univ-of-california_uc-berkeley").click().run()
    assert EN("upload.unsure", count=1) not in said(at)
    publish(at)
    assert partnerships()[-1] == ("uc-berkeley", "2020")
    again = drop(at, csv("Univ. of California;US;Student exchange;2021;home"))
    assert EN("upload.sum_clean", count=1) in said(again)
    assert again.text_input(key="upload_reason").value == ""


def test_a_partner_nobody_knows_comes_as_a_new_institution(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), csv("Universidad de Ninguna Parte;ES;Student exchange;2020;home"))
    at.session_state["upload_new_universidad-de-ninguna-parte"] = True
    at.run()
    at.text_input(key="upload_city_universidad-de-ninguna-parte").set_value("Burgos").run()
    at.button(key="upload_add_universidad-de-ninguna-parte").click().run()
    assert EN("upload.decided_new", name="Universidad de Ninguna Parte") in said(at)
    assert EN("upload.appear", count=1) in said(at)  # where Burgos is, the map says before anybody publishes
    publish(at)
    added = ui.records().store.rows("institutions").iloc[-1]
    assert (added["name"], added["city"], added["country_code"]) == ("Universidad de Ninguna Parte", "Burgos", "ES")


def test_a_partner_left_out_is_asked_about_no_more_and_listed(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), csv("Univ. of California;US;Student exchange;2020;home"))
    at.button(key="upload_pass_univ-of-california").click().run()
    assert EN("upload.unsure", count=1) not in said(at)
    assert EN("upload.sum", count=1, used=0, listed=1) in said(at)
    at.button(key="upload_undo_passed_univ-of-california").click().run()
    assert EN("upload.unsure", count=1) in said(at)


def test_a_column_chosen_by_hand_is_remembered_for_the_next_file(open_page: Opening, folder: Path) -> None:
    head = "Einrichtung dort;Land;Art der Kooperation;Quux;Bei uns"
    at = drop(open_page("upload", folder), csv("University of Tartu;EE;Student exchange;2020;home", head=head))
    at.session_state["upload_choices"] = Choices(columns={0: "partner_name", 3: "start_date"})
    publish(at.run())
    assert partnerships()[-1] == ("univ-tartu", "2020")
    again = drop(at, csv("University of Tartu;EE;Student exchange;2021;home", head=head))
    assert EN("upload.columns", count=5, known=5) in said(again)


def test_answers_about_a_file_that_changes_nothing_are_remembered(open_page: Opening, folder: Path) -> None:
    row = "University of Tartu;EE;Student exchange;2020;home"
    at = publish(drop(open_page("upload", folder), csv(row)))
    head = "Einrichtung dort;Land;Art der Kooperation;Quux;Bei uns"
    at = drop(at, csv(row, head=head))
    at.session_state["upload_choices"] = Choices(columns={0: "partner_name", 3: "start_date"})
    at.run()
    assert EN("upload.nothing_changes") in said(at)
    at.button(key="upload_remember").click().run()
    assert [one.value for one in at.success] == [EN("upload.remembered")]
    at.button(key="upload_another").click().run()
    again = drop(at, csv(row, head=head))
    assert EN("upload.columns", count=5, known=5) in said(again)
    assert current() == 2


def test_a_word_said_once_counts_for_all_its_rows(open_page: Opening, folder: Path) -> None:
    rows = (f"University of Tartu;EE;Quux;{year};home" for year in (2020, 2021))
    at = drop(open_page("upload", folder), csv(*rows))
    at.session_state["upload_choices"] = Choices(words={"type": {"Quux": "student_exchange"}})
    at.run()
    assert EN("upload.sum_clean", count=2) in said(at)


def test_what_a_word_perhaps_means_is_taken_at_one_click_and_remembered(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), csv("University of Tartu;EE;Student exchangee;2020;home"))
    at.button(key="upload_guesses_type").click().run()
    assert EN("upload.sum_clean", count=1) in said(at)
    again = drop(publish(at), csv("University of Tartu;EE;Student exchangee;2021;home"))
    assert EN("upload.sum_clean", count=1) in said(again)


def test_the_same_file_again_changes_nothing_and_says_so(open_page: Opening, folder: Path) -> None:
    data = csv("University of Tartu;EE;Student exchange;2020;home")
    at = publish(drop(open_page("upload", folder), data))
    drop(at, data)
    assert EN("upload.nothing_changes") in said(at)
    assert "upload_publish" not in keys(at)
    assert current() == 2


def whole(rows: Iterable[str]) -> bytes:
    return csv(*rows, head="partnership_id,institution_id,home_institution,type").replace(b";", b",")


def test_a_large_removal_asks_again_with_the_numbers(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), whole(f"p{number},univ-tartu,home,student_exchange" for number in range(3)))
    assert current() == 1
    at.segmented_control(key="upload_mode").set_value("everything").run()
    asked = EN("upload.large_removal", before=13, after=3, count=10, dataset=PARTNERSHIPS.label_en)
    assert asked in said(at)
    assert at.button(key="upload_publish").disabled
    at.checkbox(key="upload_agree_partnerships_13_10").check().run()
    assert not at.button(key="upload_publish").disabled
    publish(at)
    assert len(partnerships()) == 3


def test_everything_is_not_published_while_rows_are_stopped(open_page: Opening, folder: Path) -> None:
    rows = [f"p{number},univ-tartu,home,student_exchange" for number in range(12)]
    at = drop(open_page("upload", folder), whole([*rows, "b,uc-berkeley,home,nonsense"]))
    at.segmented_control(key="upload_mode").set_value("everything").run()
    assert EN("upload.hindrance_stopped") in said(at)
    assert at.button(key="upload_publish").disabled


def test_an_institution_that_partnerships_point_to_does_not_end(open_page: Opening, folder: Path) -> None:
    rows = ("home;Home University;university;Oulu;FI;;", "univ-tartu;University of Tartu;university;Tartu;EE;;")
    head = "institution_id;name;kind;city;country_code;website;ror_id"
    at = drop(open_page("upload", folder), csv(*rows, head=head), "institutions.csv")
    at.segmented_control(key="upload_mode").set_value("everything").run()
    at.checkbox(key="upload_agree_institutions_3_1").check().run()
    assert EN("upload.hindrance_needed", count=1) in said(at)
    assert at.button(key="upload_publish").disabled


def somebody_else_publishes(year: str) -> None:
    held = ui.records()
    rows = held.store.rows("partnerships")
    changed = propose(rows, rows.assign(start_date=rows["start_date"].replace("2001", year)), PARTNERSHIPS)
    held.change((changed,), "form", author="Ada", reason="Phone call", based_on=current())


def test_whoever_is_overtaken_is_told_by_whom_and_looks_again(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), b"partnership_id,institution_id,home_institution,type,start_date\n"
              b"b,uc-berkeley,home,student_exchange,2003\n")  # fmt: skip
    at.text_input(key="upload_reason").set_value("Letter of May").run()
    somebody_else_publishes("2002")
    at.button(key="upload_publish").click().run()
    assert current() == 2
    assert EN("upload.moved", number=2) in said(at)
    assert at.button(key="upload_publish").disabled
    assert "Ada" in said(at)
    assert "Phone call" in said(at)
    assert EN("upload.collisions", count=1) in said(at)
    at.button(key="upload_look_again").click().run()
    assert at.text_input(key="upload_reason").value == "Letter of May"
    publish(at)
    assert current() == 3
    assert ("uc-berkeley", "2003") in partnerships()


def test_another_language_and_a_visit_elsewhere_lose_nothing(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), csv("Univ. of California;US;Student exchange;31.02.2020;home"))
    at.button(key="upload_take_univ-of-california_uc-berkeley").click().run()
    at.session_state["upload_choices"] = replace(at.session_state["upload_choices"], cells={(2, 3): "2020"})
    at.run()
    at.text_input(key="upload_reason").set_value("Letter of May").run()
    at.get_by_key("language").set_value("de").run()
    at.switch_page("../../pages/about.py").run()
    at.switch_page("../../pages/upload.py").run()
    assert not at.exception
    assert Texts("de")("upload.sum_clean", count=1) in said(at)
    assert at.text_input(key="upload_reason").value == "Letter of May"
    publish(at)
    assert partnerships()[-1] == ("uc-berkeley", "2020")


def test_a_separator_corrected_by_hand_reads_the_file_anew(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), csv("University of Tartu;EE;Student exchange;2020;home"))
    step = next(one for one in at.get("expander") if str(one.key or "").startswith("upload_step_read"))
    at.session_state[step.key] = True
    at.run()
    at.selectbox(key="upload_separator").set_value(",").run()
    assert not at.exception
    assert EN("upload.separator_comma") in said(at) or at.error
    at.selectbox(key="upload_separator").set_value("").run()
    assert EN("upload.sum_clean", count=1) in said(at)


def test_only_so_many_problems_are_sent_to_the_browser(open_page: Opening, folder: Path) -> None:
    rows = (f"University of Tartu;EE;Student exchange;31.02.{year};home" for year in range(1700, 2000))
    at = drop(open_page("upload", folder), csv(*rows))
    assert len(at.dataframe) < 5
    assert max(len(frame.value) for frame in at.dataframe) == 200
    assert EN("upload.more_problems", count=100) in said(at)


def test_hostile_names_stay_text(open_page: Opening, folder: Path) -> None:
    names = [text.replace('"', '""') for text in HOSTILE if "\n" not in text]
    rows = (f'"{name}";US;"{name}";2020;home' for name in names)
    at = drop(open_page("upload", folder), csv(*rows), "<img src=x>.csv")
    assert at.title[0].value.startswith(f"{len(names)} rows from \\<img")


def test_the_moment_of_an_edition_is_said_in_utc(open_page: Opening, folder: Path) -> None:
    at = drop(open_page("upload", folder), csv("University of Tartu;EE;Student exchange;2020;home"))
    somebody_else_publishes("2002")
    at.run()
    assert f"{datetime.now(UTC):%H}:" in said(at)


def test_evidence_is_published_too(open_page: Opening, folder: Path) -> None:
    data = csv("p0;contradicts;It began in 1989.", head="row_id;stance;states")
    publish(drop(open_page("upload", folder), data, "evidence.csv"))
    assert list(ui.records().store.rows("evidence")["states"]) == ["It began in 1989."]


def test_every_code_of_a_problem_has_a_short_name() -> None:
    assert {f"kind.{code}" for code in SEVERITIES} - set(sentences("en")) == set()


def test_what_goes_without_saying_in_a_file_is_said_once_and_remembered(open_page: Opening, folder: Path) -> None:
    rows = csv("University of Tartu;EE;2019", "University of California, Berkeley;US;2020", head="Partner;Land;Beginn")
    at = drop(open_page("upload", folder), rows)
    assert EN("upload.missing_throughout", columns="“Type”") in said(at)
    assert at.selectbox(key="upload_throughout_type").value is None
    at.selectbox(key="upload_throughout_type").select("student_exchange").run()
    assert EN("upload.sum_clean", count=2) in said(at)
    publish(at)
    published = ui.records().store.rows("partnerships").tail(2)
    assert published[["home_institution", "type"]].to_numpy().tolist() == [["home", "student_exchange"]] * 2
    again = drop(at, rows.replace(b"2020", b"2021"), "again.csv")
    assert EN("upload.sum_clean", count=2) in said(again)
