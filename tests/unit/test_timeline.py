"""A bar says no more than is known, nothing hides anything else, and names stay names."""

import json
from datetime import date
from itertools import pairwise
from math import nan
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from partner_dashboard import summary
from partner_dashboard import view as views
from partner_dashboard.editions import Edition
from partner_dashboard.figures import captions, growth, lanes, paper, timeline
from partner_dashboard.texts import LANGUAGES, Texts
from tests.organisations import demonstration, event, hostile, institution, opened, strand, unchanging, write

T = Texts("en")
SETTINGS = 'as_of = 2026-03-01\nhome_country = "DE"\nhomes = ["home"]\nscheme = "m49"\n'
TODAY = pd.Timestamp(2026, 3, 1)

INSTITUTIONS = [
    institution("home", country_code="DE", short_name="H"),
    institution("jp", name="University of the Rising Sun", short_name="URS", city="Kyoto", country_code="JP"),
    institution("fr", country_code="FR"),
]

PARTNERSHIPS = [
    strand("jp-1", "jp", type="research_focused", stage="signed", status="active", start_date="2020-04-15"),
    strand("jp-2", "jp", type="network", status="ended", start_date="2001", end_date="2005-06"),
    strand("jp-3", "jp", type="network"),
    strand("fr-1", "fr", type="network", status="planned", start_date="2027-01-01"),
    strand("cn-1", "", country_code="CN", type="global_engagement", stage="declared", start_date="198X"),
]

EVENTS = [
    event("away", start_date="2020-04-15", country_code="JP", institution_ids="home;jp"),
    event("guests", start_date="2020-05", country_code="DE", institution_ids="home;fr", kind="delegation_visit"),
    event("alone", start_date="2021", country_code="DE"),
    event("dateless", institution_ids="jp"),
]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("timeline")
    return opened(write(folder, INSTITUTIONS, PARTNERSHIPS, EVENTS, settings=SETTINGS))


def drawn_of(edition: Edition, by: str = "region") -> tuple[pd.DataFrame, pd.DataFrame, list[lanes.Lane]]:
    strands, scheme = edition.strands, edition.regions.schemes()[0]
    codes = lanes.lane_of(edition, strands, by, scheme)
    drawn = lanes.relations(edition, strands, codes, T)
    shown = set(drawn.loc[drawn["earliest"].notna(), "lane"])
    points = lanes.marks(edition, edition.events, by, scheme, shown, T)
    said = lanes.titles(edition, strands, codes, by, scheme, T, also=points["lane"])
    return drawn, points, lanes.lanes(drawn, points, said, T)


def figure_of(edition: Edition, by: str = "region") -> go.Figure:
    drawn, points, shared = drawn_of(edition, by)
    dense = lanes.is_dense(drawn)
    planned = (
        lanes.dense_plan(shared, drawn, points, TODAY, T)
        if dense
        else lanes.plan(shared, drawn, points, headed=by != "partner")
    )
    groups = {code: ("#003560", edition.codes.label("type_group", code, "en")) for code in drawn["group"].unique()}
    undated = drawn[drawn["earliest"].isna()]
    inks = timeline.Inks(groups, "#003560")
    return timeline.figure(planned, undated, inks, paper.of("light"), T, as_of=TODAY)


def ms(*day: int) -> float:
    return (date(*day) - date(1970, 1, 1)).days * lanes.DAY


def bar(**cells: object) -> dict[str, object]:
    """Give a row of a relation that began on 1 January 2000 and of which no end is known."""
    begin = ms(2000, 1, 1)
    row: dict[str, object] = {
        "earliest": begin, "latest": begin, "precision": "day", "closes_earliest": nan, "closes_latest": nan,
        "closing": "unknown", "form": "solid",
    }  # fmt: skip
    return row | cells


# --- edges -------------------------------------------------------------------------------------------------------


def test_a_known_day_begins_sharply_and_a_known_day_ends_sharply() -> None:
    closed = bar(closes_earliest=ms(2009, 12, 31), closes_latest=ms(2009, 12, 31), closing="day")
    assert list(lanes.strips(closed, ms(2026, 3, 1))) == [(ms(2000, 1, 1), ms(2010, 1, 1), 1.0)]


