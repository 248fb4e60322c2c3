"""Make the tables of editions, uploads, decisions and rows.

What stands here is history: it names the columns as they were, and never follows the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

DATASETS = {
    "institutions": """
        institution_id name name_de name_local short_name aliases former_names kind parent_id city city_de
        country_code latitude longitude place_method place_precision website ror_id erasmus_code visibility
        source_title source_url verified_on
    """,
    "partnerships": """
        partnership_id institution_id country_code region_code home_institution type stage status
        cluster_or_unit fields agreement_type umbrella_id signed_on signatories signatories_de start_date
        end_date end_rule review_on responsible_role contact_home contact_partner document_url notes description
        description_de visibility source_title source_url verified_on
    """,
    "events": """
        event_id parent_event_id leg title title_de kind start_date end_date venue venue_de city city_de
        country_code latitude longitude place_method place_precision institution_ids topics outcome outcome_de
        outcome_stage description description_de visibility source_title source_url
    """,
    "evidence": """
        row_id column_name stance states states_de source_title source_url
    """,
}
COORDINATES = ("latitude", "longitude")


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "editions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("published_at", sa.Text, nullable=False),
        sa.Column("restored_from", sa.Integer, sa.ForeignKey("editions.number")),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_table(
        "edition_counts",
        sa.Column("edition", sa.Integer, sa.ForeignKey("editions.number"), primary_key=True, autoincrement=False),
        sa.Column("dataset", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("added", "changed", "removed", "total", "places")),
    )
    op.create_table(
        "uploads",
        sa.Column("edition", sa.Integer, sa.ForeignKey("editions.number"), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("problems", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decided_at", sa.Text, nullable=False),
    )
    op.create_index("decisions_by_key", "decisions", ["kind", "key", "number"])
    for dataset, names in DATASETS.items():
        versions(dataset, names.split())


def versions(dataset: str, names: list[str]) -> None:
    """Make the table of a dataset."""
    op.create_table(
        dataset,
        sa.Column("row_key", sa.Text, primary_key=True),
        sa.Column("valid_from", sa.Integer, sa.ForeignKey("editions.number"), nullable=False),
        sa.Column("valid_to", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        *(
            sa.Column(name, sa.Double)
            if name in COORDINATES
            else sa.Column(name, sa.Text, nullable=False, server_default="")
            for name in names
        ),
    )
    op.create_index(f"{dataset}_in_order", dataset, ["valid_to", "position"], unique=True)
