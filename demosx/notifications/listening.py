"""What other rooms announce, and who is told of it. It is written down in the transaction of the change itself."""

from datetime import date, datetime
from typing import Any

from ..core import clock
from ..core.db import db
from ..duties.models import Duty
from ..duties.signals import clock_changed, duty_assigned, duty_handed, duty_returned, reminder_due
from ..journey.owners import accounts_of, reachable
from ..journey.signals import duty_opened, notice_asked, panel_recalled, travelled
from ..ledger.models import Entry
from ..ledger.signals import recorded
from ..opinions.models import Opinion
from ..opinions.signals import answered, reports_settled
from ..people.models import Account
from ..process.vocabulary import TRANSFER
from ..proposals.models import Proposal
from ..proposals.writing_models import CoProposer
from ..proposals.writing_queries import proposing_together
from .kinds import DUTIES, MINE, REPLIES
from .quiet import is_quiet
from .services import tell, tell_step
from .steps import is_step, stands_alone

IN_CASE = ("operator",)
OF_OPINIONS = ("opinion_hidden", "opinion_shown", "objection_kept")
OF_PROPOSALS = ("proposal_hidden", "proposal_shown")
OF_WRITING = ("edited", "left_together")


def listen() -> None:
    """Hear what is announced. Calling it again changes nothing."""
    duty_opened.connect(on_duty_opened)
    duty_handed.connect(on_duty_handed)
    duty_assigned.connect(on_duty_assigned)
    duty_returned.connect(on_duty_returned)
    clock_changed.connect(on_clock_changed)
    reminder_due.connect(on_reminder_due)
    travelled.connect(on_travelled)
    recorded.connect(on_recorded)
    answered.connect(on_answered)
    reports_settled.connect(on_reports_settled)
    notice_asked.connect(on_notice_asked)
    panel_recalled.connect(on_panel_recalled)


def on_duty_opened(proposal: Any, duty: Duty) -> None:
    """Tell those who owe it. Where nobody can be told, the operators, since somebody has to be found."""
    if _nobody(proposal):
        return
    owners = accounts_of(duty.owners, proposal, duty.department_id)
    if owners:
        _of_duty("duty_opened", duty, owners, "opened")
    else:
        _of_duty("duty_unowned", duty, accounts_of(IN_CASE, proposal), "unowned")


def on_duty_handed(duty: Duty, before: int | None) -> None:
    """Tell the officers of the department that a duty has come to, and those of the one that had it."""
    if _nobody(duty.proposal):
        return
    officers = accounts_of(["department"], duty.proposal, duty.department_id)
    key = f"handed:{duty.department_id}:{clock.now().isoformat()}"
    if before is None:
        _of_duty("duty_opened", duty, officers, key)
        return
    _of_duty("duty_handed", duty, officers, key)
    told = {officer.id for officer in officers}
    others = [one for one in accounts_of(["department"], duty.proposal, before) if one.id not in told]
    _of_duty("duty_gone", duty, others, key, to=duty.department_id or 0)


def on_duty_assigned(duty: Duty) -> None:
    """Tell the person that a duty was given to."""
    person = reachable(duty.assignee_id)
    if person is not None and not _nobody(duty.proposal):
        _of_duty("duty_assigned", duty, [person], f"assigned:{clock.now().isoformat()}")


def on_duty_returned(duty: Duty) -> None:
    """Tell those who owe it that nobody works on it any more; where there is nobody, the operators."""
    if not _nobody(duty.proposal):
        people = _owners(duty) or accounts_of(IN_CASE, duty.proposal)
        _of_duty("duty_returned", duty, people, f"returned:{clock.now().isoformat()}")


def on_clock_changed(duty: Duty, how: str, why: str, note: str, by: int | None) -> None:
    """Tell whoever owes it that its clock stands still, runs on or is longer, but not whoever has seen to that.

    Where something else still stops it nothing is said before it really runs on; a handing over tells of itself."""
    if _nobody(duty.proposal) or (how == "paused" and why == TRANSFER):
        return
    if how == "resumed" and duty.paused_since is not None:
        return
    people = [person for person in _owners(duty) if person.id != by]
    key = f"{how}:{len(duty.pauses)}:{len(duty.extended)}:{why}"
    _of_duty(f"duty_{how}", duty, people, key, why=why, note=note)


def on_reminder_due(duty: Duty, day: date, today: date) -> None:
    """Remind whoever works on it; of what is late, everybody who owes it; where there is nobody, the operators."""
    proposal = duty.proposal
    if _nobody(proposal):
        return
    late = duty.due_on is not None and duty.due_on < today
    people = (_owners(duty) if late else _working(duty)) or accounts_of(IN_CASE, proposal)
    _of_duty("duty_late" if late else "duty_due", duty, people, f"remind:{day.isoformat()}")


