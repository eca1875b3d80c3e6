"""What is kept of whoever says something, agrees or reports, and what becomes of it when they leave."""

from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from ..core.db import db, lock
from ..journey.leaving import open_yet
from ..journey.merged import lock_tree
from ..journey.travel import Journey, moment
from ..people.holdings import Holding, rows
from ..proposals.models import Proposal
from . import counts, former, hints, objections, reports
from .models import FormerOpinion, Objection, Opinion, OpinionAgree, OpinionReport
from .services import thread_here
from .words import REASON_NAMES

OPINE = "opine"
HANDLED = {"hidden": _l("Hidden"), "kept": _l("Kept"), "deleted": _l("Deleted by its author")}
DECISIONS = {"restored": _l("Shown again"), "kept": _l("Stays hidden")}


def said(account_id: int) -> list[dict[str, Any]]:
    """What a person has said, also what is hidden and why."""
    query = select(
        Opinion.id.label("opinion"), Opinion.proposal_id.label("proposal"), Opinion.parent_id.label("reply_to"),
        Opinion.text, Opinion.stance, Opinion.agrees, Opinion.created_at, Opinion.edited_at, Opinion.hidden_at,
        Opinion.hidden_rule, Opinion.hidden_reason, Opinion.quotes_id.label("quotes"),
    ).where(Opinion.account_id == account_id, Opinion.deleted_at.is_(None))  # fmt: skip
    return rows(query.order_by(Opinion.id))


def said_before(account_id: int) -> list[dict[str, Any]]:
    """What a person's opinions said before they changed them."""
    query = (
        select(
            FormerOpinion.opinion_id.label("opinion"), FormerOpinion.revision, FormerOpinion.text,
            FormerOpinion.stance, FormerOpinion.until.label("replaced_at"),
        )
        .join(Opinion, Opinion.id == FormerOpinion.opinion_id)
        .where(Opinion.account_id == account_id)
    )  # fmt: skip
    return rows(query.order_by(FormerOpinion.opinion_id, FormerOpinion.revision))


def agreed(account_id: int) -> list[dict[str, Any]]:
    """With which opinions a person agrees."""
    query = select(OpinionAgree.opinion_id.label("opinion"), OpinionAgree.at)
    return rows(query.where(OpinionAgree.account_id == account_id).order_by(OpinionAgree.opinion_id))


def reported(account_id: int) -> list[dict[str, Any]]:
    """Which opinions a person has reported, why, and what came of it."""
    query = select(
        OpinionReport.opinion_id.label("opinion"), OpinionReport.reason, OpinionReport.note, OpinionReport.at,
        OpinionReport.handled_at, OpinionReport.handled_as,
    ).where(OpinionReport.account_id == account_id)  # fmt: skip
    return rows(query.order_by(OpinionReport.id))


def objected(account_id: int) -> list[dict[str, Any]]:
    """What a person has objected to, and what came of it."""
    query = select(
        Objection.opinion_id.label("opinion"), Objection.text, Objection.at, Objection.decision, Objection.answer,
        Objection.decided_at,
    ).where(Objection.account_id == account_id)  # fmt: skip
    return rows(query.order_by(Objection.id))


def forget_said(account_id: int, remove_texts: bool) -> None:
    """Leave what was said without a name, or take the texts away: what is open is deleted as its author could have
    done, what is over says in its place that it was removed, and stays counted with its replies."""
    if not remove_texts:
        return
    mine = (Opinion.account_id == account_id, Opinion.deleted_at.is_(None))
    of = select(Opinion.proposal_id).distinct().where(*mine).order_by(Opinion.proposal_id)
    for proposal_id in db.session.scalars(of).all():
        proposal = db.session.get_one(Proposal, proposal_id)
        lock_tree(proposal)
        with moment(proposal) as journey:
            query = select(Opinion).where(*mine, Opinion.proposal_id == proposal_id).order_by(Opinion.id)
            for opinion in db.session.scalars(query.execution_options(populate_existing=True)).all():
                _remove(opinion, journey)


def forget_said_before(account_id: int, remove_texts: bool) -> None:
    """Let it go with the texts, also what stands in threads that are over."""
    if remove_texts:
        former.forget(db.session.scalars(select(Opinion.id).where(Opinion.account_id == account_id)).all())


def forget_agreed(account_id: int, remove_texts: bool) -> None:
    """Take back the agreements in threads that are still open. The others stay counted and name nobody."""
    query = (
        select(Opinion.proposal_id)
        .distinct()
        .join(OpinionAgree, OpinionAgree.opinion_id == Opinion.id)
        .join(Proposal, Proposal.id == Opinion.proposal_id)
        .where(OpinionAgree.account_id == account_id, Proposal.ended_at.is_(None))
    )
    for proposal_id in db.session.scalars(query.order_by(Opinion.proposal_id)).all():
        with moment(db.session.get_one(Proposal, proposal_id)) as journey:
            if not open_yet(journey, OPINE):
                continue
            here = select(Opinion.id).where(
                Opinion.proposal_id == proposal_id, Opinion.thread == thread_here(journey)
            )
            gone = delete(OpinionAgree).where(
                OpinionAgree.account_id == account_id, OpinionAgree.opinion_id.in_(here)
            )
            numbers = db.session.scalars(gone.returning(OpinionAgree.opinion_id)).all()
            less = update(Opinion).where(Opinion.id.in_(numbers)).values(agrees=Opinion.agrees - 1)
            db.session.execute(less.execution_options(synchronize_session=False))