def test_a_year_becomes_certain_on_its_last_day() -> None:
    soft = bar(latest=ms(2000, 12, 31), precision="year", closes_earliest=ms(2010, 5, 1), closes_latest=ms(2010, 5, 1),
               closing="day")  # fmt: skip
    parts = list(lanes.strips(soft, ms(2026, 3, 1)))
    assert [share for _, _, share in parts] == [0.1, 0.3, 0.5, 0.7, 0.9, 1.0]
    assert (parts[0][0], parts[5][0]) == (ms(2000, 1, 1), ms(2000, 12, 31))


def test_a_month_at_the_end_fades_within_the_month() -> None:
    soft = bar(closes_earliest=ms(2010, 5, 1), closes_latest=ms(2010, 5, 31), closing="month")
    parts = list(lanes.strips(soft, ms(2026, 3, 1)))
    assert parts[0] == (ms(2000, 1, 1), ms(2010, 5, 1), 1.0)
    assert parts[-1][1] == ms(2010, 6, 1)
    assert [share for _, _, share in parts[1:]] == [0.83, 0.5, 0.17]


def test_an_open_end_fades_towards_today_and_never_goes_beyond() -> None:
    parts = list(lanes.strips(bar(), ms(2026, 3, 1)))
    assert parts[0] == (ms(2000, 1, 1), ms(2026, 3, 1) - lanes.FADE, 1.0)
    assert parts[-1][1] == pytest.approx(ms(2026, 3, 1))
    shares = [share for _, _, share in parts]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] >= lanes.FAINT


def test_what_is_over_but_nobody_says_since_when_fades_all_along() -> None:
    parts = list(lanes.strips(bar(form="hatched"), ms(2026, 3, 1)))
    assert parts[0][0] == ms(2000, 1, 1)
    assert parts[0][2] < 1.0


def test_the_parts_of_a_bar_follow_each_other_without_a_gap() -> None:
    for precision, latest in (("day", ms(2000, 1, 1)), ("decade", ms(2009, 12, 31)), ("interval", nan)):
        for form in ("solid", "hatched"):
            parts = list(lanes.strips(bar(precision=precision, latest=latest, form=form), ms(2026, 3, 1)))
            assert parts[0][0] == ms(2000, 1, 1)
            assert all(before[1] == pytest.approx(after[0]) for before, after in pairwise(parts))
            assert all(0 < share <= 1 for _, _, share in parts)


@pytest.mark.parametrize("first", [ms(2026, 3, 1), ms(2026, 2, 27), ms(2031, 1, 1)])
def test_what_begins_today_or_later_can_be_seen(first: float) -> None:
    parts = list(lanes.strips(bar(earliest=first, latest=first), ms(2026, 3, 1)))
    assert parts[-1][1] - parts[0][0] == pytest.approx(lanes.SHORTEST)


def test_an_end_before_the_start_leaves_one_day() -> None:
    slip = bar(closes_earliest=ms(1990, 1, 1), closes_latest=ms(1990, 1, 1), closing="day")
    assert list(lanes.strips(slip, ms(2026, 3, 1))) == [(ms(2000, 1, 1), ms(2000, 1, 2), 1.0)]


# --- lanes -------------------------------------------------------------------------------------------------------


def test_bars_are_hollow_hatched_or_solid_by_what_is_known_of_them(edition: Edition) -> None:
    forms = lanes.forms(edition.strands)
    assert forms.to_dict() == {
        "jp-1": "solid", "jp-2": "hatched", "jp-3": "solid", "fr-1": "hollow", "cn-1": "hollow",
    }  # fmt: skip


def test_the_dated_come_by_their_start_and_the_undated_last(edition: Edition) -> None:
    drawn, _, _ = drawn_of(edition)
    assert list(drawn.index) == ["cn-1", "jp-2", "jp-1", "fr-1", "jp-3"]


def test_lanes_say_how_many_are_dated_and_how_many_are_not(edition: Edition) -> None:
    _, _, shared = drawn_of(edition)
    assert [(lane.title, lane.note) for lane in shared] == [
        ("Asia", "3 relations · 1 undated"), ("Europe", "1 relation"),
    ]  # fmt: skip


def test_an_event_lies_with_its_guests_else_where_it_took_place(edition: Edition) -> None:
    _, points, _ = drawn_of(edition)
    assert points[["event", "lane"]].to_numpy().tolist() == [["away", "142"], ["guests", "150"], ["alone", "150"]]


def test_by_type_events_share_a_lane_of_their_own_at_the_top(edition: Edition) -> None:
    _, points, shared = drawn_of(edition, "type")
    assert set(points["lane"]) == {lanes.ALL}
    assert (shared[0].title, shared[0].note) == ("Events", "")


