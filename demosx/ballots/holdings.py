"""What is kept of whoever has voted. What they chose is found for themselves alone, never for anybody else."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from ..core.db import db
from ..core.i18n import local_name
from ..journey.leaving import offers, open_yet
from ..journey.models import Participation, Visit
from ..journey.travel import moment
from ..people.holdings import Holding, rows
from ..proposals.models import Proposal
from .models import Ballot, Vote
from .queries import voter_in
from .services import take_back

VOTE = "vote"


def votes_of(account_id: int) -> list[dict[str, Any]]:
    """A person's own votes, found by the hash that the site can make for them, as the ballot called them. Give it to
    nobody else."""
    cast = {voter_in(row["visit"], account_id): row for row in _voted(account_id)}
    query = select(Vote.voter, Vote.choice).where(Vote.voter.in_(cast))
    chosen = {row.voter: row.choice for row in db.session.execute(query)} if cast else {}
    return [
        {"proposal": row["proposal"], "number": row["number"], "title": row["title"],
         "choice": chosen.get(voter), "choice_name": _called(row["choices"], chosen.get(voter))}
        for voter, row in cast.items()
    ]  # fmt: skip


def _called(choices: dict[str, dict[str, str]], key: str | None) -> str | None:
    return local_name(choices.get(key, {}), key) if key is not None else None


def voted_in(account_id: int) -> list[dict[str, Any]]:
    """In which ballots a person has voted, without what they chose."""
    return [{key: row[key] for key in ("proposal", "number", "title")} for row in _voted(account_id)]


def _voted(account_id: int) -> list[dict[str, Any]]:
    query = (
        select(Visit.id.label("visit"), Proposal.id.label("proposal"), Proposal.number, Proposal.title, Ballot.choices)
        .join(Participation, (Participation.proposal_id == Visit.proposal_id)
              & (Participation.visit_number == Visit.number))
        .join(Proposal, Proposal.id == Visit.proposal_id)
        .join(Ballot, Ballot.visit_id == Visit.id)
        .where(Participation.account_id == account_id, Participation.voted)
    )  # fmt: skip
    return rows(query.order_by(Visit.id))


def forget(account_id: int, remove_texts: bool) -> None:
    """Take back every vote in what is still open. Those of what is over stay: they are mixed and name nobody."""
    query = (
        select(Participation.proposal_id)
        .join(Proposal, Proposal.id == Participation.proposal_id)
        .where(Participation.account_id == account_id, Participation.voted, Proposal.ended_at.is_(None))
        .where(Participation.visit_number == Proposal.visit_number)
    )
    for proposal_id in db.session.scalars(query.order_by(Participation.proposal_id)).all():
        with moment(db.session.get_one(Proposal, proposal_id)) as journey:
            if open_yet(journey, VOTE):
                take_back(journey, account_id)


def foretell(account_id: int) -> tuple[str, str]:
    """How many votes are taken back, and how many stay counted."""
    query = (
        select(Proposal.version_id, Proposal.stage, Proposal.ended_at,
               (Participation.visit_number == Proposal.visit_number).label("here"))
        .join(Participation, Participation.proposal_id == Proposal.id)
        .where(Participation.account_id == account_id, Participation.voted)
    )  # fmt: skip
    found = [bool(row["here"]) and offers(row, VOTE) for row in db.session.execute(query).mappings()]
    back, stay = found.count(True), found.count(False)
    told = [
        ngettext(
            "%(num)d vote in what is still open is taken back.",
            "%(num)d votes in what is still open are taken back.",
            back,
        )
        if back
        else "",
        ngettext(
            "%(num)d vote of what is over stays counted; it names nobody.",
            "%(num)d votes of what is over stay counted; they name nobody.",
            stay,
        )
        if stay
        else "",
    ]
    sentence = " ".join(filter(None, told))
    return sentence, sentence


HOLDING = Holding(
    name="votes",
    tables=frozenset({"vote"}),
    what=_l("Your votes, under a hash that only this site can make. Your name does not stand beside them."),
    why=_l("So that one person has one vote, and you can change it until voting ends."),
    how_long=_l("As long as the result is kept: it has to be possible to count again."),
    counted=lambda number: (
        select(func.count()).where(Participation.account_id == number, Participation.voted).scalar_subquery()
    ),
    export=votes_of,
    forget=forget,
    foretell=foretell,
    sensitive=True,
    own_only=True,
    order=21,
)
