"""The append-only history. Who (a role, and an account's number), what, on what, when, why. No personal data."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model


class Entry(Model):
    """One change. `at` is when it counts, `recorded_at` when it was written: a deadline noticed late has both."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_proposal", "proposal_id", "at", "id"),
        Index("ix_ledger_entry_verb", "verb", "id"),
        CheckConstraint("length(verb) > 0", name="verb_given"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(40))
    proposal_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    subject_type: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    role: Mapped[str] = mapped_column(String(40), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")
    public: Mapped[bool] = mapped_column(default=True)


KEEP_SQLITE = """
CREATE TRIGGER ledger_entry_keep_{what} BEFORE {what} ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END
"""
KEEP_POSTGRESQL = """
CREATE OR REPLACE FUNCTION ledger_entry_keep() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history is never changed'; END $$;
CREATE TRIGGER ledger_entry_keep BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_entry_keep()
"""

for _what in ("UPDATE", "DELETE"):
    event.listen(
        Entry.__table__, "after_create", DDL(KEEP_SQLITE.format(what=_what)).execute_if(dialect="sqlite")
    )
event.listen(Entry.__table__, "after_create", DDL(KEEP_POSTGRESQL).execute_if(dialect="postgresql"))
