"""What is kept of people around proposals: versions, additions, proposing together, requests and answers."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import delete, func, select, update

from ..core.db import db
from ..people.holdings import Holding, rows
from . import co_proposers, search_index, writing_queries
from .writing_models import Addition, CoProposer, FormerText, Supplement


def _versions(account_id: int) -> list[dict[str, Any]]:
    query = select(
        FormerText.proposal_id.label("proposal"), FormerText.revision, FormerText.title, FormerText.text,
        FormerText.place, FormerText.until.label("replaced_at"),
    ).where(FormerText.account_id == account_id)  # fmt: skip
    return rows(query.order_by(FormerText.proposal_id, FormerText.revision))


def _forget_versions(account_id: int, remove_texts: bool) -> None:
    """Whose they were is told no more. What goes with a proposal's text is emptied with that."""
    db.session.execute(update(FormerText).where(FormerText.account_id == account_id).values(account_id=None))


def _additions(account_id: int) -> list[dict[str, Any]]:
    query = select(Addition.proposal_id.label("proposal"), Addition.text, Addition.at)
    return rows(query.where(Addition.account_id == account_id).order_by(Addition.id))


def _forget_additions(account_id: int, remove_texts: bool) -> None:
    """Let them stand without a name, or delete them: then their words are not found any more either."""
    db.session.flush()
    mine = Addition.account_id == account_id
    if not remove_texts:
        db.session.execute(update(Addition).where(mine).values(account_id=None))
        return
    gone = db.session.scalars(delete(Addition).where(mine).returning(Addition.id)).all()
    search_index.index_said("addition", gone)


def _together(account_id: int) -> list[dict[str, Any]]:
    query = select(CoProposer.proposal_id.label("proposal"), CoProposer.joined_at, CoProposer.left_at)
    return rows(query.where(CoProposer.account_id == account_id).order_by(CoProposer.id))


def _forget_together(account_id: int, remove_texts: bool) -> None:
    co_proposers.forget(account_id)


def _foretell_together(account_id: int) -> tuple[str, str]:
    number = len(writing_queries.led_with_others(account_id))
    told = str(
        ngettext(
            "%(num)d proposal goes on with those who propose it together with you.",
            "%(num)d proposals go on with those who propose them together with you.",
            number,
        )
        if number
        else ""
    )
    return told, told


def _answers(account_id: int) -> list[dict[str, Any]]:
    query = select(
        Supplement.proposal_id.label("proposal"), Supplement.question, Supplement.answer, Supplement.answered_at
    ).where(Supplement.answered_by == account_id)  # fmt: skip
    return rows(query.order_by(Supplement.id))


def _forget_answers(account_id: int, remove_texts: bool) -> None:
    """Whose the answer was is told no more; where the texts go, nothing of it is left but that there was one."""
    mine = Supplement.answered_by == account_id
    gone = {Supplement.answer: _("Removed by its author")} if remove_texts else {}
    db.session.execute(update(Supplement).where(mine).values({Supplement.answered_by: None, **gone}))
    asked = Supplement.asked_by == account_id
    db.session.execute(update(Supplement).where(asked).values(asked_by=None))


HOLDINGS = (
    Holding(
        name="proposed_together",
        tables=frozenset({"co_proposer"}),
        what=_l("What you propose together with others, since when, and until when."),
        why=_l("To name you there, and to tell you what becomes of it."),
        how_long=_l("As long as you propose it; after that until you leave."),
        counted=lambda number: (
            select(func.count(CoProposer.id)).where(CoProposer.account_id == number).scalar_subquery()
        ),
        export=_together,
        forget=_forget_together,
        foretell=_foretell_together,
        labels={"joined_at": _l("Joined"), "left_at": _l("Left")},
        sensitive=True,
        order=25,
    ),
    Holding(
        name="former_texts",
        tables=frozenset({"former_text"}),
        what=_l("What you have written into proposals before it was changed."),
        why=_l("So that everybody can see what has changed since people supported it."),
        how_long=_l("As long as the proposal; after you have left without your name."),
        counted=writing_queries.former_counted,
        export=_versions,
        forget=_forget_versions,
        labels={"revision": _l("Version"), "replaced_at": _l("Replaced")},
        sensitive=True,
        order=31,
    ),
    Holding(
        name="additions",
        tables=frozenset({"addition"}),
        what=_l("What you have added below a proposal."),
        why=_l("To show it, and to decide about the proposal."),
        how_long=_l("As long as the proposal; after you have left without your name, or not at all."),
        counted=lambda number: (
            select(func.count(Addition.id)).where(Addition.account_id == number).scalar_subquery()
        ),
        export=_additions,
        forget=_forget_additions,
        sensitive=True,
        order=31,
    ),
    Holding(
        name="supplements",
        tables=frozenset({"supplement"}),
        what=_l("What you have answered the office for a proposal of yours."),
        why=_l("To show it, and to decide about the proposal."),
        how_long=_l("As long as the proposal; after you have left without your name."),
        counted=lambda number: (
            select(func.count(Supplement.id)).where(Supplement.answered_by == number).scalar_subquery()
        ),
        export=_answers,
        forget=_forget_answers,
        labels={"question": _l("Question"), "answer": _l("Answer"), "answered_at": _l("Answered")},
        sensitive=True,
        order=31,
    ),
)
