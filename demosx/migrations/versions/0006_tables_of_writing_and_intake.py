"""The tables of drafts, uploads, events, intake, moderation and triage

Revision: 0006, after: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "label",
    "reply_template",
    "term",
    "day_log",
    "draft",
    "event",
    "addition",
    "co_proposer",
    "event_proposal",
    "former_text",
    "merge_candidate",
    "merge_offer",
    "proposal_label",
    "registration",
    "sheet",
    "sorting",
    "stored_file",
    "supplement",
    "entry",
    "objection",
    "opinion_hint",
    "entry_person",
)


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "label",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(key) > 0", name=op.f("ck_label_key_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label")),
        sa.UniqueConstraint("key", name=op.f("uq_label_key")),
    )
    op.create_table(
        "reply_template",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("used_for", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "used_for IN ('any', 'complaint', 'spam', 'outside', 'supplement', 'hide', 'abuse', 'personal_data', "
            "'advertising', 'off_topic', 'false')",
            name=op.f("ck_reply_template_used_for_known"),
        ),
        sa.CheckConstraint(
            "length(name) > 0 AND length(text) > 0", name=op.f("ck_reply_template_something_in_it")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
    )
    op.create_index(
        "ix_reply_template_used",
        "reply_template",
        ["used_for", "id"],
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "term",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('area', 'district')", name=op.f("ck_term_kind_known")),
        sa.CheckConstraint("length(key) > 0", name=op.f("ck_term_key_given")),
        sa.CheckConstraint("population > 0", name=op.f("ck_term_population_counted")),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_term")),
    )
    op.create_index("ix_term_position", "term", ["kind", "position", "key"])
    op.create_table(
        "day_log",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_by", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edited_by"], ["account.id"], name=op.f("fk_day_log_edited_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_log")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("(account_id IS NULL) <> (digest IS NULL)", name=op.f("ck_draft_one_owner")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("digest", name=op.f("uq_draft_digest")),
    )
    op.create_index("ix_draft_account", "draft", ["account_id", "changed_at", "id"])
    op.create_index("ix_draft_expiry", "draft", ["expires_at"])
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("invited", sa.Text(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("registration", sa.Boolean(), nullable=False),
        sa.Column("registration_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('field', 'workshop', 'meeting')", name=op.f("ck_event_kind_known")),
        sa.CheckConstraint(
            "state <> 'cancelled' OR length(cancelled_reason) > 0", name=op.f("ck_event_cancelled_why")
        ),
        sa.CheckConstraint("state IN ('draft', 'published', 'cancelled')", name=op.f("ck_event_state_known")),
        sa.CheckConstraint("capacity >= 0 AND goal >= 0 AND came >= 0", name=op.f("ck_event_counts")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_event_ends_later")),
        sa.CheckConstraint("result_at IS NULL OR length(result) > 0", name=op.f("ck_event_result_given")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_event_created_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_event_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_desk", "event", ["starts_at", "id"])
    op.create_index("ix_event_when", "event", ["state", "starts_at", "id"])
    op.create_table(
        "addition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_addition_text_given")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_addition_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_addition_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addition")),
    )
    op.create_index("ix_addition_account", "addition", ["account_id", "id"])
    op.create_index("ix_addition_proposal", "addition", ["proposal_id", "id"])
    op.create_table(
        "co_proposer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(account_id IS NULL) = (joined_at IS NULL)", name=op.f("ck_co_proposer_joined_whole")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_co_proposer_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_co_proposer_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_proposer")),
        sa.UniqueConstraint("digest", name=op.f("uq_co_proposer_digest")),
    )
    op.create_index("ix_co_proposer_account", "co_proposer", ["account_id", "proposal_id"])
    op.create_index(
        "ix_co_proposer_once",
        "co_proposer",
        ["proposal_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("account_id IS NOT NULL AND left_at IS NULL"),
        postgresql_where=sa.text("account_id IS NOT NULL AND left_at IS NULL"),
    )
    op.create_index("ix_co_proposer_proposal_id", "co_proposer", ["proposal_id"])
    op.create_table(
        "event_proposal",
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("made_there", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_proposal_event_id_event")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_event_proposal_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("event_id", "proposal_id", name=op.f("pk_event_proposal")),
    )
    op.create_index("ix_event_proposal_proposal", "event_proposal", ["proposal_id", "event_id"])
    op.create_table(
        "former_text",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_former_text_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_former_text_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "revision", name=op.f("pk_former_text")),
    )
    op.create_index("ix_former_text_account", "former_text", ["account_id", "proposal_id"])
    op.create_table(
        "merge_candidate",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('merged', 'different')",
            name=op.f("ck_merge_candidate_decision_known"),
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_merge_candidate_decided_when")
        ),
        sa.CheckConstraint("proposal_id > other_id", name=op.f("ck_merge_candidate_newer_first")),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.id"],
            name=op.f("fk_merge_candidate_decided_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["proposal.id"], name=op.f("fk_merge_candidate_other_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_merge_candidate_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "other_id", name=op.f("pk_merge_candidate")),
    )
    op.create_index(
        "ix_merge_candidate_open",
        "merge_candidate",
        ["score", "proposal_id"],
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_index("ix_merge_candidate_other", "merge_candidate", ["other_id"])
    op.create_table(
        "merge_offer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("into_id", sa.BigInteger(), nullable=False),
        sa.Column("offered_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)", name=op.f("ck_merge_offer_decided_when")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'agreed', 'declined', 'taken_back', 'lapsed')",
            name=op.f("ck_merge_offer_state_known"),
        ),
        sa.CheckConstraint("proposal_id <> into_id", name=op.f("ck_merge_offer_two")),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.id"],
            name=op.f("fk_merge_offer_decided_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["into_id"], ["proposal.id"], name=op.f("fk_merge_offer_into_id_proposal")),
        sa.ForeignKeyConstraint(
            ["offered_by"],
            ["account.id"],
            name=op.f("fk_merge_offer_offered_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_merge_offer_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_offer")),
        sa.UniqueConstraint(
            "proposal_id", "into_id", "at", name=op.f("uq_merge_offer_proposal_id_into_id_at")
        ),
    )
    op.create_index("ix_merge_offer_into", "merge_offer", ["into_id", "state", "id"])
    op.create_index(
        "ix_merge_offer_open",
        "merge_offer",
        ["proposal_id", "into_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "proposal_label",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("label_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["label_id"], ["label.id"], name=op.f("fk_proposal_label_label_id_label")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_label_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "label_id", name=op.f("pk_proposal_label")),
    )
    op.create_index("ix_proposal_label_label", "proposal_label", ["label_id", "proposal_id"])
    op.create_table(
        "registration",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("wishes", sa.String(length=500), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=True),
        sa.Column("district", sa.String(length=40), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "cancelled_at IS NULL OR checked_in_at IS NULL", name=op.f("ck_registration_came_or_not")
        ),
        sa.CheckConstraint("people BETWEEN 1 AND 20", name=op.f("ck_registration_people_few")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_registration_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_registration_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("digest", name=op.f("uq_registration_digest")),
    )
    op.create_index("ix_registration_account", "registration", ["account_id", "id"])
    op.create_index("ix_registration_event", "registration", ["event_id", "cancelled_at", "waiting", "id"])
    op.create_index(
        "ix_registration_named",
        "registration",
        ["at", "id"],
        sqlite_where=sa.text("forgotten_at IS NULL"),
        postgresql_where=sa.text("forgotten_at IS NULL"),
    )
    op.create_index(
        "ix_registration_once",
        "registration",
        ["event_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("account_id IS NOT NULL AND cancelled_at IS NULL"),
        postgresql_where=sa.text("account_id IS NOT NULL AND cancelled_at IS NULL"),
    )
    op.create_index(
        "ix_registration_to_call",
        "registration",
        ["event_id", "id"],
        sqlite_where=sa.text("call_since IS NOT NULL"),
        postgresql_where=sa.text("call_since IS NOT NULL"),
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("taken_at IS NULL OR entries >= 0", name=op.f("ck_sheet_entries_counted")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_sheet_event_id_event")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["account.id"], name=op.f("fk_sheet_uploaded_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
    )
    op.create_index(
        "ix_sheet_once",
        "sheet",
        ["sha256"],
        unique=True,
        sqlite_where=sa.text("taken_at IS NOT NULL"),
        postgresql_where=sa.text("taken_at IS NOT NULL"),
    )
    op.create_index(
        "ix_sheet_waiting",
        "sheet",
        ["uploaded_at"],
        sqlite_where=sa.text("taken_at IS NULL"),
        postgresql_where=sa.text("taken_at IS NULL"),
    )
    op.create_table(
        "sorting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("found", sa.String(length=10), nullable=False),
        sa.Column("to_body", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("found = 'proposal' OR length(reason) > 0", name=op.f("ck_sorting_reason_given")),
        sa.CheckConstraint(
            "found IN ('proposal', 'complaint', 'spam', 'outside')", name=op.f("ck_sorting_found_known")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_sorting_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_sorting_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sorting")),
    )
    op.create_index("ix_sorting_at", "sorting", ["at", "id"])
    op.create_index("ix_sorting_by", "sorting", ["by_id", "id"])
    op.create_index("ix_sorting_proposal", "sorting", ["proposal_id", "id"])
    op.create_table(
        "stored_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("draft_id", sa.BigInteger(), nullable=True),
        sa.Column("proposal_id", sa.BigInteger(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'picture') = (width IS NOT NULL AND height IS NOT NULL)",
            name=op.f("ck_stored_file_picture_sizes"),
        ),
        sa.CheckConstraint("kind IN ('picture', 'file')", name=op.f("ck_stored_file_kind_known")),
        sa.CheckConstraint("purpose IN ('attached', 'original')", name=op.f("ck_stored_file_purpose_known")),
        sa.CheckConstraint(
            "(CASE WHEN draft_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN event_id IS NULL THEN 0 ELSE 1 END) <= 1",
            name=op.f("ck_stored_file_one_place"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_size_positive")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_stored_file_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_stored_file_draft_id_draft"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_stored_file_event_id_event")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_stored_file_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_file_key")),
    )
    op.create_index("ix_stored_file_account", "stored_file", ["account_id", "id"])
    op.create_index("ix_stored_file_draft", "stored_file", ["draft_id", "position", "id"])
    op.create_index("ix_stored_file_event", "stored_file", ["event_id", "position", "id"])
    op.create_index("ix_stored_file_proposal", "stored_file", ["proposal_id", "position", "id"])
    op.create_index("ix_stored_file_removed", "stored_file", ["removed_at", "id"])
    op.create_table(
        "supplement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_as", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (length(answer) = 0)", name=op.f("ck_supplement_answer_given")
        ),
        sa.CheckConstraint("length(question) > 0", name=op.f("ck_supplement_question_given")),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["account.id"],
            name=op.f("fk_supplement_answered_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_supplement_asked_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_supplement_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
    )
    op.create_index(
        "ix_supplement_one",
        "supplement",
        ["proposal_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_supplement_open",
        "supplement",
        ["due_on", "id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_supplement_proposal", "supplement", ["proposal_id", "id"])
    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("sheet_id", sa.BigInteger(), nullable=True),
        sa.Column("row_number", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("opinion_id", sa.BigInteger(), nullable=True),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=True),
        sa.Column("district", sa.String(length=40), nullable=True),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("consent_words", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
        sa.Column("claim_digest", sa.String(length=64), nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'opinion') = (opinion_id IS NOT NULL)", name=op.f("ck_entry_what_it_became")
        ),
        sa.CheckConstraint(
            "channel IN ('field', 'workshop', 'paper', 'phone')", name=op.f("ck_entry_channel_known")
        ),
        sa.CheckConstraint("kind IN ('proposal', 'opinion')", name=op.f("ck_entry_kind_known")),
        sa.CheckConstraint(
            "(claimed_by IS NULL) OR (claimed_at IS NOT NULL)", name=op.f("ck_entry_claimed_when")
        ),
        sa.CheckConstraint("consent", name=op.f("ck_entry_consent_given")),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["account.id"], name=op.f("fk_entry_claimed_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["account.id"], name=op.f("fk_entry_entered_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_entry_event_id_event")),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_entry_opinion_id_opinion")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_entry_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_entry_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("claim_digest", name=op.f("uq_entry_claim_digest")),
        sa.UniqueConstraint("key", name=op.f("uq_entry_key")),
        sa.UniqueConstraint("sheet_id", "row_number", name=op.f("uq_entry_sheet_id_row_number")),
    )
    op.create_index("ix_entry_claimed", "entry", ["claimed_by", "id"])
    op.create_index("ix_entry_entered", "entry", ["entered_at", "id"])
    op.create_index("ix_entry_event", "entry", ["event_id", "id"])
    op.create_index(
        "ix_entry_opinion",
        "entry",
        ["opinion_id"],
        unique=True,
        sqlite_where=sa.text("opinion_id IS NOT NULL"),
        postgresql_where=sa.text("opinion_id IS NOT NULL"),
    )
    op.create_index("ix_entry_person", "entry", ["event_id", "person"])
    op.create_index("ix_entry_proposal", "entry", ["proposal_id", "id"])
    op.create_table(
        "objection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opinion_id", sa.BigInteger(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('restored', 'kept')", name=op.f("ck_objection_decision_known")
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_objection_decided_when")
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_objection_text_given")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_objection_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_objection_decided_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_objection_opinion_id_opinion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("opinion_id", "hidden_at", name=op.f("uq_objection_opinion_id_hidden_at")),
    )
    op.create_index("ix_objection_account", "objection", ["account_id", "id"])
    op.create_index(
        "ix_objection_waiting",
        "objection",
        ["at", "id"],
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "opinion_hint",
        sa.Column("opinion_id", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "why IN ('word', 'links', 'repeated', 'contact')", name=op.f("ck_opinion_hint_why_known")
        ),
        sa.CheckConstraint(
            "handled_at IS NOT NULL OR handled_by IS NULL", name=op.f("ck_opinion_hint_handled_by_whom")
        ),
        sa.ForeignKeyConstraint(
            ["handled_by"],
            ["account.id"],
            name=op.f("fk_opinion_hint_handled_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_hint_opinion_id_opinion")
        ),
        sa.PrimaryKeyConstraint("opinion_id", "why", name=op.f("pk_opinion_hint")),
    )
    op.create_index(
        "ix_opinion_hint_waiting",
        "opinion_hint",
        ["at", "opinion_id"],
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.create_table(
        "entry_person",
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_person_entry_id_entry")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_person")),
    )
    op.create_index("ix_entry_person_until", "entry_person", ["until"])


def downgrade() -> None:
    """Take it back, with everything that the tables hold."""
    for table in reversed(TABLES):
        op.drop_table(table)
