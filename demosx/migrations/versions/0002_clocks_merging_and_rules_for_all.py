"""Clocks that stand still, merged proposals, and rules for what is under way

Revision: 0002, after: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OWN_ROWS = "supported OR voted OR opinions > 0"
MERGED_TOO = "supported OR voted OR merged OR opinions > 0"
TOOK_PART = "ck_participation_took_part"


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("duty", sa.Column("within", sa.String(length=60), nullable=True))
    op.add_column("duty", sa.Column("by_deadline", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("duty", sa.Column("pauses", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("duty", sa.Column("extended", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("duty", sa.Column("paused_since", sa.Date(), nullable=True))
    op.add_column("visit", sa.Column("pauses", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("visit", sa.Column("extended", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("visit", sa.Column("measured_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("process_version", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    op.add_column("proposal", sa.Column("rules_due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "participation", sa.Column("merged", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    refer("proposal", "merged_into_id")
    refer("support", "via_id")
    op.create_index("ix_proposal_merged_into_id", "proposal", ["merged_into_id"])
    hold_participation(MERGED_TOO)


def downgrade() -> None:
    """Take it back. Who took part in a merged proposal alone is forgotten."""
    op.execute("DELETE FROM participation WHERE NOT (supported OR voted OR opinions > 0)")
    hold_participation(OWN_ROWS, without="merged")
    op.drop_index("ix_proposal_merged_into_id", "proposal")
    for table, column in (
        ("support", "via_id"), ("proposal", "merged_into_id"), ("proposal", "rules_due_at"),
        ("process_version", "reason"), ("visit", "measured_at"), ("visit", "extended"), ("visit", "pauses"),
        ("duty", "paused_since"), ("duty", "extended"), ("duty", "pauses"), ("duty", "by_deadline"),
        ("duty", "within"),
    ):  # fmt: skip
        op.drop_column(table, column)


def refer(table: str, column: str) -> None:
    """Add a column that refers to a proposal. Written out, since SQLite takes the reference only with the column."""
    name = f"fk_{table}_{column}_proposal"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} BIGINT CONSTRAINT {name} REFERENCES proposal (id)")


def hold_participation(condition: str, without: str = "") -> None:
    """Put another check on who took part. SQLite copies the table for that, which keeps it without row numbers."""
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint(op.f(TOOK_PART), "participation", type_="check")
        if without:
            op.drop_column("participation", without)
        op.create_check_constraint(op.f(TOOK_PART), "participation", condition)
        return
    with op.batch_alter_table(
        "participation", recreate="always", table_kwargs={"sqlite_with_rowid": False}
    ) as batch_op:
        batch_op.drop_constraint(op.f(TOOK_PART), type_="check")
        if without:
            batch_op.drop_column(without)
        batch_op.create_check_constraint(op.f(TOOK_PART), condition)
