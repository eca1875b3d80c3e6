"""Accounts that are verified, agree, and show a second factor; grants for one process; discounted supports

Revision: 0005, after: 0004
"""

import hashlib
import tomllib

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
HERE, GONE = "left_at IS NULL", "left_at IS NOT NULL"
SCOPE_BEFORE = (
    "COALESCE(CAST(department_id AS VARCHAR), '') || '/' || COALESCE(CAST(post_id AS VARCHAR), '') "
    "|| '/' || COALESCE(panel, '')"
)
SCOPE = SCOPE_BEFORE + " || '/' || COALESCE(process, '')"
IN_FORCE = "revoked_at IS NULL"
INDEXES = {
    "ix_account_last_seen": ("account", ["last_seen_on", "id"], HERE),
    "ix_account_left": ("account", ["left_at", "id"], GONE),
    "ix_account_child": ("account", ["id"], "awaits_guardian"),
    "ix_letter_to": ("letter", ["to_address"], "to_address <> ''"),
    "ix_letter_about": ("letter", ["about_id"], "about_id IS NOT NULL"),
}
# Table: the name of a check, and what it was before and is from now on.
CHECKS = {
    "token": {
        "purpose_known": ("purpose IN ('reset', 'email')", "purpose IN ('reset', 'email', 'link')"),
        "address_given": ("(purpose = 'email') = (data IS NOT NULL)", ""),
        "data_given": ("", "(purpose = 'reset') = (data IS NULL)"),
    },
    "asked_letter": {"what_known": ("what IN ('reset', 'confirm')", "what IN ('reset', 'confirm', 'link')")},
    "letter": {
        "state_known": (
            "state IN ('queued', 'sending', 'sent', 'failed')",
            "state IN ('queued', 'sending', 'sent', 'failed', 'dropped')",
        ),
    },
    "role_grant": {
        "role_grantable": (
            "role NOT IN ('', 'visitor', 'member')", "role NOT IN ('', 'visitor', 'member', 'verified')"
        ),
    },
}  # fmt: skip


def upgrade() -> None:
    """Bring the database forward."""
    add_columns()
    note_the_past()
    for table in ("token", "asked_letter", "letter"):
        change_checks(table, 1)
    with op.batch_alter_table("joining") as batch_op:
        batch_op.alter_column("password_hash", existing_type=sa.String(length=200), nullable=True)
    with op.batch_alter_table("sign_in") as batch_op:
        batch_op.alter_column("proved_at", existing_type=MOMENT, nullable=False)
    limit_grants(1, SCOPE)
    refer_to_discounts()


def downgrade() -> None:
    """Take it back. What only the new version can say is forgotten: who is verified, links to sign in, joining without
    a password, grants for one process."""
    for forgotten in (
        "DELETE FROM token WHERE purpose = 'link'",
        "DELETE FROM asked_letter WHERE what = 'link'",
        "DELETE FROM joining WHERE password_hash IS NULL",
        "DELETE FROM letter WHERE state = 'dropped' OR way <> 'mail' OR maker <> ''",
        "DELETE FROM role_grant WHERE process IS NOT NULL",
    ):
        op.execute(forgotten)
    for table in ("token", "asked_letter", "letter"):
        change_checks(table, 0)
    with op.batch_alter_table("joining") as batch_op:
        batch_op.alter_column("password_hash", existing_type=sa.String(length=200), nullable=False)
    limit_grants(0, SCOPE_BEFORE)
    op.drop_index("ix_support_discount", "support")
    for name, (table, _by, _rows) in INDEXES.items():
        op.drop_index(name, table)
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column)


ADDED = {
    "account": ("born_on", "awaits_guardian", "verified_at", "last_seen_on", "warned_on"),
    "asked_letter": ("onward", "language"),
    "joining": ("born_on", "guardian_email", "agreed", "onward"),
    "letter": ("about_id", "headers", "way", "maker", "args"),
    "sign_in": ("way", "proved_at", "factor_at", "browser"),
    "support": ("discount_id",),
}


def add_columns() -> None:
    """What accounts, sessions, forms of joining and letters say from now on."""
    for table, column in (
        ("account", sa.Column("born_on", sa.Date())),
        ("account", sa.Column("awaits_guardian", sa.Boolean(), server_default=sa.false(), nullable=False)),
        ("account", sa.Column("verified_at", MOMENT)),
        ("account", sa.Column("last_seen_on", sa.Date())),
        ("account", sa.Column("warned_on", sa.Date())),
        ("asked_letter", sa.Column("onward", sa.String(length=2000), server_default="", nullable=False)),
        ("asked_letter", sa.Column("language", sa.String(length=10), server_default="", nullable=False)),
        ("joining", sa.Column("born_on", sa.Date())),
        ("joining", sa.Column("guardian_email", sa.String(length=254))),
        ("joining", sa.Column("agreed", sa.JSON(), server_default="{}", nullable=False)),
        ("joining", sa.Column("onward", sa.String(length=2000), server_default="", nullable=False)),
        ("letter", sa.Column("about_id", sa.BigInteger())),
        ("letter", sa.Column("headers", sa.JSON(), server_default="{}", nullable=False)),
        ("letter", sa.Column("way", sa.String(length=10), server_default="mail", nullable=False)),
        ("letter", sa.Column("maker", sa.String(length=40), server_default="", nullable=False)),
        ("letter", sa.Column("args", sa.JSON(), server_default="{}", nullable=False)),
        ("sign_in", sa.Column("way", sa.String(length=40), server_default="password", nullable=False)),
        ("sign_in", sa.Column("proved_at", MOMENT)),
        ("sign_in", sa.Column("factor_at", MOMENT)),
        ("sign_in", sa.Column("browser", sa.String(length=100), server_default="", nullable=False)),
        ("role_grant", sa.Column("process", sa.String(length=60))),
    ):
        op.add_column(table, column)
    for name, (table, by, rows) in INDEXES.items():
        op.create_index(name, table, by, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))


