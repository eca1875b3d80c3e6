"""Why a given person may do a given thing, or may not: the same that `can()` and the page would say, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core import clock
from ..core.errors import DomainError, StepNeeded
from ..core.permissions import Actor, Book, Grant, book
from ..core.settings import site
from ..desk.clocks import EXTEND, PAUSE, clock_of, stage_clock
from ..journey.people import narrowed
from ..journey.queries import Standing, standing
from ..journey.taking_part import barrier
from ..people.models import Account, RoleGrant
from ..people.queries import actor_of, grants_of
from ..people.role_words import described
from ..people.roles import FOLLOWING, name_of, takes_second_factor
from ..proposals.access import may_see

ACTIONS: Mapping[str, str] = {
    "proposal:support": "support",
    "proposal:edit_own": "edit",
    "proposal:merge": "merge",
    "opinion:create": "opine",
    "ballot:vote": "vote",
}
OF_A_DUTY = frozenset({"answer:write"})
OF_A_CLOCK = frozenset({PAUSE, EXTEND})
CHECKS: Mapping[str, Any] = {
    "proposal:edit_own": _l("Only its proposer may, and the department that has drafted it."),
    "proposal:withdraw_own": _l("Only its proposer may."),
    "proposal:add_own": _l("Only its proposer may, and whoever proposes it with them."),
    "intake:enter": _l("Only where their role reaches the event, or everything."),
    "intake:manage": _l("Only where their role reaches the event, or everything."),
    "review:decide": _l("Only those may who decide in the present stage by the rules."),
    "answer:write": _l("Only those may who owe an answer that is open now."),
    PAUSE: _l("Only those may who owe it, or who may stop every clock."),
    EXTEND: _l("Only those may whom the rules name for extending it."),
}


@dataclass(frozen=True)
class Line:
    """One reason. `fits` is whether it speaks for it, None where something has to be done first."""

    text: str
    fits: bool | None = True


@dataclass(frozen=True)
class Explanation:
    """The reasons, and what comes of them. `may` is what `can()` says once the second factor is shown; `now` whether
    the page would do it at this moment, or after a step that the person can take."""

    person: str
    permission: str
    sentence: str
    lines: Sequence[Line]
    may: bool
    now: bool

    @property
    def steps(self) -> list[Line]:
        """What has to be done first."""
        return [line for line in self.lines if line.fits is None]

    @property
    def verdict(self) -> str:
        """The answer in a sentence."""
        if not self.may:
            return _("No.")
        if not self.now:
            return _("Not now: the role is there, but this proposal does not allow it at the moment.")
        return _("Yes, once what is missing is done.") if self.steps else _("Yes.")


@dataclass(frozen=True)
class Case:
    """A person, and the proposal that is asked about, if any."""

    account: Account
    actor: Actor
    grants: Sequence[RoleGrant]
    here: Standing | None = None


def case_of(account: Account, proposal: Any = None) -> Case:
    """What is asked about, read once."""
    here = standing(proposal) if proposal is not None else None
    return Case(account, actor_of(account.id), grants_of(account.id), here)


def explain(case: Case, permission: str) -> Explanation:
    """Why a person may do something. Raises KeyError for an unknown permission."""
    known, account, actor, here = book(), case.account, case.actor, case.here
    sentence = str(known.sentences[permission])
    subjects = subjects_of(permission, here)
    may = any(known.can(actor, permission, subject) for subject in subjects)
    lines = [*_account(account), *_roles(known, case, permission)]
    lines += _check(known, actor, permission, subjects, here)
    blocking = list(_stage(actor, permission, here)) if may and here is not None else []
    steps = list(_steps(known, actor, permission, subjects)) if may else []
    now = may and all(line.fits is not False for line in blocking)
    return Explanation(account.nickname, permission, sentence, [*lines, *blocking, *steps], may, now)


def subjects_of(permission: str, here: Standing | None) -> list[Any]:
    """What the pages ask `can()` about: the proposal, or the duties and clocks of it that are open."""
    if here is None:
        return [None]
    duties = [duty for duty in here.duties if duty.closed_at is None]
    if permission in OF_A_DUTY:
        return duties
    if permission in OF_A_CLOCK:
        return [stage_clock(here), *(clock_of(here, duty.name, duty) for duty in duties)]
    return [here.proposal]


def _account(account: Account) -> list[Line]:
    found = []
    if account.left_at is not None:
        found.append(Line(_("Has left."), False))
    if account.suspended_at is not None:
        found.append(Line(_("The account is suspended: nothing works until it is let in again."), False))
    if account.confirmed_at is None:
        found.append(Line(_("The e-mail address is not confirmed, so no role counts."), False))
    if account.awaits_guardian:
        found.append(Line(_("A parent or guardian has not agreed yet, so no role counts."), False))
    return found


def _roles(known: Book, case: Case, permission: str) -> list[Line]:
    """Which roles give it, and by which grants this person has one of them."""
    giving = [role for role, held in known.roles.items() if permission in held]
    if not giving:
        return [Line(_("No role of this site has this permission."), False)]
    names = ", ".join(name_of(role) for role in giving)
    found = [Line(_("%(role)s: this person is one.", role=name_of(role)), True)
             for role in giving if role in FOLLOWING and role in case.actor.roles]  # fmt: skip
    proposal = case.here.proposal if case.here else None
    found += [
        _granted(case.actor, given, proposal, permission in known.everywhere)
        for given in case.grants
        if given.role in giving
    ]
    if not found:
        found.append(
            Line(_("It takes one of these roles: %(roles)s. This person has none.", roles=names), False)
        )
    return found


def _granted(actor: Actor, given: RoleGrant, proposal: Any, everywhere: bool) -> Line:
    """What one grant does: it counts, is not in its term, is limited where it must not be, or does not reach the
    proposal."""
    role = described(given)
    grant = Grant(given.role, given.department_id, given.panel, given.process)
    day = clock.today(site().zone)
    if given.begins_on is not None and given.begins_on > day:
        return Line(_("%(role)s: the term has not begun.", role=role), False)
    if given.ends_on is not None and given.ends_on < day:
        return Line(_("%(role)s: the term is over.", role=role), False)
    if grant not in actor.grants:
        return Line(_("%(role)s: does not count at the moment.", role=role), False)
    if everywhere and grant.limited:
        return Line(
            _(
                "%(role)s: does not count, since this concerns the whole site and the role is limited.",
                role=role,
            ),
            False,
        )
    if proposal is not None and grant not in narrowed(actor, proposal).grants:
        return Line(_("%(role)s: its limit does not reach this proposal.", role=role), False)
    return Line(_("%(role)s: gives it.", role=role), True)


def _check(
    known: Book, actor: Actor, permission: str, subjects: Sequence[Any], here: Standing | None
) -> list[Line]:
    """What the permission asks of its subject beyond a role that reaches it."""
    check = known.checks.get(permission)
    if here is None or permission not in CHECKS:
        if here is None and check is not None and known.held(actor, permission):
            return [Line(_("Whether it counts depends on the proposal. Please name one to see more."), True)]
        return []
    fits = any(check is None or check(known.narrow(actor, one), one) for one in subjects)
    return [Line(str(CHECKS[permission]), fits)]


def _stage(actor: Actor, permission: str, here: Standing) -> list[Line]:
    """Whether the proposal can be seen, and what its present stage allows."""
    if not may_see(actor, here.proposal):
        return [Line(_("This proposal is not shown to this person."), False)]
    action = ACTIONS.get(permission)
    if action is None:
        return []
    if action not in here.allowed():
        return [Line(_("The present stage does not allow it."), False)]
    found = barrier(actor, here.stop, action)
    if found is None:
        return [Line(_("The present stage allows it."), True)]
    return [Line(str(found), None if isinstance(found, StepNeeded) else False)]


def _steps(known: Book, actor: Actor, permission: str, subjects: Sequence[Any]) -> list[Line]:
    """What this person has to do before the page opens."""
    found = []
    plain = replace(actor, grants=tuple(x for x in actor.grants if not takes_second_factor(x.role)))
    if not any(known.can(plain, permission, subject) for subject in subjects):
        found.append(Line(_("The role counts only once the second factor is shown after signing in."), None))
    for hurdle in known.hurdles:
        try:
            hurdle(actor, permission)
        except DomainError as needed:
            found.append(Line(str(needed), None))
    return found
