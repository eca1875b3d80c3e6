"""An index that answers how many proposals are in each stage

Revision: 0003, after: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UNDER_WAY = "ended_at IS NULL"


def upgrade() -> None:
    """Bring the database forward."""
    op.create_index(
        "ix_proposal_now", "proposal", ["listed", "process_key", "stage"],
        sqlite_where=sa.text(UNDER_WAY), postgresql_where=sa.text(UNDER_WAY),
    )  # fmt: skip


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_proposal_now", "proposal")
