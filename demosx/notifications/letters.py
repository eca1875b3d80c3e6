"""The letters that carry notices: made when they leave, for their reader, or dropped where nothing may be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from ..core.i18n import local_name
from ..core.mail import Letter, Made, link
from ..core.settings import named, site
from ..journey.merged import tree_of
from ..people.models import Account
from ..proposals.models import Proposal
from . import queries, saying
from .kinds import FOLLOWED, LABELS, MAIL, NEVER, PACE_LABELS, PUSH, TEXT
from .models import Notice
from .saying import Case
from .tokens import token


def make_notice(letter: Letter) -> Made | None:
    """The letter of one notice. None once its owner wants none of its kind, or may not know of it."""
    found = queries.notice_with_choice(letter.args["notice"])
    if found is None:
        return None
    notice, reader, choice, proposal = found
    if choice.pace == NEVER or not choice.by(letter.way):
        return None
    case = Case(notice, reader, saying.load([notice], {proposal.id: proposal} if proposal else {}))
    with force_locale(reader.language):
        if not saying.may_be_told(case) or not _goes_on(case):
            return None
        if letter.way == MAIL:
            return _mail(reader, notice.what, token(reader.id, notice.kind), LABELS[notice.kind], case=case)
        return _elsewhere(letter, reader)


def make_digest(letter: Letter) -> Made | None:
    """The letter of a day or a week, by proposal. None where nothing of it may be told any more."""
    name, account_id = letter.args["digest"], letter.args["account"]
    reader = queries.told_account(account_id)
    if reader is None:
        return None
    choices = queries.choices_of(account_id)
    notices = [
        notice for notice in queries.in_digest(account_id, name)
        if choices[notice.kind].pace != NEVER and choices[notice.kind].by(letter.way)
    ]  # fmt: skip
    pace = name.partition(":")[0]
    with force_locale(reader.language):
        groups = grouped(notices, reader)
        if not groups:
            return None
        if letter.way == MAIL:
            return _mail(
                reader, "digest", token(reader.id, pace), PACE_LABELS[pace], groups=groups, pace=pace,
                count=sum(len(group.lines) for group in groups),
            )  # fmt: skip
        return _elsewhere(letter, reader)


@dataclass
class Group:
    """What is new of one proposal."""

    proposal: Proposal | None
    lines: list[str]
    link: str


def grouped(notices: Sequence[Notice], reader: Account) -> list[Group]:
    """Notices by what they are about, in the order in which it came; what may not be told is left out."""
    loaded, actors = saying.load(notices), dict[int, Any]()
    groups: dict[tuple[int | None, str], Group] = {}
    for notice in notices:
        case = Case(notice, reader, loaded, actors)
        if not saying.may_be_told(case) or not _goes_on(case):
            continue
        where = _address(saying.path(case))
        group = groups.setdefault((notice.proposal_id, where), Group(case.proposal, [], where))
        group.lines += [line for line in saying.lines(case) if line not in group.lines]
    return list(groups.values())


def _goes_on(case: Case) -> bool:
    """Whether the reader still follows what a notice is about, if it is for that that they are told."""
    if case.notice.kind != FOLLOWED or case.proposal is None:
        return True
    return queries.follows_any(case.reader.id, tree_of(case.proposal))


def _mail(
    reader: Account, template: str, secret: str, what: Any, case: Case | None = None, **more: Any
) -> Made | None:
    if reader.email is None:
        return None
    stop = link("notifications.unsubscribe", secret=secret)
    facts: dict[str, Any] = {
        "nickname": reader.nickname, "site_name": named(site().name, reader.language),
        "office": local_name(site().office.name), "stop": stop, "what": what,
        "settings": link("notifications.settings"), **more,
    }  # fmt: skip
    if case is not None:
        facts |= saying.facts(case) | {"link": _address(saying.path(case))}
    text = current_app.jinja_env.get_template(f"notifications/{template}.txt").render(**facts)
    subject, _line, body = text.strip().partition("\n")
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Made(reader.email, subject, body.strip() + "\n", headers)


def _elsewhere(letter: Letter, reader: Account) -> Made | None:
    """What passes through the hands of others: that there is news, and one's own list. Not even an address tells what
    it is about."""
    told, title = _("There is news for you."), named(site().name, reader.language)
    if letter.way == PUSH:
        browser = queries.subscription(letter.args["browser"])
        if browser is None or browser.account_id != reader.id:
            return None
        return Made(str(browser.id), title, told)
    number = queries.number_of(reader.id)
    if letter.way != TEXT or number is None or number.confirmed_at is None:
        return None
    return Made(number.number, title, f"{told} {link('notifications.inbox')}")


def _address(path: str) -> str:
    return site().address + path