def on_travelled(proposal: Any, entries: list[Entry]) -> None:
    """Tell everybody to whom the proposal is something what everybody may know; other rules only where something has
    come of them."""
    if _nobody(proposal):
        return
    news = [entry for entry in entries if is_step(entry)]
    if not all(entry.verb == "rules_changed" and not _shortened(entry) for entry in news):
        tell_step(proposal, news)


def on_recorded(entry: Entry) -> None:
    """Tell of what the history notes beside the travelling: each public step, and what was hidden or shown again."""
    personal = entry.verb in (*OF_OPINIONS, *OF_PROPOSALS, *OF_WRITING)
    if is_quiet() or not (personal or stands_alone(entry)):
        return
    proposal = db.session.get(Proposal, entry.proposal_id)
    if proposal is None or proposal.archived:
        return
    db.session.flush()
    if entry.verb in OF_WRITING:
        _tell_together(entry, proposal)
    elif personal:
        _tell_whose(entry, proposal)
    elif proposal.hidden_at is None:
        tell_step(proposal, [entry])


def _tell_whose(entry: Entry, proposal: Proposal) -> None:
    """Tell whose opinion or proposal was hidden or shown again, unless they did it themselves."""
    key = f"entry:{entry.id}"
    if entry.verb in OF_PROPOSALS:
        tell(entry.verb, MINE, _proposers(proposal) - {entry.actor_id}, key, proposal_id=proposal.id)
        return
    opinion = db.session.get(Opinion, entry.subject_id)
    if opinion is not None and opinion.account_id not in (None, entry.actor_id):
        tell(entry.verb, REPLIES, [opinion.account_id], key, proposal_id=proposal.id, opinion=opinion.id)


def _tell_together(entry: Entry, proposal: Proposal) -> None:
    """Tell those who propose together that one of them has changed the text or has left, and whom the proposer has
    taken off that this was done."""
    key = f"entry:{entry.id}"
    if proposal.hidden_at is not None:
        return
    if entry.data.get("how") == "taken_off":
        row = db.session.get(CoProposer, entry.subject_id)
        gone = row.account_id if row is not None else None
        tell("taken_off", MINE, {gone}, key, proposal_id=proposal.id)
        return
    what = "text_changed" if entry.verb == "edited" else "left_together"
    tell(what, MINE, _proposers(proposal) - {entry.actor_id}, key, proposal_id=proposal.id)


def _proposers(proposal: Proposal) -> set[int | None]:
    """The accounts that propose it, alone or together."""
    return {proposal.proposer_id, *proposing_together(proposal.id)}


def on_answered(opinion: Opinion, parent: Opinion) -> None:
    """Tell the author of an opinion that somebody has answered it."""
    if parent.account_id != opinion.account_id and not _nobody(parent.proposal):
        tell(
            "reply", REPLIES, [parent.account_id], f"reply:{opinion.id}", proposal_id=opinion.proposal_id,
            opinion=opinion.id,
        )  # fmt: skip


def on_reports_settled(opinion: Opinion, people: list[int], how: str, at: datetime) -> None:
    """Tell who has reported an opinion what came of it."""
    if not _nobody(opinion.proposal):
        tell(
            "reports_settled", REPLIES, people, f"reports:{opinion.id}:{at.isoformat()}",
            proposal_id=opinion.proposal_id, opinion=opinion.id, how=how,
        )  # fmt: skip


def _shortened(entry: Entry) -> bool:
    """Whether other rules have brought the end of the period nearer. What gives people more time can wait for them to
    look: rules may change for very many proposals at once."""
    was, until = entry.data.get("until_was"), entry.data.get("until")
    return until is not None and (was is None or until < was)


def on_notice_asked(proposal: Any, to: tuple[str, ...], rule: str) -> None:
    """Tell the people that a rule of the process names."""
    if not _nobody(proposal):
        key = f"rule:{proposal.id}:{rule}:{clock.now().isoformat()}"
        _by_place("notice", proposal, accounts_of(to, proposal), key, rule=rule)


def on_panel_recalled(proposal: Any, to: tuple[str, ...], stage: str) -> None:
    """Tell the members of a panel that they vote again."""
    if not _nobody(proposal):
        key = f"again:{proposal.id}:{stage}:{clock.now().isoformat()}"
        people = [person.id for person in accounts_of(to, proposal)]
        tell("vote_again", DUTIES, people, key, proposal_id=proposal.id, stage=stage)


def _of_duty(what: str, duty: Duty, people: list[Account], key: str, **data: Any) -> None:
    """Tell people of a duty. `key` says what about it, so that nobody is told the same twice."""
    told = [person.id for person in people]
    tell(what, DUTIES, told, f"duty:{duty.id}:{key}", proposal_id=duty.proposal_id, duty=duty.id, **data)


def _by_place(what: str, proposal: Any, people: list[Account], key: str, **data: Any) -> None:
    """Tell people in their roles; the proposer as such."""
    for kind, own in ((MINE, True), (DUTIES, False)):
        told = [person.id for person in people if (person.id == proposal.proposer_id) is own]
        tell(what, kind, told, key, proposal_id=proposal.id, **data)


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
