"""Rows kept under the hash of what they are."""

import gzip
import json
import re

import pytest

from partner_dashboard.payloads import ROUTE, Payloads


def name(address: str) -> str:
    return address.removeprefix(f"{ROUTE}/")


def test_rows_come_back_from_their_address_as_they_were() -> None:
    payloads = Payloads()
    rows = [{"name": "Krakόw «x» 筑波", "lat": 50.06, "count": 3, "since": None}]
    body = payloads.body(name(payloads.address(rows)))
    assert body is not None
    assert json.loads(gzip.decompress(body)) == rows


def test_an_address_is_a_path_that_names_only_the_content() -> None:
    assert re.fullmatch(r"/data/[0-9a-f]{20}\.json", Payloads().address([1, 2]))


def test_the_same_rows_have_the_same_address_in_every_process() -> None:
    assert Payloads().address([{"a": 1}]) == Payloads().address([{"a": 1}])
    assert Payloads().address([{"a": 1}]) != Payloads().address([{"a": 2}])


def test_an_unknown_address_has_no_body() -> None:
    assert Payloads().body("0" * 20 + ".json") is None


def size(rows: object) -> int:
    held = Payloads()
    return len(held.body(name(held.address(rows))) or b"")


def test_the_least_recently_used_rows_go_first() -> None:
    first, second, third = [["a"]], [["b"]], [["c"]]
    payloads = Payloads(limit_bytes=size(first) + size(second))
    addresses = [payloads.address(first), payloads.address(second)]
    assert payloads.body(name(addresses[0])) is not None, "asked for, so it is younger than the second"
    addresses.append(payloads.address(third))
    assert [payloads.body(name(address)) is not None for address in addresses] == [True, False, True]


def test_keeping_the_same_rows_again_makes_them_young_and_costs_nothing() -> None:
    first, second, third = [["a"]], [["b"]], [["c"]]
    payloads = Payloads(limit_bytes=size(first) + size(second))
    addresses = [payloads.address(rows) for rows in (first, second, first, third)]
    assert [payloads.body(name(address)) is not None for address in addresses] == [True, False, True, True]


def test_the_newest_rows_are_kept_however_large_they_are() -> None:
    payloads = Payloads(limit_bytes=1)
    payloads.address(["small"])
    newest = payloads.address(list(range(1000)))
    assert payloads.body(name(newest)) is not None


def test_a_number_that_json_does_not_know_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="JSON"):
        Payloads().address([float("nan")])
