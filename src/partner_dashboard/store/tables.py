"""From the columns of the schema to the tables of the store.

editions         one row per published state: who, when, why, the hash of the whole
edition_counts   per edition and dataset: added, changed, removed, total
uploads          the original file of an edition, to the byte
decisions        what people decided and services answered; never changed, only followed by newer ones
institutions, partnerships, events, evidence
                 every version of every row with the edition it came with and the one that ended it
"""

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from partner_dashboard.schema import DATASETS, Dataset

OPEN = 2**31 - 1
"""What `valid_to` holds in a version that no edition has ended."""

METADATA = MetaData()

EDITIONS = Table(
    "editions", METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("published_at", Text, nullable=False),
    Column("restored_from", Integer, ForeignKey("editions.number")),
    Column("digest", Text, nullable=False),
)  # fmt: skip

EDITION_COUNTS = Table(
    "edition_counts", METADATA,
    Column("edition", Integer, ForeignKey("editions.number"), primary_key=True, autoincrement=False),
    Column("dataset", Text, primary_key=True),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("places", Integer, nullable=False),  # ever given to a row; the next new row gets this one
)  # fmt: skip

UPLOADS = Table(
    "uploads", METADATA,
    Column("edition", Integer, ForeignKey("editions.number"), primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("problems", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)  # fmt: skip

DECISIONS = Table(
    "decisions", METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("value", Text),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Index("decisions_by_key", "kind", "key", "number"),
)  # fmt: skip

COORDINATES = ("latitude", "longitude")


def _versions(dataset: Dataset) -> Table:
    """Declare the table of a dataset: bookkeeping first, then every column of the schema.

    A row is valid in the editions from `valid_from` up to, not including, `valid_to`. The primary key lets each row
    stand only once in any edition; the index gives an edition in order.
    """
    cells = (
        Column(name, Double) if name in COORDINATES else Column(name, Text, nullable=False, server_default="")
        for name in dataset.names
    )
    return Table(
        dataset.name, METADATA,
        Column("row_key", Text, primary_key=True),
        Column("valid_from", Integer, ForeignKey("editions.number"), nullable=False),
        Column("valid_to", Integer, primary_key=True, autoincrement=False),
        Column("position", Integer, nullable=False),
        Column("fingerprint", Text, nullable=False),
        *cells,
        Index(f"{dataset.name}_in_order", "valid_to", "position", unique=True),
    )  # fmt: skip


VERSIONS = {name: _versions(dataset) for name, dataset in DATASETS.items()}
"""The table of each dataset."""

REVISION = Table(
    "alembic_version", MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)  # fmt: skip
"""Where Alembic keeps the revision of the tables, as Alembic itself makes it."""
