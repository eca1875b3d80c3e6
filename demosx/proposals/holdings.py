"""What is kept of whoever proposes something, and what becomes of it when they leave."""

from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, func, select

from ..core.db import db
from ..core.permissions import Actor
from ..journey.models import Participation
from ..journey.rules import process_of
from ..journey.travel import moment
from ..people.holdings import Holding, rows
from ..process.definition import Rule
from . import versions, writing_queries
from .models import Proposal

WITHDRAWN = "withdrawn"


def export(account_id: int) -> list[dict[str, Any]]:
    """What a person has proposed, also what is hidden and why."""
    query = select(
        Proposal.id.label("proposal"), Proposal.number, Proposal.title, Proposal.text, Proposal.place, Proposal.area,
        Proposal.district, Proposal.filed_at, Proposal.edited_at, Proposal.stage, Proposal.ended, Proposal.ended_at,
        Proposal.hidden_at, Proposal.hidden_reason, Proposal.supports, Proposal.opinions,
    ).where(Proposal.proposer_id == account_id)  # fmt: skip
    return rows(query.order_by(Proposal.id))


def forget(account_id: int, remove_texts: bool) -> None:
    """Leave what was proposed without a name. Where the texts are to go: withdraw what the rules let its proposer
    withdraw, and empty the texts in which nobody else has taken part.

    What others support, answer or work on is theirs as well, and stays readable.
    """
    if not remove_texts:
        return
    query = select(Proposal.id).where(Proposal.proposer_id == account_id).order_by(Proposal.id)
    for number in db.session.scalars(query).all():
        proposal = db.session.get_one(Proposal, number)
        if proposal.origin != "citizen":
            continue
        with moment(proposal, Actor(id=account_id, confirmed=True)) as journey:
            rule = _way_out(journey.process, proposal, bool(journey.state.ended))
            if rule is not None:
                with force_locale(proposal.language):
                    left = _("The proposer has left the site.")
                journey.press(rule.key, dict.fromkeys(rule.needs, left))
        if _theirs_alone(proposal, account_id):
            _empty(proposal)


def foretell(account_id: int) -> tuple[str, str]:
    """How many proposals stay without a name, and how many are withdrawn if the texts are to go."""
    query = select(
        Proposal.version_id, Proposal.stage, Proposal.ended_at, Proposal.origin
    ).where(
        Proposal.proposer_id == account_id, ~writing_queries.with_others()
    )  # fmt: skip
    found = list(db.session.execute(query).mappings())
    back = sum(
        row["ended_at"] is None
        and row["origin"] == "citizen"
        and _withdrawing(process_of(row["version_id"]), row["stage"]) is not None
        for row in found
    )
    gone = ngettext(
        "%(num)d proposal is withdrawn; its text goes where nobody else has taken part.",
        "%(num)d proposals are withdrawn; their texts go where nobody else has taken part.",
        back,
    )
    return _stay(len(found)), " ".join(filter(None, [gone if back else "", _stay(len(found) - back)]))


def _stay(number: int) -> str:
    if not number:
        return ""
    return str(
        ngettext(
            "%(num)d proposal stays, without your name.", "%(num)d proposals stay, without your name.", number
        )
    )


def _way_out(process: Any, proposal: Proposal, ended: bool) -> Rule | None:
    """The button with which a proposer withdraws where the proposal is now."""
    return None if ended else _withdrawing(process, proposal.stage)


def _withdrawing(process: Any, stage: str) -> Rule | None:
    return next(
        (rule for rule in process.rules_in(stage)
         if rule.action == "end" and rule.target == WITHDRAWN and "proposer" in rule.by
         and rule.when is None and "document" not in rule.needs),
        None,
    )  # fmt: skip


def _theirs_alone(proposal: Proposal, account_id: int) -> bool:
    """Whether nobody else has taken part, and nothing came of it for which the text is needed."""
    others = exists().where(Participation.proposal_id == proposal.id, Participation.account_id != account_id)
    withdrawn = proposal.ended == WITHDRAWN and proposal.answered_at is None
    return withdrawn and not proposal.archived and not db.session.scalar(select(others))


def _empty(proposal: Proposal) -> None:
    with force_locale(proposal.language):
        gone = _("Removed by its author")
    proposal.title, proposal.text, proposal.place = gone, gone, ""
    proposal.group_name, proposal.latitude, proposal.longitude = "", None, None
    proposal.revision += 1
    for version in writing_queries.former_texts(proposal.id):
        versions.empty(version)
    db.session.flush()


HOLDING = Holding(
    name="proposals",
    tables=frozenset({"proposal"}),
    what=_l("What you have proposed: title, text, place, area and district."),
    why=_l("To show it, to decide about it, and to tell you what becomes of it."),
    how_long=_l("For good, as a public record; after you have left without your name."),
    counted=lambda number: (
        select(func.count(Proposal.id)).where(Proposal.proposer_id == number).scalar_subquery()
    ),
    export=export,
    forget=forget,
    foretell=foretell,
    sensitive=True,
    order=30,
)