def note_the_past() -> None:
    """Sessions were proved when they began. Who has an account was seen when it was made or has come in since.

    A role “verified” was a grant; now it is what an account is, by a check that names its way.
    """
    op.execute("UPDATE sign_in SET proved_at = created_at")
    op.execute("UPDATE account SET last_seen_on = CURRENT_DATE WHERE left_at IS NULL")
    op.execute(
        "UPDATE account SET verified_at = (SELECT min(granted_at) FROM role_grant WHERE account_id = account.id "
        "AND role = 'verified' AND revoked_at IS NULL) "
        "WHERE id IN (SELECT account_id FROM role_grant WHERE role = 'verified' AND revoked_at IS NULL)"
    )
    keep_verified()
    op.execute("DELETE FROM role_grant WHERE role = 'verified'")
    free_panels()


def keep_verified() -> None:
    """Whom the office had called verified stays so, by the office's word; what identifies them was never kept."""
    database = op.get_bind()
    known = database.execute(
        sa.text("SELECT id, verified_at FROM account WHERE verified_at IS NOT NULL")
    ).all()
    for number, since in known:
        key = hashlib.sha256(f"the office's word for {number}".encode()).hexdigest()
        row = {"number": number, "key": key, "since": since}
        database.execute(
            sa.text(
                "INSERT INTO verification (account_id, method, identity_key, verified_at) "
                "VALUES (:number, 'office', :key, :since)"
            ),
            row,
        )


def free_panels() -> None:
    """A panel limited nothing so far. From now on it is called by a stage of the rules; other words are let go.

    Of grants that become the same by that, one stays.
    """
    database = op.get_bind()
    sources = database.execute(sa.text("SELECT source FROM process_version")).scalars().all()
    stages = {
        key for source in sources for key in tomllib.loads(source.removeprefix("\ufeff")).get("stages", {})
    }
    words = (
        "SELECT id, account_id, role, department_id, post_id, panel FROM role_grant WHERE revoked_at IS NULL"
    )
    grants = database.execute(sa.text(f"{words} ORDER BY panel IS NOT NULL, id")).all()
    free = {tuple(one)[1:5] for one in grants if one.panel is None}
    for one in grants:
        if one.panel is None or one.panel in stages:
            continue
        end = "DELETE FROM role_grant" if tuple(one)[1:5] in free else "UPDATE role_grant SET panel = NULL"
        database.execute(sa.text(f"{end} WHERE id = :number"), {"number": one.id})
        free.add(tuple(one)[1:5])


def change_checks(table: str, now: int) -> None:
    """Put the checks of a table in their form before (0) or from now on (1)."""
    with op.batch_alter_table(table) as batch_op:
        for name, forms in CHECKS[table].items():
            if forms[1 - now]:
                batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            if forms[now]:
                batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), forms[now])


def limit_grants(now: int, scope: str) -> None:
    """Let the scope of a grant hold its process, or no longer. Which grants are in force once depends on it."""
    op.drop_index("uq_role_grant_in_force", "role_grant")
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.drop_column("scope")
        if not now:
            batch_op.drop_column("process")
    change_checks("role_grant", now)
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.add_column(sa.Column("scope", sa.String(length=120), sa.Computed(scope, persisted=True)))
    op.create_index(
        "uq_role_grant_in_force", "role_grant", ["account_id", "role", "scope"], unique=True,
        sqlite_where=sa.text(IN_FORCE), postgresql_where=sa.text(IN_FORCE),
    )  # fmt: skip


def refer_to_discounts() -> None:
    """Which decision a support does not count by. Written out, since SQLite takes the reference only with the column."""
    op.execute(
        "ALTER TABLE support ADD COLUMN discount_id BIGINT "
        "CONSTRAINT fk_support_discount_id_discount REFERENCES discount (id)"
    )
    op.create_index(
        "ix_support_discount", "support", ["discount_id"],
        sqlite_where=sa.text("discount_id IS NOT NULL"), postgresql_where=sa.text("discount_id IS NOT NULL"),
    )  # fmt: skip
