"""Whatever the headings and cells are, each gets one answer and each of our columns at most one heading."""

from hypothesis import given
from hypothesis import strategies as st

from partner_dashboard.intake.columns import arrange, notices, recognise, shape_of, targets
from partner_dashboard.intake.headers import declared
from partner_dashboard.intake.vocabulary import closest_code, code_for
from partner_dashboard.schema import DATASETS
from tests.uploads import codes, table

KNOWN = sorted(
    {word for dataset in DATASETS for strength in ("words", "weak") for _, word in declared(dataset, strength)}
)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
HEADERS = st.one_of(
    ANY, st.sampled_from(KNOWN), st.sampled_from(["Status", "Partner", "Stand", "", "@@type", "__proto__"])
)
CELLS = st.one_of(
    ANY, st.sampled_from(["", "2010", "univ-oslo", "aktiv", "https://a.example", "51.4, 7.2", "rub, nims"])
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    headers = draw(st.lists(HEADERS, max_size=8))
    return headers, draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), max_size=4))


@given(tables(), st.sampled_from(["", *DATASETS]))
def test_each_column_is_taken_at_most_once_and_every_heading_is_kept(
    written: tuple[list[str], list[list[str]]], dataset: str
) -> None:
    headers, rows = written
    upload = table(headers, *rows)
    found = recognise(upload, codes(), dataset)
    assert found.dataset == (dataset or found.dataset)
    assert found.dataset in DATASETS
    assert [(heading.position, heading.header) for heading in found.headings] == list(enumerate(headers))
    columns = [heading.column for heading in found.headings if heading.column]
    assert len(set(columns)) == len(columns)
    assert set(columns) <= set(targets(found.dataset))
    assert all(bool(heading.column) == (heading.by not in ("", "doubled")) for heading in found.headings)
    assert list(arrange(upload, found).columns) == columns
    for problem in notices(upload, found):
        assert problem.column in (found.positions if problem.code == "doubled_value" else headers)


@given(tables(), st.dictionaries(st.integers(-1, 9), st.sampled_from(["", "status", "name", "title", "rector"])))
def test_what_was_found_is_remembered_as_it_was(
    written: tuple[list[str], list[list[str]]], chosen: dict[int, str]
) -> None:
    upload = table(written[0], *written[1])
    found = recognise(upload, codes(), chosen=chosen)
    again = recognise(upload, codes(), remembered=found)
    assert again.dataset == found.dataset
    assert again.positions == found.positions


@given(st.lists(ANY, max_size=5), st.lists(ANY, max_size=5))
def test_the_shape_depends_on_the_headings_alone(first: list[str], second: list[str]) -> None:
    assert shape_of(first) == shape_of(tuple(first))
    assert (first == second) <= (shape_of(first) == shape_of(second))


@given(st.sampled_from(sorted(codes().lists())), ANY)
def test_any_word_has_a_code_of_its_list_or_none(name: str, word: str) -> None:
    sure, perhaps = code_for(name, word, codes()), closest_code(name, word, codes())
    assert sure in ("", *codes().of(name))
    assert perhaps in ("", *codes().of(name))
    assert perhaps == (sure or perhaps)
