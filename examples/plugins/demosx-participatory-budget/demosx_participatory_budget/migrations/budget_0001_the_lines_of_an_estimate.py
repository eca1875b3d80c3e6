"""The lines of an estimate

The first revision of a plugin begins a branch of its own, labelled with the plugin's name. `depends_on` is the revision
of DemosX whose tables it refers to.
"""

import sqlalchemy as sa
from alembic import op

revision = "budget_0001"
down_revision = None
branch_labels = ("participatory_budget",)
depends_on = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "budget_cost_item",
        sa.Column("id", ID, nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("visit_number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "amount > 0 AND amount <= 10000000000000", name=op.f("ck_budget_cost_item_amount_possible")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["account.id"],
            name=op.f("fk_budget_cost_item_entered_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_budget_cost_item_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_cost_item")),
    )
    op.create_index("ix_budget_cost_item_visit", "budget_cost_item", ["proposal_id", "visit_number", "id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_budget_cost_item_visit", table_name="budget_cost_item")
    op.drop_table("budget_cost_item")
