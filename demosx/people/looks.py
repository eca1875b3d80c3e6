"""Looks at personal data: who of the staff has seen what of whom, when, from where, and why.

A line is never changed, and it goes only when its time is over: the database itself keeps it for two years, which is
what Korea asks of systems that hold sensitive data (개인정보의 안전성 확보조치 기준 §8).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from flask import has_request_context
from flask_babel import lazy_gettext as _l
from sqlalchemy import DDL, BigInteger, CheckConstraint, Index, String, delete, event
from sqlalchemy.orm import Mapped, mapped_column

from ..core import clock, limits
from ..core.db import BigId, Model, db
from ..core.permissions import Actor, current_actor

WHATS: Mapping[str, Any] = MappingProxyType({
    "people": _l("List of accounts"),
    "person": _l("A person's page"),
    "export": _l("Everything kept of a person"),
    "download": _l("A list as a file"),
    "letters": _l("List of letters sent"),
    "codes": _l("Codes for checks"),
    "reports": _l("Who has reported something"),
    "origins": _l("Where supports came from"),
    "offline": _l("People noted on paper"),
    "looks": _l("The log of looks itself"),
})  # fmt: skip
REASONS: Mapping[str, Any] = MappingProxyType({
    "inquiry": _l("Answering an inquiry"),
    "roles": _l("Managing roles"),
    "abuse": _l("Looking into abuse"),
    "request": _l("A request of the person"),
    "inspection": _l("Inspecting the looks"),
    "other": _l("Another reason"),
})  # fmt: skip
LEAST_DAYS = 730
LONGEST_DETAIL = 500


def _words(values: Mapping[str, Any]) -> str:
    return ", ".join(f"'{word}'" for word in values)


class AccessLog(Model):
    """One look. `account_id` is who looked, empty for the command line; `person_id` is whose data it was, where it was
    one person's; `many` of how many people. The numbers outlive the accounts. `detail` says more of the reason.
    """

    __tablename__ = "access_log"
    __table_args__ = (
        CheckConstraint(f"what IN ({_words(WHATS)})", name="what_known"),
        CheckConstraint(f"reason IN ({_words(REASONS)})", name="reason_known"),
        CheckConstraint("reason <> 'other' OR length(detail) > 0", name="reason_told"),
        CheckConstraint("many >= 0", name="many"),
        Index("ix_access_log_account", "account_id", "id"),
        Index("ix_access_log_person", "person_id", "id"),
        Index("ix_access_log_at", "at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    what: Mapped[str] = mapped_column(String(20))
    many: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(String(LONGEST_DETAIL), default="")
    address: Mapped[str] = mapped_column(String(64), default="")


def look(
    what: str,
    *,
    person_id: int | None = None,
    many: int = 1,
    reason: str,
    actor: Actor | None = None,
    detail: str = "",
) -> None:
    """Note one look, in the present transaction. `what` is one of WHATS, `reason` one of REASONS; "other" needs a
    `detail`, which names nobody. Without `actor` it is whoever makes the request.

    Views need not ask for the reason themselves: `people.reasons.looking` does, and calls this.
    """
    if what not in WHATS or reason not in REASONS:
        raise ValueError(f"no such look: {what}, {reason}")
    asking = actor or (current_actor() if has_request_context() else Actor())
    db.session.add(
        AccessLog(
            at=clock.wall(),
            account_id=asking.id,
            person_id=person_id,
            what=what,
            many=many,
            reason=reason,
            detail=detail[:LONGEST_DETAIL],
            address=limits.address() if has_request_context() else "",
        )
    )
    db.session.flush()


def forget_old(days: int) -> int:
    """Delete the looks that are older than the site keeps them; how many there were. The database refuses less than its
    two years."""
    over = delete(AccessLog).where(AccessLog.at <= clock.wall() - timedelta(days=max(days, LEAST_DAYS)))
    return len(db.session.execute(over.returning(AccessLog.id)).all())


KEEP_SQLITE = f"""
CREATE TRIGGER access_log_keep_{{what}} BEFORE {{what}} ON access_log {{when}}
BEGIN SELECT RAISE(ABORT, 'looks are kept as they were for {LEAST_DAYS} days'); END
"""
KEEP_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION access_log_keep() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '{LEAST_DAYS} days' THEN RETURN OLD; END IF;
RAISE EXCEPTION 'looks are kept as they were for {LEAST_DAYS} days';
END $$;
CREATE TRIGGER access_log_keep BEFORE UPDATE OR DELETE ON access_log
FOR EACH ROW EXECUTE FUNCTION access_log_keep()
"""
YOUNG = f"WHEN datetime(OLD.at) > datetime('now', '-{LEAST_DAYS} days')"

for _what, _when in (("UPDATE", ""), ("DELETE", YOUNG)):
    _keep = DDL(KEEP_SQLITE.format(what=_what, when=_when)).execute_if(dialect="sqlite")
    event.listen(AccessLog.__table__, "after_create", _keep)
event.listen(
    AccessLog.__table__,
    "after_create",
    DDL(KEEP_POSTGRESQL).execute_if(dialect="postgresql"),
)
