"""What somebody decided is remembered until somebody decides otherwise, and so is who did, and why."""

from dataclasses import replace
from datetime import timedelta

from partner_dashboard.store import By, Decision, Store
from tests.store.drafts import BY


def test_what_was_decided_last_stands(store: Store) -> None:
    store.remember("alias", "uni tsukuba", {"institution_id": "tsukuba"}, BY)
    store.remember("alias", "rub", {"institution_id": "rub"}, BY)
    store.remember("alias", "uni tsukuba", {"institution_id": "univ-tsukuba", "sure": [True, None, 0.5]}, BY)
    store.remember("place", "rub", {"latitude": 51.44}, BY)
    assert store.recalled("alias") == {
        "rub": {"institution_id": "rub"},
        "uni tsukuba": {"institution_id": "univ-tsukuba", "sure": [True, None, 0.5]},
    }
    assert store.recalled("place") == {"rub": {"latitude": 51.44}}
    assert store.recalled("nothing") == {}


def test_what_is_forgotten_is_not_recalled_but_told(store: Store) -> None:
    later = replace(BY, author="Grace", at=BY.at + timedelta(days=1))
    store.remember("alias", "x", {"institution_id": "a"}, BY)
    store.forget("alias", "x", later)
    assert store.recalled("alias") == {}
    assert store.decisions("alias", "x") == (
        Decision("alias", "x", None, later),
        Decision("alias", "x", {"institution_id": "a"}, BY),
    )


def test_the_same_decision_again_is_none(store: Store) -> None:
    store.remember("alias", "x", {"ids": ("a", "b")}, BY)
    store.remember("alias", "x", {"ids": ["a", "b"]}, By("Grace", "again", BY.at))
    store.forget("alias", "y", BY)
    assert len(store.decisions("alias", "x")) == 1
    assert store.decisions("alias", "y") == ()


def test_any_text_may_be_a_key(store: Store) -> None:
    for key in ("", "'; DROP TABLE decisions; --", "ünï|\n% _"):
        store.remember("alias", key, {"said": f"{key}\0"}, BY)
    assert store.recalled("alias") == {
        key: {"said": f"{key}\0"} for key in ("", "'; DROP TABLE decisions; --", "ünï|\n% _")
    }