def test_by_partner_an_event_lies_on_the_row_of_its_partner(edition: Edition) -> None:
    drawn, points, shared = drawn_of(edition, "partner")
    planned = lanes.plan(shared, drawn, points, headed=False)
    rows = planned.bars.groupby("lane")["y"].min()
    marked = planned.marks.set_index("event")["y"]
    assert marked["away"] == rows["jp"]
    assert marked["alone"] < rows.min()


def test_kinds_of_event_beyond_the_first_few_share_a_mark(edition: Edition) -> None:
    _, points, _ = drawn_of(edition)
    kinds = edition.codes.of("event_kind")
    ranks = {code: min(kinds.index(code), lanes.KINDS_MARKED) for code in ("conference", "delegation_visit")}
    assert points["symbol"].tolist() == [ranks["conference"], ranks["delegation_visit"], ranks["conference"]]
    assert len(timeline.SYMBOLS) == len(timeline.SIGNS) == lanes.KINDS_MARKED + 1


def test_no_two_bars_lie_on_each_other_and_each_is_drawn_once() -> None:
    for by in ("region", "type", "partner"):
        drawn, points, shared = drawn_of(demonstration(), by)
        planned = lanes.plan(shared, drawn, points, headed=by != "partner")
        heights = planned.bars["y"].sort_values()
        assert sorted(planned.bars["id"]) == sorted(drawn.loc[drawn["earliest"].notna(), "id"])
        assert heights.diff().dropna().min() >= planned.thickness
        assert heights.max() < planned.height


def test_marks_stand_above_the_bars_of_their_lane() -> None:
    drawn, points, shared = drawn_of(demonstration())
    planned = lanes.plan(shared, drawn, points)
    for lane, bars in planned.bars.groupby("lane"):
        above = planned.marks[planned.marks["lane"] == lane]
        assert above["y"].max() < bars["y"].min() or above.empty


def test_few_rows_are_generous_and_many_are_counted_instead(edition: Edition) -> None:
    drawn, points, shared = drawn_of(edition)
    assert lanes.plan(shared, drawn, points).thickness == 9
    many = pd.concat([drawn] * 100, ignore_index=True)
    assert not lanes.is_dense(drawn)
    assert lanes.is_dense(many)
    assert not lanes.is_dense(many[many["lane"] == "142"].head(300))


def test_density_counts_a_relation_from_its_first_year_to_its_last(edition: Edition) -> None:
    drawn, _, shared = drawn_of(edition, "country")
    japan = next(lane for lane in shared if lane.code == "JP")
    runs = lanes.runs(japan, drawn, TODAY, T)
    assert [(begin, running) for begin, _, running, _, _ in runs] == [(ms(2001, 1, 1), 1), (ms(2020, 1, 1), 1)]
    assert runs[0][0] + runs[0][1] == ms(2006, 1, 1)
    assert runs[1][0] + runs[1][1] == ms(2026, 3, 1)


def test_density_counts_nothing_that_is_only_announced(edition: Edition) -> None:
    drawn, _, shared = drawn_of(edition, "country")
    assert lanes.runs(next(lane for lane in shared if lane.code == "CN"), drawn, TODAY, T) == []


def test_nothing_changes_the_frames_it_draws() -> None:
    with unchanging(demonstration()):
        for by in ("region", "type", "partner"):
            figure_of(demonstration(), by)


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "short", "city", "said"),
    [
        ("University of Tours", "Tours", "Tours", "University of Tours"),
        ("Renmin University of China, Beijing", "RUC", "Beijing", "RUC, Beijing"),
        ("University of California, Berkeley", "UC Berkeley", "Berkeley", "UC Berkeley"),
        ("Goethe University of the Very Long Name", "", "Frankfurt", "Goethe University of the…"),
        ("Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "", "", f"{'A' + 'a' * 23}…"),
    ],
)
def test_a_label_is_the_name_where_it_fits(name: str, short: str, city: str, said: str) -> None:
    assert captions.label(name, short, city, 25) == said


def test_a_relation_without_a_partner_is_called_by_its_country(edition: Edition) -> None:
    assert captions.names(edition, edition.strands, T)["cn-1"] == "China"


