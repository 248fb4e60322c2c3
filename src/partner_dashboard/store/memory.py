"""From what people decide and services answer to something that is remembered, with who, why and when.

Nothing is overwritten: a newer decision about the same key stands, the older ones stay as its history.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select

from partner_dashboard.store.records import By, Decision, storable, written_moment
from partner_dashboard.store.tables import DECISIONS


def decide(connection: Connection, kind: str, key: str, value: Mapping[str, object] | None, by: By) -> None:
    """Remember a value under a key, or with None forget it; what is remembered already is left as it is."""
    kind, key = storable(kind), storable(key)
    said = None if value is None else json.dumps(value)
    standing = next((decision.value for decision in decisions(connection, kind, key)), None)
    if standing == (None if said is None else json.loads(said)):
        return
    number = connection.scalar(select(func.coalesce(func.max(DECISIONS.c.number), 0))) or 0
    connection.execute(insert(DECISIONS).values(
        number=number + 1, kind=kind, key=key, value=said, author=storable(by.author), reason=storable(by.reason),
        decided_at=written_moment(by.at),
    ))  # fmt: skip


def recalled(connection: Connection, kind: str) -> dict[str, dict[str, object]]:
    """Give what stands of a kind, by key; what was decided last comes last."""
    last = select(func.max(DECISIONS.c.number)).where(DECISIONS.c.kind == kind).group_by(DECISIONS.c.key)
    query = select(DECISIONS.c.key, DECISIONS.c.value).where(
        DECISIONS.c.number.in_(last), DECISIONS.c.value.is_not(None)
    )
    return {key: json.loads(value) for key, value in connection.execute(query.order_by(DECISIONS.c.number))}


def decisions(connection: Connection, kind: str, key: str) -> tuple[Decision, ...]:
    """Give everything that was ever decided about a key, the newest first."""
    query = select(DECISIONS).where(DECISIONS.c.kind == kind, DECISIONS.c.key == key)
    return tuple(_decision(row) for row in connection.execute(query.order_by(DECISIONS.c.number.desc())))


def _decision(row: Row[tuple[object, ...]]) -> Decision:
    value = None if row.value is None else json.loads(row.value)
    return Decision(row.kind, row.key, value, By(row.author, row.reason, datetime.fromisoformat(row.decided_at)))
