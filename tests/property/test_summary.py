"""Whatever is chosen: a number is the count of the rows that a reader finds when following it."""

from dataclasses import replace

import pandas as pd
from hypothesis import given, settings

from partner_dashboard import summary
from partner_dashboard import view as views
from partner_dashboard.view import View
from tests.organisations import demonstration, unchanging
from tests.property.test_view import known_views

EDITION = demonstration()


@settings(max_examples=20)
@given(known_views())
def test_key_figures_are_counts_of_rows(view: View) -> None:
    with unchanging(EDITION):
        strands, events = views.strands(EDITION, view), views.events(EDITION, view)
        found = summary.key_figures(EDITION, strands, events)
    partners = views.partners(EDITION, view)
    assert found.partners.value == len(partners)
    assert found.recorded.value == len(strands)
    assert found.living.value == int(strands["living"].sum())
    assert found.living.value == len(views.strands(EDITION, replace(view, living=True)))
    assert found.countries.value == strands.loc[strands["is_abroad"], "country"].nunique()
    assert found.undated == int((strands["start_date"] == "").sum())
    assert found.partners_at_home == int((partners["country_code"] == "DE").sum())
    assert found.fellows == int(summary.partners(EDITION, strands)["is_fellow"].sum())
    assert found.recorded.value - found.undated >= found.recorded.course[-1]
    for figure in (found.partners, found.countries, found.recorded, found.living):
        assert figure.recent + figure.before <= figure.value


@settings(max_examples=12)
@given(known_views())
def test_following_a_number_leads_to_that_many_rows(view: View) -> None:
    strands = views.strands(EDITION, view)
    regions = summary.regions_of(EDITION, strands, view.scheme)
    assert int(regions["strands"].sum()) == len(strands)
    if not view.regions:
        for code, row in regions.iterrows():
            inside = views.strands(EDITION, replace(view, regions=(str(code),)))
            assert row["strands"] == len(inside), code
            assert row["partners"] == len(views.partners(EDITION, replace(view, regions=(str(code),)))), code
    if not view.countries:
        for code, row in summary.countries(EDITION, strands).head(5).iterrows():
            inside = views.strands(EDITION, replace(view, countries=(str(code),)))
            assert row["strands"] == len(inside[~inside["is_home"]]), code
    if not view.groups:
        for code, count in summary.counts(strands, "group").items():
            assert count == len(views.strands(EDITION, replace(view, groups=(code,))))
    if not view.stages:
        for code, count in summary.counts(strands, "stage").items():
            assert count == len(views.strands(EDITION, replace(view, stages=(code,))))


@settings(max_examples=20)
@given(known_views())
def test_gathered_rows_are_the_shown_rows(view: View) -> None:
    with unchanging(EDITION):
        strands = views.strands(EDITION, view)
        partners = summary.partners(EDITION, strands)
        growth = summary.growth(strands, until=EDITION.as_of.year)
        ending = summary.ending(EDITION, strands)
    assert set(partners.index) == set(views.partners(EDITION, view).index)
    assert int(partners["strands"].sum()) == len(summary.partner_strands(strands))
    assert int(partners["living"].sum()) == int(summary.partner_strands(strands)["living"].sum())
    dated = strands["begun_earliest"].dt.year <= EDITION.as_of.year
    assert (int(growth.iloc[-1].sum()) if len(growth) else 0) == int(dated.sum())
    assert set(ending.index) <= set(strands.index)
    assert pd.Series(summary.counts(strands, "type"), dtype=int).sum() == len(strands)
