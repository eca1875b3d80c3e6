"""What proposals are searched in: their texts, opinions and answers, too. What opinions said before they were changed

Revision: 0008, after: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE proposal_search USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE proposal_search ("
        "proposal_id BIGINT NOT NULL PRIMARY KEY REFERENCES proposal (id) ON DELETE CASCADE, words TSVECTOR NOT NULL)",
        "CREATE INDEX proposal_search_words ON proposal_search USING gin (words)",
    ),
}
PROGRESS = (
    "CREATE TABLE proposal_search_progress (source VARCHAR(20) NOT NULL PRIMARY KEY, done BIGINT NOT NULL)"
)
NOW = {
    "sqlite": (
        "CREATE VIRTUAL TABLE proposal_search USING fts5("
        "words, detail = none, columnsize = 0, tokenize = \"ascii tokenchars '^+'\")",
        "CREATE VIRTUAL TABLE proposal_search_said USING fts5("
        "words, proposal_id UNINDEXED, detail = none, columnsize = 0, tokenize = 'ascii')",
        PROGRESS,
    ),
    "postgresql": (
        "CREATE TABLE proposal_search ("
        "proposal_id BIGINT NOT NULL PRIMARY KEY REFERENCES proposal (id) ON DELETE CASCADE, words TSVECTOR NOT NULL)",
        "CREATE INDEX proposal_search_words ON proposal_search USING gin (words) WITH (fastupdate = off)",
        "CREATE TABLE proposal_search_said (id BIGINT NOT NULL PRIMARY KEY, proposal_id BIGINT NOT NULL "
        "REFERENCES proposal (id) ON DELETE CASCADE, words TSVECTOR NOT NULL)",
        "CREATE INDEX proposal_search_said_words ON proposal_search_said USING gin (words) WITH (fastupdate = off)",
        PROGRESS,
    ),
}
SOURCES = ("proposal", "opinion", "answer", "addition")


def upgrade() -> None:
    """Bring the database forward. The calendar's rounds then index what there is, a piece at a time."""
    op.create_table(
        "former_opinion",
        sa.Column("opinion_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_former_opinion_opinion_id_opinion")
        ),
        sa.PrimaryKeyConstraint("opinion_id", "revision", name=op.f("pk_former_opinion")),
    )
    still_open = sa.text("state IN ('planned', 'doing')")
    op.create_index(
        "ix_commitment_open",
        "commitment",
        ["due_on", "id"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.execute("DROP TABLE proposal_search")
    for statement in NOW[op.get_context().dialect.name]:
        op.execute(statement)
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM (SELECT 1 FROM proposal LIMIT 1) AS found")) == 0:
        return  # there is nothing to index yet
    progress = sa.table("proposal_search_progress", sa.column("source"), sa.column("done"))
    op.bulk_insert(progress, [{"source": source, "done": 0} for source in SOURCES])


def downgrade() -> None:
    """Take it back. Titles are found again once they are indexed anew, which changing them does."""
    op.drop_index("ix_commitment_open", "commitment")
    op.drop_table("former_opinion")
    for table in ("proposal_search_progress", "proposal_search_said", "proposal_search"):
        op.execute(f"DROP TABLE {table}")
    for statement in BEFORE[op.get_context().dialect.name]:
        op.execute(statement)
