"""Whatever a reader chooses: the address says it, and the rows are some of the edition's, in its order, unchanged."""

from dataclasses import fields, replace
from functools import cache
from urllib.parse import parse_qs

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_dashboard import view as views
from partner_dashboard.editions import Edition
from partner_dashboard.regions import ELSEWHERE
from partner_dashboard.view import CHOICES, FILTERS, OWN_LIMIT, PARAMETERS, View
from tests.organisations import demonstration, unchanging

WORDS = (
    st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=OWN_LIMIT)
    .map(str.strip)
    .filter(str.isprintable)
)
CODES = WORDS.filter(bool)
YEARS = st.none() | st.integers(1, 2999)


def any_choice(name: str) -> st.SearchStrategy[object]:
    """Give what a field of a view may hold, known to the edition or not."""
    held = getattr(View(), name)
    if name in CHOICES:
        return st.sampled_from(CHOICES[name])
    if isinstance(held, bool):
        return st.booleans()
    if isinstance(held, tuple):
        return st.lists(CODES, max_size=3, unique=True).map(tuple)
    return YEARS if held is None else WORDS


VIEWS = st.builds(View, **{field.name: any_choice(field.name) for field in fields(View)})
ADDRESSES = st.one_of(
    st.text(max_size=300),
    st.dictionaries(st.sampled_from([*PARAMETERS, "utm", ""]), st.lists(st.text(max_size=250), max_size=4)),
    st.lists(st.tuples(st.sampled_from([*PARAMETERS]), st.text(max_size=30)), max_size=40).map(
        lambda parts: "?" + "&".join(f"{part}={value}" for part, value in parts)
    ),
)


@given(VIEWS)
def test_an_address_says_the_whole_view(view: View) -> None:
    assert views.from_address(views.to_address(view)) == view
    assert views.from_address(views.query(view)) == view
    assert views.from_address(f"?{views.query(view)}") == view


@given(VIEWS, VIEWS)
def test_an_address_says_the_whole_view_beside_any_default(view: View, default: View) -> None:
    assert views.from_address(views.to_address(view, default), default) == view
    assert views.from_address(views.query(view, default), default) == view


@given(VIEWS)
def test_an_address_is_in_codes_only_and_has_no_parts_of_others(view: View) -> None:
    assert set(parse_qs(views.query(view), keep_blank_values=True)) <= set(PARAMETERS)


@given(ADDRESSES)
def test_a_nonsense_address_is_a_view_all_the_same(address: str | dict[str, list[str]]) -> None:
    view = views.from_address(address)
    assert views.from_address(views.to_address(view)) == view
    for field in fields(View):
        held = getattr(view, field.name)
        assert field.name not in CHOICES or held in CHOICES[field.name]
        for text in held if isinstance(held, tuple) else (held,):
            assert not isinstance(text, str) or (len(text) <= OWN_LIMIT and text.isprintable())


# --- rows ---------------------------------------------------------------------------------------------------------


@cache
def known_choices() -> dict[str, st.SearchStrategy[object]]:
    """Give what the filters of the demonstration data may hold, so that a view often shows something."""
    edition = demonstration()
    codes = edition.codes

    def some(values: object) -> st.SearchStrategy[object]:
        return st.just(()) | st.lists(st.sampled_from(sorted(values)), max_size=3, unique=True).map(tuple)  # type: ignore[call-overload]

    texts = ["", "", "", "tsukba", "japan", "osaka", "RESOLV", "krakau", "!!", "zzzzzz", "university", "a"]
    years = st.none() | st.integers(1960, 2030)
    return {
        "text": st.sampled_from(texts),
        "groups": some(codes.of("type_group")),
        "types": some(codes.of("partnership_type")),
        "stages": some(codes.of("stage")),
        "statuses": some(codes.of("status")),
        "living": st.booleans(),
        "homes": some(edition.homes),
        "countries": some(views.countries(edition)),
        "clusters": some({cluster for row in edition.strands["clusters"] for cluster in row}),
        "topics": some(codes.of("topic")),
        "kinds": some(codes.of("event_kind")),
        "year_from": years,
        "year_to": years,
    }


@st.composite
def known_views(draw: st.DrawFn) -> View:
    edition = demonstration()
    scheme = draw(st.sampled_from(edition.regions.schemes()))
    codes = [region.code for region in edition.regions.of(scheme)] + [ELSEWHERE]
    regions = draw(st.just(()) | st.lists(st.sampled_from(codes), max_size=3, unique=True).map(tuple))
    names = draw(st.lists(st.sampled_from(sorted(known_choices())), max_size=4, unique=True))
    chosen = {name: draw(known_choices()[name]) for name in names}
    return View(scheme=scheme, regions=regions, **chosen)  # type: ignore[arg-type]


def shown(edition: Edition, view: View) -> dict[str, pd.DataFrame]:
    return {
        "strands": views.strands(edition, view),
        "institutions": views.partners(edition, view),
        "events": views.events(edition, view),
    }


def is_part_of(rows: pd.DataFrame, whole: pd.DataFrame) -> bool:
    """Whether rows are some of the whole, the same in every cell and in the same order."""
    return rows.equals(whole[whole.index.isin(rows.index)]) and list(rows.columns) == list(whole.columns)


@settings(max_examples=40)
@given(known_views())
def test_shown_rows_are_some_of_the_edition_in_its_order(view: View) -> None:
    edition = demonstration()
    view = views.known(view, edition)
    assert views.known(view, edition) == view
    with unchanging(edition):
        for name, rows in shown(edition, view).items():
            assert is_part_of(rows, getattr(edition, name)), name


@settings(max_examples=40)
@given(known_views(), known_views())
def test_another_filter_never_adds_a_row(view: View, more: View) -> None:
    edition = demonstration()
    empty = View()
    changes = {
        name: getattr(more, name)
        for name in FILTERS
        if name != "regions" and getattr(view, name) == getattr(empty, name)
    }
    narrower = shown(edition, replace(view, **changes))
    for name, rows in shown(edition, view).items():
        assert set(narrower[name].index) <= set(rows.index), name


@settings(max_examples=20)
@given(VIEWS)
def test_a_foreign_link_opens_with_what_this_edition_knows(view: View) -> None:
    edition = demonstration()
    known = views.known(view, edition)
    assert views.known(known, edition) == known
    assert known.scheme in edition.regions.schemes()
    with unchanging(edition):
        for name, rows in shown(edition, known).items():
            assert is_part_of(rows, getattr(edition, name)), name
