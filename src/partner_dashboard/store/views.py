"""From the tables to plain views for BI tools: the newest edition, and of it only what every reader may see.

Internal columns, rows that are not public, and whatever points to such a row are not in them.

public_institutions, public_partnerships, public_events, public_evidence   as in the schema
public_participants                                                        one row per event and institution
public_editions                                                            which edition this is, and of when
"""

from collections.abc import Mapping

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    MetaData,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
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
    """Declare all views; those that others build on come first."""
    metadata = MetaData()
    editions = CreateView(
        select(EDITIONS.c.number, EDITIONS.c.kind, EDITIONS.c.published_at), "public_editions", metadata=metadata
    )
    institutions = CreateView(_institutions(), "public_institutions", metadata=metadata)
    partnerships = CreateView(_partnerships(_ids(institutions)), "public_partnerships", metadata=metadata)
    events = CreateView(_events(), "public_events", metadata=metadata)
    participants = CreateView(_participants(_ids(institutions), dialect), "public_participants", metadata=metadata)
    shown = union_all(*(_ids(view) for view in (institutions, partnerships, events)))
    evidence = _rows("evidence", and_(_stands("evidence"), VERSIONS["evidence"].c.row_id.in_(shown)), {})
    return (
        editions, institutions, partnerships, events, participants,
        CreateView(evidence, "public_evidence", metadata=metadata),
    )  # fmt: skip


def _institutions() -> Select[tuple[object, ...]]:
    above = VERSIONS["institutions"].alias("above")
    parent = _among(VERSIONS["institutions"].c.parent_id, select(above.c.institution_id).where(_is_public(above)))
    return _rows("institutions", _is_public(VERSIONS["institutions"]), {"parent_id": parent})


def _partnerships(institutions: Select[tuple[str]]) -> Select[tuple[object, ...]]:
    """Leave out what somebody at home or abroad is not shown of."""

    def shown(rows: FromClause) -> ColumnElement[bool]:
        partner = or_(rows.c.institution_id == "", rows.c.institution_id.in_(institutions))
        return and_(_is_public(rows), rows.c.home_institution.in_(institutions), partner)

    above = VERSIONS["partnerships"].alias("above")
    umbrella = _among(VERSIONS["partnerships"].c.umbrella_id, select(above.c.partnership_id).where(shown(above)))
    return _rows("partnerships", shown(VERSIONS["partnerships"]), {"umbrella_id": umbrella})


def _events() -> Select[tuple[object, ...]]:
    above = VERSIONS["events"].alias("above")
    parent = _among(VERSIONS["events"].c.parent_event_id, select(above.c.event_id).where(_is_public(above)))
    return _rows("events", _is_public(VERSIONS["events"]), {"parent_event_id": parent}, without=("institution_ids",))


def _participants(institutions: Select[tuple[str]], dialect: str) -> Select[tuple[object, ...]]:
    """Cut the participants of each event apart, first at `;`, then at `:`."""
    place = func.instr if dialect == "sqlite" else func.strpos
    events = VERSIONS["events"]
    cut = select(
        events.c.event_id, literal("").label("part"), (events.c.institution_ids + PARTICIPANT_SEPARATOR).label("rest")
    ).where(_is_public(events)).cte("cut", recursive=True)  # fmt: skip
    comma = place(cut.c.rest, PARTICIPANT_SEPARATOR)
    cut = cut.union_all(
        select(cut.c.event_id, func.substr(cut.c.rest, 1, comma - 1), func.substr(cut.c.rest, comma + 1)).where(
            cut.c.rest != ""
        )
    )
    whole = cut.c.part + ROLE_SEPARATOR
    colon = place(whole, ROLE_SEPARATOR)
    institution_id = func.trim(func.substr(whole, 1, colon - 1))
    role = func.trim(func.replace(func.substr(whole, colon + 1), ROLE_SEPARATOR, ""))
    return select(cut.c.event_id, institution_id.label("institution_id"), role.label("role")).where(
        institution_id.in_(institutions)
    )


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


def _stands(dataset: str) -> ColumnElement[bool]:
    return VERSIONS[dataset].c.valid_to == OPEN


def _is_public(rows: FromClause) -> ColumnElement[bool]:
    return and_(rows.c.valid_to == OPEN, rows.c.visibility.in_(PUBLIC))


def _ids(view: CreateView) -> Select[tuple[str]]:
    """Give the ids that a view shows; they are its first column."""
    return select(next(iter(view.table.columns)))


def _among(reference: Column[str], ids: Select[tuple[str]]) -> ColumnElement[str]:
    """Give a reference where it points to something that is shown, else an empty text."""
    return case((reference.in_(ids), reference), else_="")
