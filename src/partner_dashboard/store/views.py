"""From the tables to plain views for BI tools: the newest edition, and of it only what every reader may see.

Internal columns, rows that are not public, and whatever points to such a row are not in them.

public_institutions, public_partnerships, public_events, public_evidence   as in the schema
public_participants                                                        one row per event and institution
public_editions                                                            which edition this is, and of when
"""

from collections.abc import Mapping

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.sql.ddl import CreateView, DropView

from partner_dashboard.editions import PUBLIC
from partner_dashboard.schema import DATASETS, PARTICIPANT_SEPARATOR, ROLE_SEPARATOR
from partner_dashboard.store.tables import EDITIONS, OPEN, VERSIONS


def make_views(connection: Connection) -> None:
    """Make the views anew, as this version of the dashboard declares them."""
    views = declared(connection.dialect.name)
    for view in reversed(views):
        connection.execute(DropView(view.table, if_exists=True))
    for view in views:
        connection.execute(view)


def declared(dialect: str) -> tuple[CreateView, ...]:
    """Declare all views."""
    return (
        CreateView(select(EDITIONS.c.number, EDITIONS.c.kind, EDITIONS.c.published_at), "public_editions"),
        CreateView(_institutions(), "public_institutions"),
        CreateView(_partnerships(), "public_partnerships"),
        CreateView(_events(), "public_events"),
        CreateView(_participants(dialect), "public_participants"),
        CreateView(_evidence(), "public_evidence"),
    )


def _institutions() -> Select[tuple[object, ...]]:
    parent = VERSIONS["institutions"].c.parent_id
    return _rows("institutions", _is_public(VERSIONS["institutions"]), {"parent_id": _if(_institution(parent), parent)})


def _partnerships() -> Select[tuple[object, ...]]:
    umbrella = VERSIONS["partnerships"].c.umbrella_id
    shown = _both_sides(VERSIONS["partnerships"])
    return _rows("partnerships", shown, {"umbrella_id": _if(_partnership(umbrella), umbrella)})


def _events() -> Select[tuple[object, ...]]:
    parent = VERSIONS["events"].c.parent_event_id
    shown = _is_public(VERSIONS["events"])
    return _rows("events", shown, {"parent_event_id": _if(_event(parent), parent)}, without=("institution_ids",))


def _evidence() -> Select[tuple[object, ...]]:
    held = VERSIONS["evidence"]
    about = or_(_institution(held.c.row_id), _partnership(held.c.row_id), _event(held.c.row_id))
    return _rows("evidence", and_(held.c.valid_to == OPEN, about), {})


def _participants(dialect: str) -> Select[tuple[object, ...]]:
    """Cut the participants of each event apart, first at `;`, then at `:`."""
    place = func.instr if dialect == "sqlite" else func.strpos
    events = VERSIONS["events"]
    cut = (
        select(
            events.c.event_id,
            literal("").label("part"),
            (events.c.institution_ids + PARTICIPANT_SEPARATOR).label("rest"),
        )
        .where(_is_public(events))
        .cte("cut", recursive=True)
    )
    end = place(cut.c.rest, PARTICIPANT_SEPARATOR)
    cut = cut.union_all(
        select(cut.c.event_id, func.substr(cut.c.rest, 1, end - 1), func.substr(cut.c.rest, end + 1)).where(
            cut.c.rest != ""
        )
    )
    whole = cut.c.part + ROLE_SEPARATOR
    colon = place(whole, ROLE_SEPARATOR)
    institution_id = func.trim(func.substr(whole, 1, colon - 1))
    role = func.trim(func.replace(func.substr(whole, colon + 1), ROLE_SEPARATOR, ""))
    return select(cut.c.event_id, institution_id.label("institution_id"), role.label("role")).where(
        _institution(institution_id)
    )


# --- what everybody may see ---------------------------------------------------------------------------------------


def _is_public(rows: FromClause) -> ColumnElement[bool]:
    return and_(rows.c.valid_to == OPEN, rows.c.visibility.in_(PUBLIC))


def _both_sides(rows: FromClause) -> ColumnElement[bool]:
    """Whether a relation is public, and so are those at home and abroad, where a partner is named."""
    partner = or_(rows.c.institution_id == "", _institution(rows.c.institution_id))
    return and_(_is_public(rows), _institution(rows.c.home_institution), partner)


# These three ask by the primary key, row for row: PostgreSQL goes through a list of 100,000 ids for each row again.


def _institution(key: ColumnElement[str]) -> ColumnElement[bool]:
    other = VERSIONS["institutions"].alias()
    return exists().where(other.c.row_key == key, _is_public(other))


def _partnership(key: ColumnElement[str]) -> ColumnElement[bool]:
    other = VERSIONS["partnerships"].alias()
    return exists().where(other.c.row_key == key, _both_sides(other))


def _event(key: ColumnElement[str]) -> ColumnElement[bool]:
    other = VERSIONS["events"].alias()
    return exists().where(other.c.row_key == key, _is_public(other))


def _if(shown: ColumnElement[bool], reference: ColumnElement[str]) -> ColumnElement[str]:
    """Give a reference where it points to something that is shown, else an empty text."""
    return case((shown, reference), else_="")


def _rows(
    dataset: str, which: ColumnElement[bool], instead: Mapping[str, ColumnElement[str]], without: tuple[str, ...] = ()
) -> Select[tuple[object, ...]]:
    """Select the public columns of a dataset, some of them said differently."""
    names = [
        column.name
        for column in DATASETS[dataset].columns
        if not column.internal and column.name not in ("visibility", *without)
    ]
    table = VERSIONS[dataset]
    return select(*(instead.get(name, table.c[name]).label(name) for name in names)).where(which)
