"""Clocks that stand still, merged proposals, and rules for what is under way

Revision: 0002, after: 0001
"""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OWN_ROWS = "supported OR voted OR opinions > 0"
MERGED_TOO = "supported OR voted OR merged OR opinions > 0"
STOPPED = "closed_at IS NULL AND paused_since IS NOT NULL"
TOOK_PART = "ck_participation_took_part"
MERGED = {
    "merged_where": "(merged_into_id IS NULL) = (merged_visit IS NULL)",
    "merged_over": "merged_into_id IS NULL OR (merged_into_id <> id AND coalesce(ended, '') = 'merged')",
}


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("duty", sa.Column("within", sa.String(length=60), nullable=True))
    op.add_column("duty", sa.Column("by_deadline", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("duty", sa.Column("pauses", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("duty", sa.Column("extended", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("duty", sa.Column("paused_since", sa.Date(), nullable=True))
    op.create_index(
        "ix_duty_stopped", "duty", ["paused_since", "id"],
        sqlite_where=sa.text(STOPPED), postgresql_where=sa.text(STOPPED),
    )  # fmt: skip
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
    refer("visit", "version_id", "process_version")
    op.execute(f"ALTER TABLE proposal ADD COLUMN merged_visit INTEGER {checks(MERGED)}")
    op.create_index("ix_proposal_merged_into_id", "proposal", ["merged_into_id"])
    hold_participation(MERGED_TOO)
    give_lengths()


def downgrade() -> None:
    """Take it back. Who took part in a merged proposal alone is forgotten."""
    op.execute("DELETE FROM participation WHERE NOT (supported OR voted OR opinions > 0)")
    hold_participation(OWN_ROWS, without="merged")
    op.drop_index("ix_proposal_merged_into_id", "proposal")
    op.drop_index("ix_duty_stopped", "duty")
    for table, column in (
        ("visit", "version_id"), ("support", "via_id"), ("proposal", "merged_visit"), ("proposal", "merged_into_id"), ("proposal", "rules_due_at"),
        ("process_version", "reason"), ("visit", "measured_at"), ("visit", "extended"), ("visit", "pauses"),
        ("duty", "paused_since"), ("duty", "extended"), ("duty", "pauses"), ("duty", "by_deadline"),
        ("duty", "within"),
    ):  # fmt: skip
        op.drop_column(table, column)


def refer(table: str, column: str, to: str = "proposal") -> None:
    """Add a column that refers to a row of another table. Written out, since SQLite takes the reference only with the
    column."""
    name = f"fk_{table}_{column}_{to}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} BIGINT CONSTRAINT {name} REFERENCES {to} (id)")


def checks(conditions: dict[str, str]) -> str:
    """Conditions of the table. Written beside a column, since SQLite takes none later; there they may read others."""
    return " ".join(f"CONSTRAINT ck_proposal_{name} CHECK ({what})" for name, what in conditions.items())


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


DUTY = sa.table(
    "duty", sa.column("id"), sa.column("name"), sa.column("within"), sa.column("by_deadline"), sa.column("last_day"),
    sa.column("closed_at"), sa.column("proposal_id"), sa.column("opened_at", sa.DateTime(timezone=True)),
)  # fmt: skip
PROPOSAL = sa.table("proposal", sa.column("id"), sa.column("version_id"))
VERSION = sa.table("process_version", sa.column("id"), sa.column("source"))


def give_lengths() -> None:
    """Give what is owed now the length that its rules name, so that its clock can be stopped and lengthened.

    What was opened by a passed deadline was opened at a midnight of the site's zone: that day counts.
    """
    database = op.get_bind()
    lengths = {row.id: lengths_of(row.source) for row in database.execute(sa.select(VERSION))}
    owed = (
        sa.select(DUTY.c.id, DUTY.c.name, DUTY.c.opened_at, PROPOSAL.c.version_id)
        .join_from(DUTY, PROPOSAL, PROPOSAL.c.id == DUTY.c.proposal_id)
        .where(DUTY.c.closed_at.is_(None), DUTY.c.last_day.is_not(None))
    )
    for row in database.execute(owed).all():
        within = lengths[row.version_id].get(row.name)
        if within:
            values = {"within": within, "by_deadline": at_midnight(row.opened_at)}
            database.execute(sa.update(DUTY).where(DUTY.c.id == row.id).values(**values))


def lengths_of(source: str) -> Mapping[str, str]:
    """The length of each duty of a process file, its stages' own among them."""
    rules: dict[str, Any] = tomllib.loads(source.removeprefix("\ufeff"))
    named = {**rules.get("stages", {}), **rules.get("duties", {})}
    return {name: said["within"] for name, said in named.items() if "within" in said}


def at_midnight(instant: datetime) -> bool:
    """Whether an instant is the beginning of a day in the site's zone; SQLite keeps instants without their zone."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone(current_app.extensions["demosx_site"].zone).time() == time()
