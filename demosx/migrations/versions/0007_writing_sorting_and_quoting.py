"""Proposals with a place on the map, a group, plain words and what they were sorted as; opinions that quote

Revision: 0007, after: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNSORTED = "sorted_as IS NULL AND ended_at IS NULL"
UNCOMPARED = "compared_at IS NULL"
QUOTING = "quotes_id IS NOT NULL"
TYPES = {
    "sqlite": {"number": "DOUBLE", "moment": "DATETIME"},
    "postgresql": {"number": "DOUBLE PRECISION", "moment": "TIMESTAMP WITH TIME ZONE"},
}
# Written out with their checks, since SQLite takes none later; there they may read other columns.
COLUMNS = {
    "proposal": {
        "group_name": "VARCHAR(100) DEFAULT '' NOT NULL",
        "easy_text": "TEXT DEFAULT '' NOT NULL",
        "publish_on": "DATE",
        "latitude": "{number}",
        "longitude": (
            "{number} "
            "CONSTRAINT ck_proposal_position_whole CHECK ((latitude IS NULL) = (longitude IS NULL)) "
            "CONSTRAINT ck_proposal_position_real "
            "CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)"
        ),
        "compared_at": "{moment}",
        "sorted_as": (
            "VARCHAR(10) CONSTRAINT ck_proposal_sorted_known "
            "CHECK (sorted_as IN ('proposal', 'complaint', 'spam', 'outside'))"
        ),
        "sorted_at": (
            "{moment} CONSTRAINT ck_proposal_sorted_when CHECK ((sorted_as IS NULL) = (sorted_at IS NULL))"
        ),
    },
    "opinion": {
        "quotes_id": "BIGINT CONSTRAINT fk_opinion_quotes_id_opinion REFERENCES opinion (id)",
        "hidden_rule": (
            "VARCHAR(20) DEFAULT '' NOT NULL "
            "CONSTRAINT ck_opinion_hidden_rule_when CHECK (hidden_rule = '' OR hidden_at IS NOT NULL)"
        ),
    },
}


def upgrade() -> None:
    """Bring the database forward. What a department has taken on, and what is over, counts as sorted."""
    types = TYPES[op.get_context().dialect.name]
    for table, columns in COLUMNS.items():
        for name, definition in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {definition.format(**types)}")
    op.execute(
        "UPDATE proposal SET sorted_as = 'proposal', sorted_at = filed_at "
        "WHERE lead_department_id IS NOT NULL OR ended_at IS NOT NULL"
    )
    for name, table, by, rows in (
        ("ix_proposal_unsorted", "proposal", ["filed_at", "id"], UNSORTED),
        ("ix_proposal_uncompared", "proposal", ["id"], UNCOMPARED),
        ("ix_opinion_quotes", "opinion", ["quotes_id"], QUOTING),
    ):
        op.create_index(name, table, by, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))


def downgrade() -> None:
    """Take it back, with what the columns hold."""
    op.drop_index("ix_opinion_quotes", "opinion")
    op.drop_index("ix_proposal_uncompared", "proposal")
    op.drop_index("ix_proposal_unsorted", "proposal")
    for table, columns in COLUMNS.items():
        for name in reversed(columns):
            op.drop_column(table, name)
