"""What other rooms announce, and who is told of it. All of it happens in the transaction of the change itself."""

from datetime import date
from typing import Any

from ..core import clock
from ..duties.models import Duty
from ..duties.signals import clock_changed, duty_assigned, duty_handed, duty_returned, reminder_due
from ..journey.owners import accounts_of, reachable
from ..journey.rules import process_of
from ..journey.signals import duty_opened, notice_asked, panel_recalled, travelled
from ..ledger.models import Entry
from ..people.models import Account
from ..people.queries import department
from ..process.vocabulary import TRANSFER
from . import letters
from .quiet import is_quiet

IN_CASE = ("operator",)


def listen() -> None:
    """Hear what is announced. Calling it again changes nothing."""
    duty_opened.connect(on_duty_opened)
    duty_handed.connect(on_duty_handed)
    duty_assigned.connect(on_duty_assigned)
    duty_returned.connect(on_duty_returned)
    clock_changed.connect(on_clock_changed)
    reminder_due.connect(on_reminder_due)
    travelled.connect(on_travelled)
    notice_asked.connect(on_notice_asked)
    panel_recalled.connect(on_panel_recalled)


def on_duty_opened(proposal: Any, duty: Duty) -> None:
    """Tell those who owe it. Where nobody can be told, the operators, since somebody has to be found."""
    if _nobody(proposal):
        return
    owners = accounts_of(duty.owners, proposal, duty.department_id)
    if owners:
        letters.about_duty("duty_opened", duty, owners, "opened")
    else:
        letters.about_duty("duty_unowned", duty, accounts_of(IN_CASE, proposal), "unowned")


def on_duty_handed(duty: Duty, before: int | None) -> None:
    """Tell the officers of the department that a duty has come to, and those of the one that had it."""
    if _nobody(duty.proposal):
        return
    officers = accounts_of(["department"], duty.proposal, duty.department_id)
    key = f"handed:{duty.department_id}:{clock.now().isoformat()}"
    if before is None:
        letters.about_duty("duty_opened", duty, officers, key)
        return
    letters.about_duty("duty_handed", duty, officers, key)
    told = {officer.id for officer in officers}
    others = [one for one in accounts_of(["department"], duty.proposal, before) if one.id not in told]
    letters.about_duty("duty_gone", duty, others, key, to=department(duty.department_id or 0))


def on_duty_assigned(duty: Duty) -> None:
    """Tell the person that a duty was given to."""
    person = reachable(duty.assignee_id)
    if person is not None and not _nobody(duty.proposal):
        letters.about_duty("duty_assigned", duty, [person], "assigned")


def on_duty_returned(duty: Duty) -> None:
    """Tell those who owe it that nobody works on it any more; where there is nobody, the operators."""
    if not _nobody(duty.proposal):
        people = _owners(duty) or accounts_of(IN_CASE, duty.proposal)
        letters.about_duty("duty_returned", duty, people, f"returned:{clock.now().isoformat()}")


def on_clock_changed(duty: Duty, how: str, why: str, note: str, by: int | None) -> None:
    """Tell whoever owes it that its clock stands still, runs on or is longer, but not whoever has seen to that.

    Where something else still stops it nothing is said before it really runs on; a handing over tells of itself."""
    if _nobody(duty.proposal) or (how == "paused" and why == TRANSFER):
        return
    if how == "resumed" and duty.paused_since is not None:
        return
    people = [person for person in _owners(duty) if person.id != by]
    key = f"{how}:{len(duty.pauses)}:{len(duty.extended)}:{why}"
    letters.about_duty(f"duty_{how}", duty, people, key, why=why, note=note)


def on_reminder_due(duty: Duty, day: date, today: date) -> None:
    """Remind whoever works on it; of what is late, everybody who owes it; where there is nobody, the operators."""
    proposal = duty.proposal
    if _nobody(proposal):
        return
    late = duty.due_on is not None and duty.due_on < today
    people = (_owners(duty) if late else _working(duty)) or accounts_of(IN_CASE, proposal)
    letters.about_duty("duty_late" if late else "duty_due", duty, people, f"remind:{day.isoformat()}")


def on_travelled(proposal: Any, entries: list[Entry]) -> None:
    """Tell the proposer what everybody may know, except their own doing and that they have filed it; other rules only
    where something has come of them."""
    if _nobody(proposal) or proposal.proposer_id is None:
        return
    news = [entry for entry in entries if _news(entry, proposal)]
    if all(entry.verb == "rules_changed" and not _shortened(entry) for entry in news):
        return
    proposer = reachable(proposal.proposer_id) if news else None
    if proposer is not None:
        letters.about_travel(proposal, news, proposer)


def _shortened(entry: Entry) -> bool:
    """Whether other rules have brought the end of the period nearer. What gives people more time can wait for them to
    look: rules may change for very many proposals at once."""
    was, until = entry.data.get("until_was"), entry.data.get("until")
    return until is not None and (was is None or until < was)


def on_notice_asked(proposal: Any, to: tuple[str, ...], rule: str) -> None:
    """Tell the people that a rule of the process names."""
    if not _nobody(proposal):
        found = process_of(proposal.version_id).rule(rule)
        letters.about_rule(proposal, found, accounts_of(to, proposal))


def on_panel_recalled(proposal: Any, to: tuple[str, ...], stage: str) -> None:
    """Tell the members of a panel that they vote again."""
    if not _nobody(proposal):
        letters.about_vote(proposal, stage, accounts_of(to, proposal))


def _nobody(proposal: Any) -> bool:
    """Whether nobody is told of this proposal: taken in as finished, out of sight, or while nobody listens."""
    return bool(is_quiet() or proposal.archived or proposal.hidden_at is not None)


def _owners(duty: Duty) -> list[Account]:
    """Everybody who owes it, whoever works on it first."""
    owners = accounts_of(duty.owners, duty.proposal, duty.department_id)
    person = reachable(duty.assignee_id)
    return owners if person is None else [person, *(owner for owner in owners if owner.id != person.id)]


def _working(duty: Duty) -> list[Account]:
    """Whoever works on it, else everybody who owes it."""
    person = reachable(duty.assignee_id)
    return _owners(duty) if person is None else [person]


def _news(entry: Entry, proposal: Any) -> bool:
    if entry.verb == "filed" or entry.data.get("how") == "left":
        return False
    return entry.public and entry.actor_id != proposal.proposer_id