def test_the_pointer_reads_name_type_span_stage_and_source(edition: Edition) -> None:
    words = dict(zip(edition.strands.index, captions.of_relations(edition, edition.strands, T), strict=True))
    assert words["jp-1"] == (
        "<b>University of the Rising Sun</b><br>Research-focused · H<br>15 April 2020 – end not stated<br>"
        "Stage: Signed<br>Source: unknown"
    )
    assert "2001 – June 2005" in words["jp-2"]
    assert "Stage: Unknown · Ended" in words["jp-2"]
    assert "start unknown – end not stated" in words["jp-3"]
    assert "<br>announced for 1 January 2027<br>" in words["fr-1"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('<a href="http://evil.example">x</a>', '&lt;a href="http://evil.example"&gt;x&lt;/a&gt;'),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("a\nb\t c", "a b c"),
        ("\u202eright to left\u202c", "right to left"),
    ],
)
def test_markup_in_a_name_is_only_text(name: str, shown: str) -> None:
    assert paper.literal(name) == shown
    assert paper.wrapped(name, 60) == shown


def test_a_very_long_name_is_cut_and_wrapped() -> None:
    assert paper.literal("x" * 999) == f"{'x' * 239}…"
    assert [len(line) for line in paper.wrapped("x" * 999, 56).split("<br>")] == [56, 56, 56, 56, 16]


def test_no_markup_of_the_data_reaches_a_figure(tmp_path: Path) -> None:
    edition = opened(hostile(tmp_path))
    figures = [figure_of(edition, by) for by in ("region", "type", "partner")]
    groups = {code: ("#003560", edition.codes.label("type_group", code, "en")) for code in edition.strands["group"]}
    figures.append(growth.figure(summary.growth(edition.strands, until=2026), groups, paper.of("dark"), year=2020))
    written = json.dumps([json.loads(figure.to_json()) for figure in figures], ensure_ascii=False)
    ours = ("<b>", "</b>", "<br>", '<span style=\\"color:#', "</span>")
    for markup in ours:
        written = written.replace(markup, "")
    assert "<" not in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_precision_has_a_word(language: str) -> None:
    assert all(Texts(language).has(f"timeline.precision.{code}") for code in lanes.SOFT_STEPS)


# --- drawing -----------------------------------------------------------------------------------------------------


def test_plotly_accepts_every_value(edition: Edition) -> None:
    counts = summary.growth(edition.strands, until=2026)
    groups = {code: ("#003560", code) for code in counts}
    drawn, points, shared = drawn_of(edition)
    dense = lanes.dense_plan(shared, drawn, points, TODAY, T)
    inks = timeline.Inks({code: ("#003560", code) for code in drawn["group"]}, "#003560")
    for figure in (
        figure_of(edition),
        figure_of(demonstration(), "partner"),
        timeline.figure(dense, drawn[drawn["earliest"].isna()], inks, paper.of("dark"), T, as_of=TODAY, size="narrow"),
        timeline.key_of_forms(paper.of("dark"), T),
        growth.figure(counts, groups, paper.of("light"), year=2010),
    ):
        go.Figure(json.loads(figure.to_json()))


def test_the_pointer_finds_each_relation_once_dated_or_not(edition: Edition) -> None:
    found = [
        code
        for trace in figure_of(edition).to_dict()["data"]
        for kind, code in trace.get("customdata", ())
        if kind == "relation"
    ]
    assert sorted(found) == sorted(edition.strands.index)


def test_the_picture_of_the_demonstration_is_small_and_has_few_traces() -> None:
    figure = figure_of(demonstration())
    assert len(figure.to_json()) < 300_000
    assert len(figure.to_dict()["data"]) <= 20


def test_a_drag_narrows_the_years_on_a_screen_and_scrolls_on_a_phone(edition: Edition) -> None:
    drawn, points, shared = drawn_of(edition)
    planned = lanes.plan(shared, drawn, points)
    inks = timeline.Inks({code: ("#003560", code) for code in drawn["group"]}, "#003560")
    wide, narrow = (
        timeline.figure(planned, drawn.iloc[:0], inks, paper.of("light"), T, as_of=TODAY, size=size).to_dict()["layout"]
        for size in ("wide", "narrow")
    )
    assert (wide["dragmode"], narrow["dragmode"]) == ("zoom", False)
    assert wide["yaxis"]["fixedrange"] is True


def test_a_phone_names_every_twentieth_of_many_years(edition: Edition) -> None:
    drawn, points, shared = drawn_of(edition)
    planned = lanes.plan(shared, drawn, points)
    inks = timeline.Inks({code: ("#003560", code) for code in drawn["group"]}, "#003560")
    steps = [
        timeline.figure(
            planned, drawn.iloc[:0], inks, paper.of("light"), T, as_of=TODAY, years=years, size="narrow"
        ).to_dict()["layout"]["xaxis"].get("dtick")
        for years in ((1950, 2020), (2000, 2020))
    ]  # fmt: skip
    assert steps == ["M240", None]


