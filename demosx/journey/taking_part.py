"""What keeps somebody from taking part in a stage that is open: who the rules ask for, and how old they must be.

The rules may ask for something that a person can still do, such as showing who they are. Then the refusal is a step,
after which what they wanted is done all the same.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from ..core import clock
from ..core.errors import (
    AgeNeeded,
    DomainError,
    NotAllowed,
    NotSignedIn,
    SecondFactorNeeded,
    StepNeeded,
    TooYoung,
    VerificationNeeded,
)
from ..core.permissions import Actor
from ..core.settings import site
from ..people.age import age_on
from ..plugins import Stop
from ..process.definition import Process
from .people import may_open, people_of

NO_AGE = frozenset({"edit", "merge", "merge_by_proposers"})  # one's own text, and what is done for the city
FOLLOWING = frozenset({"visitor", "member", "verified"})
FILE = "file"

WITH_ACCOUNT = _l("This takes an account and, once, a check of who you are.")
AFTER_CHECK: Mapping[str, Any] = {
    "support": _l("After a check of who you are you can support this."),
    "opine": _l("After a check of who you are you can give your opinion here."),
    "vote": _l("After a check of who you are you can vote."),
    FILE: _l("After a check of who you are you can make a proposal."),
    "": _l("After a check of who you are you can take part here."),
}
AGE_ASKED: Mapping[str, Any] = {
    "support": _l("Supporting is for people of %(age)s and over, so your date of birth is asked next."),
    "opine": _l("Opinions here are for people of %(age)s and over, so your date of birth is asked next."),
    "vote": _l("Voting is for people of %(age)s and over, so your date of birth is asked next."),
    "": _l("Taking part here is for people of %(age)s and over, so your date of birth is asked next."),
}
FROM_AGE: Mapping[str, Any] = {
    "support": _l("You can support this from the age of %(age)s."),
    "opine": _l("You can give your opinion here from the age of %(age)s."),
    "vote": _l("You can vote here from the age of %(age)s."),
    "": _l("You can take part here from the age of %(age)s."),
}


def barrier(actor: Actor, stop: Stop, action: str) -> DomainError | None:
    """Why this person may not do what the stage allows, or not yet; None where nothing is in the way.

    A `StepNeeded` where they can do something about it.
    """
    who = stop.process.who_may(stop.stage, action)
    if who and not set(who) & people_of(actor, stop.proposal):
        return _lacking(actor, stop, who)
    age = 0 if action in NO_AGE else stop.process.age_in(stop.stage)
    return _age_barrier(actor, age, action)


def barrier_to_filing(actor: Actor, process: Process) -> DomainError | None:
    """The same for making a proposal by a process. None also where only others may, which `may_open` says."""
    if may_open(actor, process):
        citizens = FOLLOWING & set(process.opened_by)
        return _age_barrier(actor, process.minimum_age or 0 if citizens else 0, FILE)
    if "verified" in process.opened_by and actor.confirmed and not actor.verified:
        return VerificationNeeded()
    return None


def may_take_part(actor: Actor, stop: Stop, action: str) -> bool:
    """Whether this person may do what the stage allows, perhaps after a step. Of visitors: whether people like them may
    who have signed in."""
    if not actor.signed_in:
        who = stop.process.who_may(stop.stage, action)
        return not who or bool(FOLLOWING & set(who))
    found = barrier(actor, stop, action)
    return found is None or isinstance(found, StepNeeded)


def may_file(actor: Actor, process: Process) -> bool:
    """Whether this person may make a proposal by a process, perhaps after a step."""
    found = barrier_to_filing(actor, process)
    return may_open(actor, process) if found is None else isinstance(found, StepNeeded)


def what_it_takes(actor: Actor, stop: Stop, action: str) -> str:
    """A sentence beside a button: what comes first, or from which age on it works. Empty where it just works."""
    age = stop.process.age_in(stop.stage)
    if not actor.signed_in:
        who = set(stop.process.who_may(stop.stage, action))
        needs_check = "verified" in who and not who & {"visitor", "member"}
        return str(WITH_ACCOUNT) if needs_check else _of_age(FROM_AGE, action, age)
    found = barrier(actor, stop, action)
    if isinstance(found, VerificationNeeded):
        return str(AFTER_CHECK.get(action, AFTER_CHECK[""]))
    if isinstance(found, AgeNeeded):
        return _of_age(AGE_ASKED, action, age)
    return _of_age(FROM_AGE, action, age) if isinstance(found, TooYoung) else ""


def what_filing_takes(actor: Actor, process: Process) -> str:
    """The same for making a proposal by a process."""
    if not actor.signed_in:
        return str(WITH_ACCOUNT) if not {"visitor", "member"} & set(process.opened_by) else ""
    found = barrier_to_filing(actor, process)
    if isinstance(found, VerificationNeeded):
        return str(AFTER_CHECK[FILE])
    return _of_age(AGE_ASKED, FILE, process.minimum_age or 0) if isinstance(found, AgeNeeded) else ""


def _lacking(actor: Actor, stop: Stop, who: tuple[str, ...]) -> DomainError:
    """What somebody without any of the roles would have to do to have one, where that is possible."""
    if not actor.signed_in:
        return NotSignedIn()
    proved = replace(actor, grants=(*actor.grants, *actor.held_back), held_back=())
    if actor.held_back and set(who) & people_of(proved, stop.proposal):
        return SecondFactorNeeded()
    if "verified" in who and actor.confirmed and not actor.verified:
        return VerificationNeeded()
    return NotAllowed()


def _age_barrier(actor: Actor, age: int, action: str) -> DomainError | None:
    """Whether somebody is old enough today, in the site's calendar."""
    if not age:
        return None
    if not actor.signed_in:
        return NotSignedIn()
    if actor.born_on is None:
        return AgeNeeded()
    if age_on(actor.born_on, _today()) < age:
        return TooYoung(FROM_AGE.get(action, FROM_AGE[""]), age=age)
    return None


def _of_age(sentences: Mapping[str, Any], action: str, age: int) -> str:
    return str(sentences.get(action, sentences[""])) % {"age": age} if age else ""


def _today() -> date:
    return clock.today(site().zone)
