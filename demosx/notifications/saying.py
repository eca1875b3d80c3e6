"""What a notice says: its words are made when it is read or sent, for that reader, of what is true and visible then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ..core.db import db
from ..core.i18n import language
from ..core.mail import path_to
from ..core.permissions import Actor
from ..duties.models import Duty
from ..journey.labels import duty_label, stage_label
from ..journey.owners import accounts_of
from ..journey.rules import process_of
from ..ledger.models import Entry
from ..opinions import objections
from ..opinions.models import Opinion
from ..opinions.words import REASON_NAMES
from ..people.models import Account
from ..people.queries import actor_of, department
from ..process.words import pick
from ..proposals.access import may_see
from ..proposals.history import Told, timeline
from ..proposals.models import Proposal
from .kinds import DUTIES
from .models import Notice
from .queries import OF_HIDDEN, proposals_of

OF_ONES_OWN = ("opinion_hidden", "objection_kept")


@dataclass
class Loaded:
    """What several notices are about, read in a query for each kind of thing."""

    proposals: Mapping[int, Proposal]
    entries: Mapping[int, Entry]
    duties: Mapping[int, Duty]
    opinions: Mapping[int, Opinion]


@dataclass
class Case:
    """One notice for one reader."""

    notice: Notice
    reader: Account
    loaded: Loaded
    known: dict[int, Actor] = field(default_factory=dict)

    @cached_property
    def actor(self) -> Actor:
        """What the reader may do today. Read once for all cases that share `known`."""
        if self.reader.id not in self.known:
            self.known[self.reader.id] = actor_of(self.reader.id)
        return self.known[self.reader.id]

    @property
    def proposal(self) -> Proposal | None:
        return self.loaded.proposals.get(self.notice.proposal_id or 0)

    @property
    def about(self) -> Proposal:
        """The proposal, where there must be one."""
        return self.loaded.proposals[self.notice.proposal_id or 0]

    @property
    def duty(self) -> Duty | None:
        return self.loaded.duties.get(self.notice.data.get("duty", 0))

    @property
    def opinion(self) -> Opinion | None:
        return self.loaded.opinions.get(self.notice.data.get("opinion", 0))

    @property
    def entries(self) -> list[Entry]:
        """What has happened, as far as everybody may know and the reader has not done it."""
        found = (self.loaded.entries.get(number) for number in self.notice.data.get("entries", ()))
        return [one for one in found if one is not None and one.public and one.actor_id != self.reader.id]

    @cached_property
    def story(self) -> list[Told]:
        """The same in words, in the language that is spoken when it is first asked for."""
        return timeline(self.about, self.entries)


def load(notices: Sequence[Notice], proposals: Mapping[int, Proposal] | None = None) -> Loaded:
    """Read what notices are about."""
    entries = {number for notice in notices for number in notice.data.get("entries", ())}
    return Loaded(
        proposals_of(notices) if proposals is None else proposals,
        _by_number(Entry, entries),
        _by_number(Duty, {notice.data["duty"] for notice in notices if "duty" in notice.data}),
        _by_number(Opinion, {notice.data["opinion"] for notice in notices if "opinion" in notice.data}),
    )


def _by_number(model: Any, numbers: set[int]) -> dict[int, Any]:
    if not numbers:
        return {}
    return {row.id: row for row in db.session.scalars(select(model).where(model.id.in_(numbers)))}


def may_be_told(case: Case) -> bool:
    """Whether the reader may know of this now: asked when it is written, and again whenever it is shown or sent."""
    notice, proposal = case.notice, case.proposal
    if notice.proposal_id is None:
        return True
    if proposal is None or proposal.archived or not _sees(case, proposal):
        return False
    if proposal.hidden_at is not None and notice.what not in OF_HIDDEN:
        return False
    teller = TELLERS.get(notice.what)
    return teller is not None and teller.holds(case)


def _sees(case: Case, proposal: Proposal) -> bool:
    if proposal.hidden_at is None and proposal.audience != "staff":
        return True
    return may_see(case.actor, proposal) or (case.notice.kind == DUTIES and _owes(case, proposal))


def _owes(case: Case, proposal: Proposal) -> bool:
    """Whether a duty of a proposal that is kept to staff is still the reader's: what is theirs they may know of."""
    duty = case.duty
    if duty is None or proposal.hidden_at is not None:
        return False
    owners = accounts_of(duty.owners, proposal, duty.department_id)
    return case.reader.id in {duty.assignee_id, *(owner.id for owner in owners)}