def test_years_of_the_view_are_seen_first(edition: Edition) -> None:
    drawn, points, shared = drawn_of(edition)
    inks = timeline.Inks({code: ("#003560", code) for code in drawn["group"]}, "#003560")
    figure = timeline.figure(
        lanes.plan(shared, drawn, points), drawn.iloc[:0], inks, paper.of("light"), T, as_of=TODAY, years=(2000, 2010)
    )
    assert figure.to_dict()["layout"]["xaxis"]["range"] == [ms(2000, 1, 1), ms(2011, 1, 1)]


def test_only_undated_relations_and_no_events_make_a_picture(edition: Edition) -> None:
    strands = edition.strands.loc[["jp-3"]]
    codes = lanes.lane_of(edition, strands, "region", "m49")
    drawn = lanes.relations(edition, strands, codes, T)
    points = lanes.marks(edition, edition.events.iloc[:0], "region", "m49", set(), T)
    shared = lanes.lanes(drawn, points, lanes.titles(edition, strands, codes, "region", "m49", T), T)
    inks = timeline.Inks({code: ("#003560", code) for code in drawn["group"]}, "#003560")
    planned = lanes.plan(shared, drawn, points)
    figure = timeline.figure(planned, drawn, inks, paper.of("light"), T, as_of=TODAY)
    assert [trace["customdata"] for trace in figure.to_dict()["data"] if trace.get("customdata")] == [
        [("relation", "jp-3")]
    ]


def test_every_scheme_of_regions_names_all_its_lanes() -> None:
    edition = demonstration()
    for scheme in edition.regions.schemes():
        shown = views.strands(edition, views.View(scheme=scheme, living=True))
        codes = lanes.lane_of(edition, shown, "region", scheme)
        points = lanes.marks(edition, edition.events, "region", scheme, set(codes), T)
        said = lanes.titles(edition, shown, codes, "region", scheme, T, also=points["lane"])
        assert set(said) >= set(codes)


# --- growth ------------------------------------------------------------------------------------------------------


def test_the_names_at_the_end_keep_their_distance() -> None:
    assert growth.spread([1.0, 1.5, 9.0], 2, 0, 10) == [1.0, 3.0, 9.0]
    assert growth.spread([9.0, 9.5, 9.9], 2, 0, 10) == [6.0, 8.0, 10.0]
    assert growth.spread([1.0, 1.0, 1.0], 8, 0, 10) == [0.0, 5.0, 10.0]
    assert growth.spread([], 2, 0, 10) == []


def test_the_count_of_a_year_is_none_before_the_first() -> None:
    counts = pd.DataFrame({"a": [1, 3], "b": [0, 2]}, index=[2000, 2001])
    assert growth.counts_in(counts, 1999) == {"a": 0, "b": 0}
    assert growth.counts_in(counts, 2000) == {"a": 1, "b": 0}
    assert growth.counts_in(counts, 2050) == {"a": 3, "b": 2}


def test_growth_after_the_chosen_year_is_faint() -> None:
    counts = pd.DataFrame({"a": [1, 3]}, index=[2000, 2001])
    ahead, until = growth.figure(counts, {"a": ("#003560", "A")}, paper.of("light"), year=2000).to_dict()["data"]
    assert (ahead["x"], ahead["fillcolor"]) == ([2000, 2001], "rgba(0,53,96,0.16)")
    assert (until["x"], until["fillcolor"]) == ([2000], "rgba(0,53,96,1)")


def test_growth_names_every_group_with_its_count_beside_its_end() -> None:
    counts = pd.DataFrame({"b": [0, 2], "a": [1, 3]}, index=[2000, 2001])
    groups = {"a": ("#003560", "A"), "b": ("#5E7A00", "B & Co")}
    layout = growth.figure(counts, groups, paper.of("light"), year=2001).to_dict()["layout"]
    assert [note["text"] for note in layout["annotations"]] == [
        '<span style="color:#003560">■</span> A <b>3</b>', '<span style="color:#5E7A00">■</span> B &amp; Co <b>2</b>',
    ]  # fmt: skip
    assert layout["annotations"][0]["y"] < layout["annotations"][1]["y"]
