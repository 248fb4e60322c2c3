"""From names in a file to the institutions that are meant: the sure ones listed, the others asked about."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from partner_dashboard import names, regions, sheets, summary, ui
from partner_dashboard.intake.matching import Candidate, Match
from partner_dashboard.intake.newcomers import Newcomer
from partner_dashboard.panels.upload import desk, steps
from partner_dashboard.panels.upload.desk import Desk
from partner_dashboard.ui import Page

ASKED_AT_A_TIME = 10
"""How many names are asked about at a time; the next come once these are answered."""

CANDIDATES_SIDE_BY_SIDE = 3

LISTED = 500
"""How many sure names are sent to the browser."""


def questions(page: Page, seen: Desk) -> None:
    """List what is sure, ask about what is not, and name what was decided."""
    t = page.t
    matches = [match for match in seen.proposal.checked.matches if match.by != "id"]
    if not matches:
        return
    sure, asked = [match for match in matches if match.institution_id], _open_questions(matches)
    found = t("upload.sure", count=len(sure))
    label = f"**{t('upload.unsure', count=len(asked))}**, {found}" if asked else f"**{found}**"
    decided = desk.choices().partners or desk.choices().newcomers or desk.passed()
    step = steps.step(
        "partners", label, seen.dropped, "open" if asked else "settled", is_open=bool(asked or decided)
    )  # fmt: skip
    with step:
        st.caption(t("upload.unsure_help" if asked else "upload.sure_help"))
        if step.open:
            for match in asked[:ASKED_AT_A_TIME]:
                _ask(page, match)
            if len(asked) > ASKED_AT_A_TIME:
                st.caption(t("upload.more_unsure", count=len(asked) - ASKED_AT_A_TIME))
            _all_new(page, _strangers(seen, asked))
            _decided(page, seen, {names.key(match.written): match.written for match in matches})
            _sure(page, sure)


def _open_questions(matches: Sequence[Match]) -> list[Match]:
    """Give each name once that nobody has answered yet, in order of the file."""
    passed = desk.passed()
    unsure = {names.key(match.written): match for match in reversed(matches) if not match.institution_id}
    return [match for key, match in reversed(unsure.items()) if key not in passed]


def _strangers(seen: Desk, asked: Sequence[Match]) -> list[Match]:
    """Give the names that resemble nothing we know: neither candidates nor a remedy."""
    hinted = {problem.value for problem in seen.proposal.problems
              if problem.code == "unknown_institution" and problem.remedy}  # fmt: skip
    return [match for match in asked if not match.candidates and match.written not in hinted]


def _all_new(page: Page, strangers: Sequence[Match]) -> None:
    """Offer to add everything at once that resembles nothing we know."""
    if len(strangers) > 1:
        st.button(
            page.t("upload.all_new", count=len(strangers)), key="upload_all_new", icon=":material/add:",
            on_click=_add_all, args=(tuple(strangers),),
        )  # fmt: skip


def _sure(page: Page, sure: Sequence[Match]) -> None:
    t = page.t
    if sure:
        label = t("upload.sure", count=len(sure))
        ui.place_table(page, lambda: _sure_rows(page, sure), key="upload_sure", label=label)


def _sure_rows(page: Page, sure: Sequence[Match]) -> pd.DataFrame:
    t, shown = page.t, sure[:LISTED]
    return pd.DataFrame(
        {
            t("upload.written"): [match.written for match in shown],
            t("upload.institution"): [match.candidates[0].name if match.candidates else "" for match in shown],
            t("upload.by"): [t(f"upload.match_{match.by}") for match in shown],
            t("upload.in_rows"): [len(match.lines) for match in shown],
        }
    )


def _ask(page: Page, match: Match) -> None:
    """Ask about one name: its candidates side by side, a new institution, or to stay out."""
    t, key = page.t, names.key(match.written)
    with st.container(border=True, key=f"upload_ask_{_sign(key)}"):
        where = place_words(page, match.city, match.country_code)
        said = t("word.quoted", text=match.written) + (f" · {where}" if where else "")
        with st.container(horizontal=True, vertical_alignment="center"):
            lines = ui.plain(_lines(page, match.lines))
            st.markdown(f"**{ui.plain(said)}** :small[{lines}]", width="stretch")
            _offer_new(page, match)
            st.button(t("upload.leave_out"), key=f"upload_pass_{_sign(key)}", icon=":material/do_not_disturb_on:",
                      type="tertiary", on_click=_pass, args=(key,))  # fmt: skip
        if match.candidates:
            columns = st.columns(CANDIDATES_SIDE_BY_SIDE)
            for place, candidate in zip(columns, match.candidates, strict=False):
                with place:
                    _candidate(page, match, candidate)


def place_words(page: Page, city: str, country_code: str) -> str:
    """Say where an institution is, as far as anybody says."""
    return ", ".join(part for part in (city, regions.country_name(country_code, page.view.language)) if part)


def _candidate(page: Page, match: Match, candidate: Candidate) -> None:
    t, key = page.t, names.key(match.written)
    where = place_words(page, candidate.city, candidate.country_code) or t("upload.nowhere")
    st.markdown(f"**{ui.plain(candidate.name)}**  \n{ui.plain(where)}  \n:small[{_why(page, match, candidate)}]")
    st.button(
        t("upload.this_one"), key=f"upload_take_{_sign(key)}_{candidate.institution_id}", icon=":material/check:",
        on_click=_take, args=(key, candidate.institution_id),
    )  # fmt: skip


def _why(page: Page, match: Match, candidate: Candidate) -> str:
    """Say how alike the names are, and whether the country agrees."""
    t, said = page.t, [page.t("upload.alike", percent=round(candidate.score * 100))]
    if match.country_code and candidate.country_code:
        same = match.country_code == candidate.country_code
        said.append(t("upload.same_country" if same else "upload.other_country"))
    return " · ".join(said)


def _lines(page: Page, lines: Sequence[int]) -> str:
    shown = page.t.joined([str(line) for line in lines[:3]])
    return page.t("upload.in_lines", count=len(lines), lines=shown if len(lines) <= 3 else f"{shown} …")


def _sign(key: str) -> str:
    """Give a key as it may stand in the name of a widget; long ones are told apart by their hash."""
    joined = "-".join(key.split())
    return joined if len(joined) <= 60 else f"{joined[:48]}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def _offer_new(page: Page, match: Match) -> None:
    """Offer to add an institution of this name."""
    t, sign = page.t, _sign(names.key(match.written))
    drawer = st.popover(t("upload.new"), icon=":material/add:", key=f"upload_new_{sign}", on_change="rerun",
                        type="tertiary")  # fmt: skip
    if drawer.open:
        with drawer:
            st.caption(t("upload.new_help"))
            _ask_new(page, match, sign)
            st.button(t("upload.add_new", name=ui.plain(match.written)), key=f"upload_add_{sign}", type="primary",
                      on_click=_add, args=(match, sign))  # fmt: skip


def _ask_new(page: Page, match: Match, sign: str) -> None:
    """Ask what else is known of a new institution: its kind, city and country."""
    language, codes = page.view.language, sorted(regions.country_codes())
    kind, city, country = (sheets.heading("institutions", name, language) for name in ("kind", "city", "country_code"))
    st.selectbox(
        kind, page.edition.codes.of("institution_kind"), key=f"upload_kind_{sign}", persist_state="session",
        format_func=lambda code: page.label("institution_kind", code),
    )  # fmt: skip
    st.text_input(city, value=match.city, key=f"upload_city_{sign}", persist_state="session")
    countries = ["", *sorted(codes, key=lambda code: regions.country_name(code, language))]
    st.selectbox(
        country, countries, key=f"upload_country_{sign}", persist_state="session",
        index=countries.index(match.country_code) if match.country_code in countries else 0,
        format_func=lambda code: regions.country_name(code, language) or page.t("word.unknown"),
    )  # fmt: skip


def _take(key: str, institution_id: str) -> None:
    desk.choose(partners={**desk.choices().partners, key: institution_id})


def _pass(key: str) -> None:
    desk.pass_over((*desk.passed(), key))


def _add(match: Match, sign: str) -> None:
    newcomer = Newcomer(
        match.written, st.session_state[f"upload_city_{sign}"].strip(), st.session_state[f"upload_country_{sign}"],
        st.session_state[f"upload_kind_{sign}"],
    )  # fmt: skip
    desk.choose(newcomers=(*desk.choices().newcomers, newcomer))


def _add_all(strangers: Sequence[Match]) -> None:
    newcomers = (Newcomer(match.written, match.city, match.country_code) for match in strangers)
    desk.choose(newcomers=(*desk.choices().newcomers, *newcomers))


def _decided(page: Page, seen: Desk, written: Mapping[str, str]) -> None:
    """Name what was decided about names, each with a way back; `written` gives names by their key."""
    t, decided = page.t, desk.choices()
    rows = seen.known.institutions[seen.known.institutions["institution_id"].isin(decided.partners.values())]
    called = dict(zip(rows["institution_id"], summary.name(rows, page.view.language), strict=True))
    said: list[tuple[str, str, Callable[..., None], tuple[object, ...]]] = [
        (
            f"partner_{key}",
            t("upload.decided", written=written.get(key, key), name=called.get(held, held)),
            _forget,
            (key,),
        )
        for key, held in decided.partners.items()
    ]
    said += [
        (f"new_{names.key(new.name)}", t("upload.decided_new", name=new.name), _forget_new, (new,))
        for new in decided.newcomers
    ]
    said += [
        (f"passed_{key}", t("upload.decided_out", written=written.get(key, key)), _ask_again, (key,))
        for key in desk.passed()
    ]
    for name, sentence, undo, args in said:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/check: {ui.plain(sentence)}", width="content")
            st.button(t("upload.undo"), key=f"upload_undo_{_sign(name)}", type="tertiary", on_click=undo, args=args)


def _forget(key: str) -> None:
    desk.choose(partners={other: held for other, held in desk.choices().partners.items() if other != key})


def _forget_new(newcomer: Newcomer) -> None:
    desk.choose(newcomers=tuple(held for held in desk.choices().newcomers if held != newcomer))


def _ask_again(key: str) -> None:
    desk.pass_over(held for held in desk.passed() if held != key)