def path(case: Case) -> str:
    """Where the reader sees more: a path of this site."""
    notice, proposal, opinion = case.notice, case.proposal, case.opinion
    if proposal is None:
        return path_to("notifications.inbox")
    if notice.kind == DUTIES and case.reader.id != proposal.proposer_id:
        return path_to("desk.proposal", id=proposal.id)
    if opinion is not None and notice.what in OF_ONES_OWN and opinion.account_id == case.reader.id:
        return path_to("opinions.objection", id=opinion.id)
    if opinion is not None and opinion.visible:
        return path_to("opinions.go", id=opinion.id)
    return path_to("proposals.show", id=proposal.id)


def lines(case: Case) -> list[str]:
    """What is new, a sentence each, without the proposal's title."""
    return TELLERS[case.notice.what].lines(case)


def facts(case: Case) -> dict[str, Any]:
    """What the notice's letter is made of."""
    return {"proposal": case.proposal, "kind": case.notice.kind, **TELLERS[case.notice.what].facts(case)}


# --- what can be told --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Teller:
    """How something is told: sentences for lists, what its letter is made of, and whether it still holds."""

    lines: Callable[[Case], list[str]]
    facts: Callable[[Case], dict[str, Any]]
    holds: Callable[[Case], bool]


def _step_lines(case: Case) -> list[str]:
    return [told.title for told in case.story]


def _step_facts(case: Case) -> dict[str, Any]:
    return {"story": case.story}


def _step_holds(case: Case) -> bool:
    return bool(case.story)


def _duty_name(case: Case) -> str:
    assert case.duty is not None
    return duty_label(process_of(case.about.version_id), case.duty.name, language())


def _duty_facts(case: Case) -> dict[str, Any]:
    data = case.notice.data
    words = process_of(case.about.version_id).words
    why = data.get("why") or ""
    return {
        "duty": case.duty, "name": _duty_name(case), "note": data.get("note", ""),
        "why": words.text(why, language()) if why else "",
        "to": department(data["to"]) if "to" in data else None,
    }  # fmt: skip


def _duty(line: Callable[[str], str], waits: bool = True) -> Teller:
    """A teller of a duty. One that only says what waits to be done says nothing once that is done."""

    def holds(case: Case) -> bool:
        return case.duty is not None and not (waits and case.duty.closed_at is not None)

    return Teller(lambda case: [line(_duty_name(case))], _duty_facts, holds)


def _rule_words(case: Case) -> str:
    process = process_of(case.about.version_id)
    rule = process.rule(case.notice.data["rule"])
    return pick(rule.label, (language(), *process.words.languages)) if rule else ""


def _stage_name(case: Case) -> str:
    return stage_label(process_of(case.about.version_id), case.notice.data["stage"], language())


def _reply_holds(case: Case) -> bool:
    return case.opinion is not None and case.opinion.visible


def _hidden_holds(case: Case) -> bool:
    return case.opinion is not None and case.opinion.hidden_at is not None and case.opinion.deleted_at is None


def _hidden_facts(case: Case) -> dict[str, Any]:
    """The rule and the reason, the text as its author wrote it, and until when they may object."""
    opinion = case.opinion
    assert opinion is not None
    return {
        "rule": REASON_NAMES.get(opinion.hidden_rule, ""), "reason": opinion.hidden_reason, "said": opinion.text,
        "until": objections.until(opinion),
    }  # fmt: skip