def forget_reported(account_id: int, remove_texts: bool) -> None:
    """Keep that an opinion was reported and for what; not what the person has written of it."""
    mine = update(OpinionReport).where(OpinionReport.account_id == account_id).values(note="")
    db.session.execute(mine.execution_options(synchronize_session=False))


def forget_objected(account_id: int, remove_texts: bool) -> None:
    """Take back what waits, and take the words out of what is decided."""
    waiting = delete(Objection).where(Objection.account_id == account_id, Objection.decided_at.is_(None))
    db.session.execute(waiting.execution_options(synchronize_session=False))
    mine = update(Objection).where(Objection.account_id == account_id)
    db.session.execute(mine.values(text="…", account_id=None).execution_options(synchronize_session=False))


def foretell(account_id: int) -> tuple[str, str]:
    """How many opinions stay without a name, or lose their text."""
    query = select(func.count(Opinion.id)).where(
        Opinion.account_id == account_id, Opinion.deleted_at.is_(None)
    )
    number = db.session.scalar(query) or 0
    if not number:
        return "", ""
    kept = ngettext(
        "%(num)d opinion stays, without your name.", "%(num)d opinions stay, without your name.", number
    )
    gone = ngettext(
        "The text of %(num)d opinion is removed; replies to it stay.",
        "The texts of %(num)d opinions are removed; replies to them stay.",
        number,
    )
    return str(kept), str(gone)


def _remove(opinion: Opinion, journey: Journey) -> None:
    lock(opinion)
    former.forget([opinion.id])
    if opinion.hidden_at is None and not (
        open_yet(journey, OPINE) and opinion.thread == thread_here(journey)
    ):
        with force_locale(journey.proposal.language):
            opinion.text, opinion.stance = _("(Removed by its author, who has left.)"), None
        opinion.revision += 1
        return
    was_visible = opinion.hidden_at is None
    opinion.deleted_at, opinion.text, opinion.stance = journey.now, "", None
    db.session.flush()
    if was_visible:
        counts.disappears(opinion, journey)
    reports.settle(opinion, "deleted", None, journey.now)
    hints.settle(opinion.id, None, journey.now)
    objections.withdraw(opinion.id)


HOLDINGS = (
    Holding(
        name="opinions",
        tables=frozenset({"opinion", "opinion_hint"}),
        what=_l("What you have said, and the side that you chose to show with it."),
        why=_l("To show it under proposals and in deliberations, under your nickname."),
        how_long=_l(
            "Until you delete it. After you have left without your name, or not at all, as you choose."
        ),
        counted=lambda number: (
            select(func.count(Opinion.id))
            .where(Opinion.account_id == number, Opinion.deleted_at.is_(None))
            .scalar_subquery()
        ),
        export=said,
        forget=forget_said,
        labels={
            "created_at": _l("Written"),
            "quotes": _l("Quotes opinion"),
            "hidden_rule": _l("Rule that it broke"),
        },
        words={"hidden_rule": REASON_NAMES},
        foretell=foretell,
        sensitive=True,
        order=31,
    ),
    Holding(
        name="former_opinions",
        tables=frozenset({"former_opinion"}),
        what=_l("What your opinions said before you changed them."),
        why=_l("So that those who have agreed with them or answered can see to what."),
        how_long=_l(
            "As long as the opinion. After you have left without your name, or not at all, as you choose."
        ),
        counted=lambda number: (
            select(func.count(FormerOpinion.revision))
            .join(Opinion, Opinion.id == FormerOpinion.opinion_id)
            .where(Opinion.account_id == number)
            .scalar_subquery()
        ),
        export=said_before,
        forget=forget_said_before,
        labels={"revision": _l("Version"), "replaced_at": _l("Replaced")},
        sensitive=True,
        order=30,
    ),
    Holding(
        name="agreements_with_opinions",
        tables=frozenset({"opinion_agree"}),
        what=_l("With which opinions you agree."),
        why=_l("So that one person counts once, and you can take it back."),
        how_long=_l("Until you take it back or leave. What is over stays counted, without your name."),
        counted=lambda number: (
            select(func.count()).where(OpinionAgree.account_id == number).scalar_subquery()
        ),
        export=agreed,
        forget=forget_agreed,
        sensitive=True,
        order=23,
    ),
    Holding(
        name="reports",
        tables=frozenset({"opinion_report"}),
        what=_l("Which opinions you have reported, and what you wrote of it."),
        why=_l("So that the office can look at it. Its author does not learn who it was."),
        how_long=_l("As long as the opinion. After you have left without your words and your name."),
        counted=lambda number: (
            select(func.count(OpinionReport.id)).where(OpinionReport.account_id == number).scalar_subquery()
        ),
        export=reported,
        forget=forget_reported,
        words={"reason": REASON_NAMES, "handled_as": HANDLED},
        order=40,
    ),
    Holding(
        name="objections",
        tables=frozenset({"objection"}),
        what=_l("What you have objected to when an opinion of yours was hidden, and what came of it."),
        why=_l("So that somebody looks at it once more, and you get an answer."),
        how_long=_l("As long as the opinion. After you have left without your words and your name."),
        counted=lambda number: (
            select(func.count(Objection.id)).where(Objection.account_id == number).scalar_subquery()
        ),
        export=objected,
        forget=forget_objected,
        labels={"decision": _l("What came of it"), "answer": _l("Answer"), "decided_at": _l("Decided")},
        words={"decision": DECISIONS},
        sensitive=True,
        order=41,
    ),
)
