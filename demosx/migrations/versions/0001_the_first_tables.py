"""The first tables

Revision: ed3d4471cf26, after:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# What no model can say, for each database: the history and a ballot's choices stay as they are, and titles are searched.
BY_HAND = {
    "sqlite": (
        """
        CREATE TRIGGER ledger_entry_keep_UPDATE BEFORE UPDATE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END
        """,
        """
        CREATE TRIGGER ledger_entry_keep_DELETE BEFORE DELETE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END
        """,
        """
        CREATE TRIGGER ballot_keep_choices BEFORE UPDATE OF choices ON ballot
        WHEN OLD.total > 0 AND NEW.choices IS NOT OLD.choices
        BEGIN SELECT RAISE(ABORT, 'the choices of a ballot with votes are never changed'); END
        """,
        "CREATE VIRTUAL TABLE proposal_search USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION ledger_entry_keep() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the history is never changed'; END $$
        """,
        """
        CREATE TRIGGER ledger_entry_keep BEFORE UPDATE OR DELETE ON ledger_entry
        FOR EACH ROW EXECUTE FUNCTION ledger_entry_keep()
        """,
        """
        CREATE OR REPLACE FUNCTION ballot_keep_choices() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the choices of a ballot with votes are never changed' USING ERRCODE = '23514'; END $$
        """,
        """
        CREATE TRIGGER ballot_keep_choices BEFORE UPDATE OF choices ON ballot
        FOR EACH ROW WHEN (OLD.total > 0 AND NEW.choices::text IS DISTINCT FROM OLD.choices::text)
        EXECUTE FUNCTION ballot_keep_choices()
        """,
        """
        CREATE TABLE proposal_search (
            proposal_id BIGINT NOT NULL PRIMARY KEY REFERENCES proposal (id) ON DELETE CASCADE,
            words TSVECTOR NOT NULL
        )
        """,
        "CREATE INDEX proposal_search_words ON proposal_search USING gin (words)",
    ),
}


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("nickname", sa.String(length=60), nullable=False),
        sa.Column("nickname_key", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(email IS NULL) = (email_key IS NULL)", name=op.f("ck_account_email_keyed")),
        sa.CheckConstraint("length(nickname) > 0", name=op.f("ck_account_nickname_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_email_key")),
        sa.UniqueConstraint("nickname_key", name=op.f("uq_account_nickname_key")),
    )
    op.create_table(
        "asked_letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what IN ('reset', 'confirm')", name=op.f("ck_asked_letter_what_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_letter")),
    )
    op.create_table(
        "joining",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("nickname", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining")),
        sa.UniqueConstraint("digest", name=op.f("uq_joining_digest")),
    )
    with op.batch_alter_table("joining", schema=None) as batch_op:
        batch_op.create_index("ix_joining_email", ["email_key"], unique=False)
        batch_op.create_index("ix_joining_expiry", ["expires_at"], unique=False)

    op.create_table(
        "department",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("telephone", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(key) > 0", name=op.f("ck_department_key_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("key", name=op.f("uq_department_key")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_letter_sent_when")),
        sa.CheckConstraint(
            "state <> 'sending' OR claimed_at IS NOT NULL", name=op.f("ck_letter_claimed_when")
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed')", name=op.f("ck_letter_state_known")
        ),
        sa.CheckConstraint("state <> 'sent' OR body = ''", name=op.f("ck_letter_sent_is_emptied")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index("ix_letter_state", ["state", "not_before", "id"], unique=False)
        batch_op.create_index(
            "ix_letter_addressed",
            ["sent_at"],
            unique=False,
            sqlite_where=sa.text("state = 'sent' AND to_address <> ''"),
            postgresql_where=sa.text("state = 'sent' AND to_address <> ''"),
        )

    op.create_table(
        "process_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("applies_to", sa.String(length=10), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("applies_to IN ('new', 'all')", name=op.f("ck_process_version_applies_to_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_version")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_process_version_key_number")),
    )
    op.create_table(
        "receipt_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_receipt_year")),
    )
    op.create_table(
        "post",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("telephone", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_post_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("department_id", "name", name=op.f("uq_post_department_id_name")),
        sa.UniqueConstraint("id", "department_id", name=op.f("uq_post_id_department_id")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("proposer_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.Column(
            "listed",
            sa.Boolean(),
            sa.Computed("audience = 'everyone' AND hidden_at IS NULL", persisted=True),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=60), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("process_key", sa.String(length=60), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=True),
        sa.Column("district", sa.String(length=40), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("visit_number", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("ended", sa.String(length=60), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("lead_department_id", sa.BigInteger(), nullable=True),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("supports_site", sa.Integer(), nullable=False),
        sa.Column("supports_elsewhere", sa.Integer(), nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "audience IN ('everyone', 'link', 'staff')", name=op.f("ck_proposal_audience_known")
        ),
        sa.CheckConstraint(
            "hidden_at IS NULL OR length(hidden_reason) > 0", name=op.f("ck_proposal_hidden_why")
        ),
        sa.CheckConstraint(
            "supports = supports_site + supports_elsewhere", name=op.f("ck_proposal_supports_sum")
        ),
        sa.CheckConstraint(
            "supports_site >= 0 AND supports_elsewhere >= 0", name=op.f("ck_proposal_supports_positive")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_proposal_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["lead_department_id"], ["department.id"], name=op.f("fk_proposal_lead_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["account.id"], name=op.f("fk_proposal_proposer_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["process_version.id"], name=op.f("fk_proposal_version_id_process_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("number", name=op.f("uq_proposal_number")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_proposal_source_external_id")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index("ix_proposal_answered", ["listed", "answered_at", "id"], unique=False)
        batch_op.create_index("ix_proposal_area", ["listed", "area", "filed_at", "id"], unique=False)
        batch_op.create_index(
            "ix_proposal_board",
            ["process_key", "stage", "closes_on", "id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index("ix_proposal_closing", ["listed", "closes_on", "id"], unique=False)
        batch_op.create_index(
            "ix_proposal_department", ["lead_department_id", "ended_at", "filed_at"], unique=False
        )
        batch_op.create_index("ix_proposal_district", ["listed", "district", "filed_at", "id"], unique=False)
        batch_op.create_index(
            "ix_proposal_inbox",
            ["filed_at", "id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL AND lead_department_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND lead_department_id IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_lead_department_id"), ["lead_department_id"], unique=False
        )
        batch_op.create_index(
            "ix_proposal_near",
            ["listed", "stage", "supports", "id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index("ix_proposal_new", ["listed", "filed_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_next_due_at"), ["next_due_at"], unique=False)
        batch_op.create_index("ix_proposal_origin", ["listed", "origin", "filed_at", "id"], unique=False)
        batch_op.create_index("ix_proposal_proposer", ["proposer_id", "filed_at"], unique=False)
        batch_op.create_index("ix_proposal_stage", ["listed", "stage", "filed_at", "id"], unique=False)
        batch_op.create_index("ix_proposal_support", ["listed", "supports", "id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("digest", name=op.f("uq_sign_in_digest")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_account", ["account_id"], unique=False)
        batch_op.create_index("ix_sign_in_expiry", ["expires_at"], unique=False)

    op.create_table(
        "token",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data", sa.String(length=254), nullable=True),
        sa.CheckConstraint("(purpose = 'email') = (data IS NOT NULL)", name=op.f("ck_token_address_given")),
        sa.CheckConstraint("purpose IN ('reset', 'email')", name=op.f("ck_token_purpose_known")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_token_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_token_digest")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index("ix_token_account", ["account_id", "purpose"], unique=False)
        batch_op.create_index("ix_token_expiry", ["expires_at"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_agenda_item_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["account.id"],
            name=op.f("fk_agenda_item_written_by_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_agenda_item_proposal_id")),
    )
    op.create_table(
        "assignment",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.CheckConstraint("part IN ('lead', 'assist')", name=op.f("ck_assignment_part_known")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_assignment_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_assignment_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "department_id", name=op.f("pk_assignment")),
    )
    op.create_table(
        "duty",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("visit_number", sa.Integer(), nullable=True),
        sa.Column("owners", sa.JSON(), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("remind", sa.JSON(), nullable=False),
        sa.Column("remind_next", sa.Date(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_as", sa.String(length=20), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "closed_as IN ('done', 'withdrawn', 'dropped', 'left')", name=op.f("ck_duty_closed_as_known")
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_as IS NULL)", name=op.f("ck_duty_closed_how")),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["account.id"], name=op.f("fk_duty_assignee_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_duty_department_id_department")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_duty_proposal_id_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.create_index(
            "ix_duty_assignee",
            ["assignee_id", "due_on", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_duty_department",
            ["department_id", "due_on", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_duty_due",
            ["due_on", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index("ix_duty_remind", ["remind_next"], unique=False)
        batch_op.create_index("uq_duty_number", ["proposal_id", "name", "number"], unique=True)
        batch_op.create_index(
            "uq_duty_open",
            ["proposal_id", "name"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=True),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(verb) > 0", name=op.f("ck_ledger_entry_verb_given")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_ledger_entry_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_entry_proposal", ["proposal_id", "at", "id"], unique=False)
        batch_op.create_index("ix_ledger_entry_verb", ["verb", "id"], unique=False)

    op.create_table(
        "participation",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("visit_number", sa.Integer(), nullable=False),
        sa.Column("supported", sa.Boolean(), nullable=False),
        sa.Column("voted", sa.Boolean(), nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=False),
        sa.CheckConstraint("supported OR voted OR opinions > 0", name=op.f("ck_participation_took_part")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_participation_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_participation_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "account_id", "visit_number", name=op.f("pk_participation")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index("ix_participation_account", ["account_id", "proposal_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("post_id", sa.BigInteger(), nullable=True),
        sa.Column("panel", sa.String(length=60), nullable=True),
        sa.Column(
            "scope",
            sa.String(length=120),
            sa.Computed(
                "COALESCE(CAST(department_id AS VARCHAR), '') || '/' || COALESCE(CAST(post_id AS VARCHAR), '') || '/' || COALESCE(panel, '')",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.BigInteger(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role NOT IN ('', 'visitor', 'member')", name=op.f("ck_role_grant_role_grantable")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR begins_on IS NULL OR begins_on <= ends_on", name=op.f("ck_role_grant_term")
        ),
        sa.CheckConstraint(
            "post_id IS NULL OR department_id IS NOT NULL", name=op.f("ck_role_grant_post_in_department")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_role_grant_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["account.id"], name=op.f("fk_role_grant_granted_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["post_id", "department_id"],
            ["post.id", "post.department_id"],
            name=op.f("fk_role_grant_post_id_department_id_post"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index("ix_role_grant_department", ["department_id", "revoked_at"], unique=False)
        batch_op.create_index("ix_role_grant_post", ["post_id"], unique=False)
        batch_op.create_index("ix_role_grant_role", ["role", "revoked_at", "department_id"], unique=False)
        batch_op.create_index(
            "uq_role_grant_in_force",
            ["account_id", "role", "scope"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "staff_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_staff_note_text_given")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_staff_note_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_staff_note_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_note")),
    )
    with op.batch_alter_table("staff_note", schema=None) as batch_op:
        batch_op.create_index("ix_staff_note_proposal", ["proposal_id", "id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_deadline", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "supports >= 0 AND opinions >= 0 AND participants >= 0 AND votes >= 0",
            name=op.f("ck_visit_counts"),
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_visit_proposal_id_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_visit_proposal_id_number")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_stage", ["kind", "left_at", "ends_on", "id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("duty_id", sa.BigInteger(), nullable=True),
        sa.Column("visit_id", sa.BigInteger(), nullable=True),
        sa.Column("duty_name", sa.String(length=60), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_role", sa.String(length=40), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("video_url", sa.String(length=2000), nullable=False),
        sa.Column("sides", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_time", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(format = 'video') = (length(video_url) > 0)", name=op.f("ck_answer_video_given")
        ),
        sa.CheckConstraint("format IN ('text', 'video', 'meeting')", name=op.f("ck_answer_format_known")),
        sa.CheckConstraint(
            "video_url = '' OR video_url LIKE 'https://%' OR video_url LIKE 'http://%'",
            name=op.f("ck_answer_video_web"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_answer_answered_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_answer_department_id_department")
        ),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_answer_duty_id_duty")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_answer_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_answer_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("duty_id", name=op.f("uq_answer_duty_id")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index("ix_answer_latest", ["public", "answered_at", "id"], unique=False)
        batch_op.create_index("ix_answer_proposal", ["proposal_id", "answered_at"], unique=False)
        batch_op.create_index("ix_answer_verdict", ["public", "verdict", "answered_at", "id"], unique=False)

    op.create_table(
        "ballot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("total >= 0", name=op.f("ck_ballot_total")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_ballot_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_ballot_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_ballot_visit_id")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "deliberation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_deliberation_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_deliberation_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberation")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_deliberation_visit_id")),
    )
    with op.batch_alter_table("deliberation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliberation_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("visit_id", sa.BigInteger(), nullable=True),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "part IN ('existing_policy', 'similar', 'position', 'research', 'press', 'opinion', 'material')",
            name=op.f("ck_document_part_known"),
        ),
        sa.CheckConstraint(
            "url = '' OR url LIKE 'https://%' OR url LIKE 'http://%'", name=op.f("ck_document_url_web")
        ),
        sa.CheckConstraint("length(text) > 0 OR length(url) > 0", name=op.f("ck_document_something_in_it")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_document_created_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_document_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_document_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_proposal", ["proposal_id", "part", "id"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("visit_number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("parent_level", sa.SmallInteger(), nullable=True),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=True),
        sa.Column("agrees", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.Column("hidden_by", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "visible",
            sa.Boolean(),
            sa.Computed("deleted_at IS NULL AND hidden_at IS NULL", persisted=True),
            nullable=False,
        ),
        sa.Column(
            "shown",
            sa.Boolean(),
            sa.Computed(
                "level = 0 AND ((deleted_at IS NULL AND hidden_at IS NULL) OR replies > 0)", persisted=True
            ),
            nullable=False,
        ),
        sa.Column(
            "thread",
            sa.Integer(),
            sa.Computed("CASE WHEN place = 'deliberation' THEN visit_number ELSE 0 END", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("place IN ('proposal', 'deliberation')", name=op.f("ck_opinion_place_known")),
        sa.CheckConstraint(
            "stance IS NULL OR place = 'deliberation'", name=op.f("ck_opinion_stance_in_deliberation")
        ),
        sa.CheckConstraint(
            "(parent_id IS NULL) = (parent_level IS NULL)", name=op.f("ck_opinion_parent_whole")
        ),
        sa.CheckConstraint("agrees >= 0 AND replies >= 0", name=op.f("ck_opinion_counts")),
        sa.CheckConstraint(
            "hidden_at IS NULL OR length(hidden_reason) > 0", name=op.f("ck_opinion_hidden_why")
        ),
        sa.CheckConstraint("length(text) > 0 OR deleted_at IS NOT NULL", name=op.f("ck_opinion_text_given")),
        sa.CheckConstraint(
            "level = CASE WHEN parent_id IS NULL THEN 0 ELSE 1 END", name=op.f("ck_opinion_level_right")
        ),
        sa.CheckConstraint("parent_level IS NULL OR parent_level = 0", name=op.f("ck_opinion_parent_on_top")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_opinion_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["hidden_by"], ["account.id"], name=op.f("fk_opinion_hidden_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id", "parent_level", "proposal_id"],
            ["opinion.id", "opinion.level", "opinion.proposal_id"],
            name=op.f("fk_opinion_parent_id_parent_level_proposal_id_opinion"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id", "visit_number"],
            ["visit.proposal_id", "visit.number"],
            name=op.f("fk_opinion_proposal_id_visit_number_visit"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_opinion_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("id", "level", "proposal_id", name=op.f("uq_opinion_id_level_proposal_id")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index("ix_opinion_account", ["account_id", "id"], unique=False)
        batch_op.create_index(
            "ix_opinion_agreed", ["proposal_id", "thread", "shown", "agrees", "id"], unique=False
        )
        batch_op.create_index(
            "ix_opinion_hidden",
            ["hidden_at", "id"],
            unique=False,
            sqlite_where=sa.text("hidden_at IS NOT NULL"),
            postgresql_where=sa.text("hidden_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_opinion_latest", ["proposal_id", "thread", "shown", "created_at", "id"], unique=False
        )
        batch_op.create_index("ix_opinion_replies", ["parent_id", "visible", "id"], unique=False)
        batch_op.create_index(
            "ix_opinion_stance_agreed",
            ["proposal_id", "thread", "stance", "shown", "agrees", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_opinion_stance_latest",
            ["proposal_id", "thread", "stance", "shown", "created_at", "id"],
            unique=False,
        )

    op.create_table(
        "recusal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recusal_account_id_account")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_recusal_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("visit_id", "account_id", name=op.f("uq_recusal_visit_id_account_id")),
    )
    op.create_table(
        "review",
        sa.Column("visit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("decided_round", sa.Integer(), nullable=True),
        sa.CheckConstraint("round >= 1", name=op.f("ck_review_round")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_review_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_review")),
    )
    op.create_table(
        "review_vote",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_review_vote_account_id_account")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_review_vote_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_vote")),
        sa.UniqueConstraint(
            "visit_id", "round", "account_id", name=op.f("uq_review_vote_visit_id_round_account_id")
        ),
    )
    op.create_table(
        "support",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("visit_number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_support_account_id_account")),
        sa.ForeignKeyConstraint(
            ["proposal_id", "visit_number"],
            ["visit.proposal_id", "visit.number"],
            name=op.f("fk_support_proposal_id_visit_number_visit"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_support_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
        sa.UniqueConstraint("proposal_id", "account_id", name=op.f("uq_support_proposal_id_account_id")),
    )
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.create_index("ix_support_account", ["account_id", "id"], unique=False)

    op.create_table(
        "ballot_count",
        sa.Column("ballot_id", sa.BigInteger(), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_ballot_count_n")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_count_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", "choice", "channel", name=op.f("pk_ballot_count")),
    )
    op.create_table(
        "commitment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("answer_id", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'done' OR progress = 100", name=op.f("ck_commitment_done_whole")),
        sa.CheckConstraint(
            "state IN ('planned', 'doing', 'done', 'dropped')", name=op.f("ck_commitment_state_known")
        ),
        sa.CheckConstraint("progress >= 0 AND progress <= 100", name=op.f("ck_commitment_progress_percent")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_commitment_answer_id_answer")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_commitment_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_commitment_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("answer_id", "position", name=op.f("uq_commitment_answer_id_position")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index("ix_commitment_due", ["state", "due_on", "id"], unique=False)
        batch_op.create_index(
            "ix_commitment_proposal", ["proposal_id", "answer_id", "position"], unique=False
        )

    op.create_table(
        "opinion_agree",
        sa.Column("opinion_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_opinion_agree_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_agree_opinion_id_opinion")
        ),
        sa.PrimaryKeyConstraint("opinion_id", "account_id", name=op.f("pk_opinion_agree")),
    )
    with op.batch_alter_table("opinion_agree", schema=None) as batch_op:
        batch_op.create_index("ix_opinion_agree_account", ["account_id", "opinion_id"], unique=False)

    op.create_table(
        "opinion_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opinion_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_as", sa.String(length=10), nullable=True),
        sa.Column("handled_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "handled_as IS NULL OR handled_as IN ('hidden', 'kept', 'deleted')",
            name=op.f("ck_opinion_report_handled_as_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('abuse', 'personal_data', 'advertising', 'off_topic', 'false', 'other')",
            name=op.f("ck_opinion_report_reason_known"),
        ),
        sa.CheckConstraint(
            "(handled_at IS NULL) = (handled_as IS NULL)", name=op.f("ck_opinion_report_handled_how")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_opinion_report_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["handled_by"],
            ["account.id"],
            name=op.f("fk_opinion_report_handled_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_report_opinion_id_opinion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_report")),
        sa.UniqueConstraint("opinion_id", "account_id", name=op.f("uq_opinion_report_opinion_id_account_id")),
    )
    with op.batch_alter_table("opinion_report", schema=None) as batch_op:
        batch_op.create_index("ix_opinion_report_waiting", ["handled_at", "at", "id"], unique=False)

    op.create_table(
        "vote",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("ballot_id", sa.BigInteger(), nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=False),
        sa.CheckConstraint("length(voter) = 64", name=op.f("ck_vote_voter_hashed")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_vote_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("ballot_id", "voter", name=op.f("uq_vote_ballot_id_voter")),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index("ix_vote_choice", ["ballot_id", "choice"], unique=False)

    op.create_table(
        "progress_update",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("commitment_id", sa.BigInteger(), nullable=True),
        sa.Column("duty_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=True),
        sa.Column("by_role", sa.String(length=40), nullable=False),
        sa.Column("written_by", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(commitment_id IS NULL) = (progress IS NULL)", name=op.f("ck_progress_update_progress_of_one")
        ),
        sa.CheckConstraint(
            "(commitment_id IS NULL) = (state IS NULL)", name=op.f("ck_progress_update_state_of_one")
        ),
        sa.CheckConstraint(
            "progress IS NULL OR (progress >= 0 AND progress <= 100)",
            name=op.f("ck_progress_update_progress_percent"),
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_progress_update_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_progress_update_duty_id_duty")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_progress_update_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["account.id"],
            name=op.f("fk_progress_update_written_by_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_update")),
        sa.UniqueConstraint("duty_id", name=op.f("uq_progress_update_duty_id")),
    )
    with op.batch_alter_table("progress_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_update_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index("ix_progress_update_latest", ["at", "id"], unique=False)
        batch_op.create_index("ix_progress_update_proposal", ["proposal_id", "at", "id"], unique=False)
    for statement in BY_HAND[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take it back."""
    op.execute("DROP TABLE proposal_search")
    with op.batch_alter_table("progress_update", schema=None) as batch_op:
        batch_op.drop_index("ix_progress_update_proposal")
        batch_op.drop_index("ix_progress_update_latest")
        batch_op.drop_index(batch_op.f("ix_progress_update_commitment_id"))

    op.drop_table("progress_update")
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index("ix_vote_choice")

    op.drop_table("vote")
    with op.batch_alter_table("opinion_report", schema=None) as batch_op:
        batch_op.drop_index("ix_opinion_report_waiting")

    op.drop_table("opinion_report")
    with op.batch_alter_table("opinion_agree", schema=None) as batch_op:
        batch_op.drop_index("ix_opinion_agree_account")

    op.drop_table("opinion_agree")
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index("ix_commitment_proposal")
        batch_op.drop_index("ix_commitment_due")

    op.drop_table("commitment")
    op.drop_table("ballot_count")
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.drop_index("ix_support_account")

    op.drop_table("support")
    op.drop_table("review_vote")
    op.drop_table("review")
    op.drop_table("recusal")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index("ix_opinion_stance_latest")
        batch_op.drop_index("ix_opinion_stance_agreed")
        batch_op.drop_index("ix_opinion_replies")
        batch_op.drop_index("ix_opinion_latest")
        batch_op.drop_index(
            "ix_opinion_hidden",
            sqlite_where=sa.text("hidden_at IS NOT NULL"),
            postgresql_where=sa.text("hidden_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_opinion_agreed")
        batch_op.drop_index("ix_opinion_account")

    op.drop_table("opinion")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_proposal")

    op.drop_table("document")
    with op.batch_alter_table("deliberation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliberation_proposal_id"))

    op.drop_table("deliberation")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_proposal_id"))

    op.drop_table("ballot")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_verdict")
        batch_op.drop_index("ix_answer_proposal")
        batch_op.drop_index("ix_answer_latest")

    op.drop_table("answer")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_stage")

    op.drop_table("visit")
    with op.batch_alter_table("staff_note", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_note_proposal")

    op.drop_table("staff_note")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grant_in_force",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index("ix_role_grant_role")
        batch_op.drop_index("ix_role_grant_post")
        batch_op.drop_index("ix_role_grant_department")

    op.drop_table("role_grant")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index("ix_participation_account")

    op.drop_table("participation")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_entry_verb")
        batch_op.drop_index("ix_ledger_entry_proposal")

    op.drop_table("ledger_entry")
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_duty_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index("uq_duty_number")
        batch_op.drop_index("ix_duty_remind")
        batch_op.drop_index(
            "ix_duty_due",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_duty_department",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_duty_assignee",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("duty")
    op.drop_table("assignment")
    op.drop_table("agenda_item")
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_index("ix_token_expiry")
        batch_op.drop_index("ix_token_account")

    op.drop_table("token")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_expiry")
        batch_op.drop_index("ix_sign_in_account")

    op.drop_table("sign_in")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index("ix_proposal_support")
        batch_op.drop_index("ix_proposal_stage")
        batch_op.drop_index("ix_proposal_proposer")
        batch_op.drop_index("ix_proposal_origin")
        batch_op.drop_index(batch_op.f("ix_proposal_next_due_at"))
        batch_op.drop_index("ix_proposal_new")
        batch_op.drop_index(
            "ix_proposal_near",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_proposal_lead_department_id"))
        batch_op.drop_index(
            "ix_proposal_inbox",
            sqlite_where=sa.text("ended_at IS NULL AND lead_department_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND lead_department_id IS NULL"),
        )
        batch_op.drop_index("ix_proposal_district")
        batch_op.drop_index("ix_proposal_department")
        batch_op.drop_index("ix_proposal_closing")
        batch_op.drop_index(
            "ix_proposal_board",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_proposal_area")
        batch_op.drop_index("ix_proposal_answered")

    op.drop_table("proposal")
    op.drop_table("post")
    op.drop_table("receipt_year")
    op.drop_table("process_version")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_addressed")
        batch_op.drop_index("ix_letter_state")

    op.drop_table("letter")
    op.drop_table("department")
    with op.batch_alter_table("joining", schema=None) as batch_op:
        batch_op.drop_index("ix_joining_expiry")
        batch_op.drop_index("ix_joining_email")

    op.drop_table("joining")
    op.drop_table("asked_letter")
    op.drop_table("account")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ledger_entry_keep, ballot_keep_choices")