def _shown_facts(case: Case) -> dict[str, Any]:
    """The answer to an objection, where there was one."""
    found = objections.last_of(case.opinion.id) if case.opinion is not None else None
    return {"answer": found.answer if found is not None and found.decision == "restored" else ""}


def _kept_facts(case: Case) -> dict[str, Any]:
    found = objections.present(case.opinion) if case.opinion is not None else None
    return {"answer": found.answer if found is not None and found.decision == "kept" else ""}


def _reports_line(case: Case) -> str:
    how = case.notice.data.get("how")
    if how == "hidden":
        return _("The opinion that you have reported is hidden.")
    if how == "kept":
        return _("The opinion that you have reported stays: it breaks no rule of the house.")
    return _("The opinion that you have reported was deleted by its author.")


def _always(case: Case) -> bool:
    return True


def _nothing(case: Case) -> dict[str, Any]:
    return {}


TELLERS: dict[str, Teller] = {
    "step": Teller(_step_lines, _step_facts, _step_holds),
    "duty_opened": _duty(lambda name: _("You are asked for: %(duty)s", duty=name)),
    "duty_assigned": _duty(lambda name: _("Given to you: %(duty)s", duty=name)),
    "duty_due": _duty(lambda name: _("Due soon: %(duty)s", duty=name)),
    "duty_late": _duty(lambda name: _("Overdue: %(duty)s", duty=name)),
    "duty_extended": _duty(lambda name: _("There is more time: %(duty)s", duty=name)),
    "duty_paused": _duty(lambda name: _("Its clock stands still: %(duty)s", duty=name)),
    "duty_resumed": _duty(lambda name: _("Its clock runs on: %(duty)s", duty=name)),
    "duty_handed": _duty(lambda name: _("Handed over to you: %(duty)s", duty=name)),
    "duty_gone": _duty(lambda name: _("Handed over to others: %(duty)s", duty=name), waits=False),
    "duty_returned": _duty(lambda name: _("Nobody works on it now: %(duty)s", duty=name)),
    "duty_unowned": _duty(lambda name: _("Nobody to do it yet: %(duty)s", duty=name)),
    "notice": Teller(
        lambda case: [_rule_words(case) or _("There is something to know.")],
        lambda case: {"told": _rule_words(case)}, _always,
    ),
    "vote_again": Teller(
        lambda case: [_("Please vote again: the rules have changed.")],
        lambda case: {"stage": _stage_name(case)}, _always,
    ),
    "reply": Teller(lambda case: [_("Somebody has answered your opinion.")], _nothing, _reply_holds),
    "opinion_hidden": Teller(
        lambda case: [_("Your opinion was hidden.")], _hidden_facts, _hidden_holds,
    ),
    "opinion_shown": Teller(
        lambda case: [_("Your opinion is shown again.")], _shown_facts, _reply_holds
    ),
    "objection_kept": Teller(
        lambda case: [_("Your objection was looked at: your opinion stays hidden.")], _kept_facts, _hidden_holds,
    ),
    "reports_settled": Teller(
        lambda case: [_reports_line(case)], lambda case: {"came": _reports_line(case)}, _always
    ),
    "proposal_hidden": Teller(
        lambda case: [_("Your proposal was hidden.")],
        lambda case: {"reason": case.about.hidden_reason}, lambda case: case.about.hidden_at is not None,
    ),
    "proposal_shown": Teller(lambda case: [_("Your proposal is shown again.")], _nothing, _always),
    "text_changed": Teller(
        lambda case: [_("Somebody who proposes it with you has changed the text.")], _nothing, _always
    ),
    "left_together": Teller(
        lambda case: [_("Somebody does not propose it with you any more.")], _nothing, _always
    ),
    "taken_off": Teller(lambda case: [_("You were taken off those who propose it.")], _nothing, _always),
}  # fmt: skip
