"""What this room keeps of people, and how long."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from ..core import clock
from ..core.db import db
from ..core.settings import site
from ..people.holdings import Holding, rows
from ..people.retention import Retention
from ..proposals.models import Proposal
from .kinds import LABELS, PACE_LABELS, WAY_LABELS
from .models import Digest, Follow, Notice, NoticeSetting, PushSubscription, TextNumber

WHATS = {
    "step": _l("A proposal has moved on"),
    "duty_opened": _l("You are asked for something"),
    "duty_assigned": _l("Something was given to you"),
    "duty_due": _l("Something is due soon"),
    "duty_late": _l("Something is overdue"),
    "duty_extended": _l("There is more time for something"),
    "duty_paused": _l("The clock of something stands still"),
    "duty_resumed": _l("The clock of something runs on"),
    "duty_handed": _l("Something was handed over to you"),
    "duty_gone": _l("Something was handed over to others"),
    "duty_returned": _l("Nobody works on something now"),
    "duty_unowned": _l("There is nobody yet to do something"),
    "notice": _l("There is something to know."),
    "vote_again": _l("Please vote again: the rules have changed."),
    "reply": _l("Somebody has answered your opinion."),
    "opinion_hidden": _l("Your opinion was hidden."),
    "opinion_shown": _l("Your opinion is shown again."),
    "objection_kept": _l("Your objection was looked at: your opinion stays hidden."),
    "reports_settled": _l("An opinion that you have reported was decided on."),
    "proposal_hidden": _l("Your proposal was hidden."),
    "proposal_shown": _l("Your proposal is shown again."),
    "text_changed": _l("A co-proposer has changed the text"),
    "left_together": _l("Somebody does not propose together any more"),
    "taken_off": _l("You were taken off those who propose"),
}


def _follows(account_id: int) -> list[dict[str, Any]]:
    query: Any = (
        select(Proposal.id.label("proposal"), Proposal.number, Proposal.title, Follow.at)
        .join(Proposal, Proposal.id == Follow.proposal_id)
        .where(Follow.account_id == account_id)
    )
    return rows(query.order_by(Follow.id))


def _notices(account_id: int) -> list[dict[str, Any]]:
    query: Any = select(
        Notice.kind, Notice.what, Notice.proposal_id.label("proposal"), Notice.created_at, Notice.read_at
    ).where(Notice.account_id == account_id)
    return rows(query.order_by(Notice.id))


def _settings(account_id: int) -> list[dict[str, Any]]:
    query: Any = select(
        NoticeSetting.kind, NoticeSetting.pace, NoticeSetting.mail, NoticeSetting.push, NoticeSetting.text
    ).where(NoticeSetting.account_id == account_id)
    browsers: Any = select(PushSubscription.browser, PushSubscription.created_at).where(
        PushSubscription.account_id == account_id
    )
    numbers: Any = select(TextNumber.number, TextNumber.confirmed_at).where(
        TextNumber.account_id == account_id
    )
    return rows(query.order_by(NoticeSetting.kind)) + rows(browsers) + rows(numbers)


def _forget(*kinds: Any) -> Any:
    def forget(account_id: int, remove_texts: bool) -> None:
        for kind in kinds:
            db.session.execute(delete(kind).where(kind.account_id == account_id))

    return forget


def _counted(kind: Any) -> Any:
    def counted(account_id: int) -> Any:
        return select(func.count()).where(kind.account_id == account_id).scalar_subquery()

    return counted


def _delete_old(days: int, limit: int) -> int:
    """Delete what is older. By the site's clock, unlike other kinds: a notice is dated by it, since it stands beside
    what has happened, and digests gather by its hours. By the wall clock a demonstration that plays in another year
    would lose what it has just told. On a real site the two are the same."""
    past = clock.now() - timedelta(days=days)
    old = select(Notice.id).where(Notice.created_at < past).limit(limit)
    gone = delete(Notice).where(Notice.id.in_(old)).returning(Notice.id)
    count = len(db.session.scalars(gone.execution_options(synchronize_session=False)).all())
    db.session.execute(delete(Digest).where(Digest.at < past).execution_options(synchronize_session=False))
    return count


HOLDINGS = (
    Holding(
        name="follows",
        tables=frozenset({"follow"}),
        what=_l("Which proposals you follow, and since when."),
        why=_l("So that we can tell you when something happens to them."),
        how_long=_l("Until you follow them no longer, or leave."),
        counted=_counted(Follow),
        export=_follows,
        forget=_forget(Follow),
        sensitive=True,
        order=40,
    ),
    Holding(
        name="notices",
        tables=frozenset({"notice", "digest"}),
        what=_l("What we have told you: of which proposal, when, and whether you have seen it."),
        why=_l("So that you are told everything once, and find it again."),
        how_long=_l("For as long as the site has set, a year where it has set nothing; or until you leave."),
        counted=_counted(Notice),
        export=_notices,
        forget=_forget(Notice, Digest),
        labels={"created_at": _l("Told"), "what": _l("What happened"), "kind": _l("Kind of news")},
        words={"kind": LABELS, "what": WHATS},
        sensitive=True,
        order=41,
    ),
    Holding(
        name="notice_settings",
        tables=frozenset({"notice_setting", "push_subscription", "text_number"}),
        what=_l(
            "How you want to be told, the browsers that show it, and the telephone number you have given."
        ),
        why=_l("So that we tell you what you want, how you want it."),
        how_long=_l("Until you change or delete it, or leave."),
        counted=_counted(NoticeSetting),
        export=_settings,
        forget=_forget(NoticeSetting, PushSubscription, TextNumber),
        labels={
            "kind": _l("Kind of news"),
            "text": WAY_LABELS["text"],
            "number": _l("Telephone number"),
            "confirmed_at": _l("Number confirmed"),
            "created_at": _l("Added"),
        },
        words={"kind": LABELS, "pace": PACE_LABELS},
        order=42,
    ),
)
RETENTION = Retention(
    name="notices",
    what=_l("What people were told"),
    days=lambda: site().privacy.keep.notices,
    delete=_delete_old,
    order=40,
)
