"""What is kept of whoever has an account, beyond what they do with it."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import case, delete, func, or_, select

from ..consent.models import Agreement, Answer
from ..consent.wording import NAMES as TEXTS
from ..core.db import db
from ..core.i18n import NATIVE, local_day, local_name
from ..core.mail import Letter
from ..ledger.models import Entry
from . import queries
from .guardian_models import GuardianAsk
from .holdings import Holding, add_holding, rows
from .looks import REASONS, WHATS, AccessLog
from .models import Account, Arrival, AskedLetter, Department, Joining, RoleGrant, SignIn, Token
from .roles import name_of
from .scopes import scopes
from .services.leaving import forget_ways_in

PURPOSES = {
    "reset": _l("To set a password"),
    "email": _l("To change the e-mail"),
    "link": _l("To sign in"),
}
LETTER_STATES = {
    "queued": _l("Waiting"),
    "sending": _l("Waiting"),
    "sent": _l("Sent"),
    "failed": _l("Given up"),
    "dropped": _l("Not sent: nothing to say any more"),
}


def _account(account_id: int) -> list[dict[str, Any]]:
    query = select(
        Account.id.label("number"), Account.email, Account.nickname, Account.language, Account.district,
        Account.born_on, Account.awaits_guardian, Account.confirmed_at, Account.verified_at, Account.created_at,
        Account.last_seen_on, Account.warned_on, Account.suspended_at,
        Account.password_hash.is_not(None).label("has_a_password"),
    ).where(Account.id == account_id)  # fmt: skip
    return rows(query)


def _sessions(account_id: int) -> list[dict[str, Any]]:
    query = select(
        SignIn.created_at, SignIn.last_seen_at, SignIn.expires_at, SignIn.way, SignIn.browser, SignIn.proved_at,
        SignIn.factor_at,
    ).where(SignIn.account_id == account_id)  # fmt: skip
    return rows(query.order_by(SignIn.id))


def _links(account_id: int) -> list[dict[str, Any]]:
    """Of links that sign in the table keeps a hash beside them, which is nothing to take along."""
    address = case((Token.purpose == "email", Token.data)).label("new_address")
    query = select(Token.purpose, Token.created_at, Token.expires_at, Token.used_at, address)
    return rows(query.where(Token.account_id == account_id).order_by(Token.id))


def _forget_ways_in(account_id: int, remove_texts: bool) -> None:
    forget_ways_in(db.session.get_one(Account, account_id))


def _agreements(account_id: int) -> list[dict[str, Any]]:
    query = select(Answer.what, Answer.version, Answer.given, Answer.at)
    return rows(query.where(Answer.account_id == account_id).order_by(Answer.id))


def _forget_agreements(account_id: int, remove_texts: bool) -> None:
    for kind in (Agreement, Answer):
        db.session.execute(delete(kind).where(kind.account_id == account_id))


def _roles(account_id: int) -> list[dict[str, Any]]:
    query = (
        select(
            RoleGrant.role, Department.key.label("department"), RoleGrant.panel, RoleGrant.process,
            RoleGrant.begins_on, RoleGrant.ends_on, RoleGrant.granted_at, RoleGrant.revoked_at,
        )
        .outerjoin(Department, Department.id == RoleGrant.department_id)
        .where(RoleGrant.account_id == account_id)
    )  # fmt: skip
    return rows(query.order_by(RoleGrant.id))


def _guardian(account_id: int) -> list[dict[str, Any]]:
    query = select(GuardianAsk.email, GuardianAsk.asked_at, GuardianAsk.expires_at, GuardianAsk.agreed_on)
    return rows(query.where(GuardianAsk.account_id == account_id))


def _forget_guardian(account_id: int, remove_texts: bool) -> None:
    db.session.execute(delete(GuardianAsk).where(GuardianAsk.account_id == account_id))


def _letters(account_id: int) -> list[dict[str, Any]]:
    query = select(Letter.subject, Letter.state, Letter.created_at, Letter.sent_at)
    return rows(query.where(Letter.to_address == _address(account_id)).order_by(Letter.id))


def _forget_letters(account_id: int, remove_texts: bool) -> None:
    """Drop every letter to the address, and every one about the account wherever it went, such as to an address from
    before or to a guardian; also those that wait: what they tell is over."""
    address = _address(account_id)
    theirs = Letter.about_id == account_id
    db.session.execute(delete(Letter).where(or_(theirs, Letter.to_address == address) if address else theirs))


def _address(account_id: int) -> str:
    found = queries.account(account_id)
    return (found.email if found is not None else None) or ""


def _history(account_id: int) -> list[dict[str, Any]]:
    query = select(
        Entry.at, Entry.verb, Entry.proposal_id.label("proposal"), Entry.role, Entry.reason, Entry.public
    ).where(Entry.actor_id == account_id)  # fmt: skip
    return rows(query.order_by(Entry.id))


def _looks(account_id: int) -> list[dict[str, Any]]:
    """On which days somebody of the office has looked at a person's data, and why; not who it was."""
    query = select(AccessLog.at, AccessLog.what, AccessLog.reason).where(AccessLog.person_id == account_id)
    found = db.session.execute(query.order_by(AccessLog.id))
    return [{"day": local_day(row.at).isoformat(), "what": row.what, "reason": row.reason} for row in found]


def _looked(account_id: int) -> list[dict[str, Any]]:
    query = select(
        AccessLog.at, AccessLog.what, AccessLog.many, AccessLog.reason, AccessLog.detail, AccessLog.address
    ).where(AccessLog.account_id == account_id)  # fmt: skip
    return rows(query.order_by(AccessLog.id))


def _department(key: str) -> str:
    found = queries.department_by_key(key)
    return local_name(found.names, key) if found is not None else key


def _number_of(column: Any, key: Any) -> Any:
    return lambda number: select(func.count(column)).where(key == number).scalar_subquery()


AS_ACCOUNT = _l("As long as your account.")
OF_ACCOUNTS = (
    Holding(
        name="account",
        tables=frozenset({Account.__tablename__}),
        what=_l(
            "Your e-mail, your nickname, a hash of your password, your language, your district and your day of "
            "birth where you have said them, and when you were last here."
        ),
        why=_l("To let you in, to write to you, and to show others who says something."),
        how_long=AS_ACCOUNT,
        export=_account,
        labels={"created_at": _l("Joined")},
        words={"language": NATIVE},
        order=1,
    ),
    Holding(
        name="sessions",
        tables=frozenset({SignIn.__tablename__}),
        what=_l("Where you are signed in: since when, by which way, and in what kind of browser."),
        why=_l("So that you stay signed in, and see what is not yours."),
        how_long=_l("30 days, or until you sign out."),
        counted=_number_of(SignIn.id, SignIn.account_id),
        export=_sessions,
        forget=_forget_ways_in,
        labels={"created_at": _l("Signed in at")},
        order=2,
    ),
    Holding(
        name="links",
        tables=frozenset(
            {Token.__tablename__, Joining.__tablename__, AskedLetter.__tablename__, Arrival.__tablename__}
        ),
        what=_l(
            "Links that we have mailed to you and forms that wait for your confirmation; of links only a hash."
        ),
        why=_l("To sign you in, to finish joining, and to change your address or password."),
        how_long=_l("Seven days at most."),
        export=_links,
        labels={"created_at": _l("Asked")},
        words={"purpose": PURPOSES},
        order=3,
    ),
    Holding(
        name="agreements",
        tables=frozenset({Agreement.__tablename__, Answer.__tablename__}),
        what=_l("What you have agreed to, in which version, and when."),
        why=_l("As proof that you were asked."),
        how_long=AS_ACCOUNT,
        counted=_number_of(Answer.id, Answer.account_id),
        export=_agreements,
        forget=_forget_agreements,
        words={"what": TEXTS},
        order=5,
    ),
    Holding(
        name="guardian",
        tables=frozenset({GuardianAsk.__tablename__}),
        what=_l("When a guardian has agreed for a child; the guardian's address only until then."),
        why=_l("Because the law asks for it below the age of 14."),
        how_long=AS_ACCOUNT,
        counted=_number_of(GuardianAsk.id, GuardianAsk.account_id),
        export=_guardian,
        forget=_forget_guardian,
        order=8,
    ),
    Holding(
        name="letters",
        tables=frozenset({Letter.__tablename__}),
        what=_l("Letters that wait to be sent to you. Of those sent only the subject."),
        why=_l("To send each letter once, also after a failure."),
        how_long=_l("Your address goes from it a day after the letter has left."),
        export=_letters,
        forget=_forget_letters,
        labels={"created_at": _l("Written")},
        words={"state": LETTER_STATES},
        order=90,
    ),
    Holding(
        name="roles",
        tables=frozenset({RoleGrant.__tablename__}),
        what=_l("Which roles you have or had, and which ones you gave."),
        why=_l("To let those act who may, and to be able to tell later who might."),
        how_long=_l("For good; after you have left without your name."),
        staff=True,
        export=_roles,
        words={
            "role": name_of,
            "department": _department,
            "panel": lambda key: scopes().panels().get(key, key),
            "process": lambda key: scopes().processes().get(key, key),
        },
        order=81,
    ),
    Holding(
        name="history",
        tables=frozenset({Entry.__tablename__}),
        what=_l(
            "The history of proposals: what you have changed in them, under a number and not under a name."
        ),
        why=_l("So that everybody can see how a decision came about."),
        how_long=_l("For good. After you have left the number tells of nobody."),
        export=_history,
        order=70,
    ),
)


def init_app(app: Flask) -> None:
    """Say what this room, and what stands below it, keeps of people."""
    keep = app.extensions["demosx_site"].privacy.keep
    for holding in (*OF_ACCOUNTS, *_looks_at_people(keep.access_log)):
        add_holding(app, holding)


def _looks_at_people(days: int) -> tuple[Holding, ...]:
    return (
        Holding(
            name="looks",
            tables=frozenset({AccessLog.__tablename__}),
            what=_l("When somebody of the office has looked at your data, and why."),
            why=_l("So that nobody looks without a reason. The law asks for it."),
            how_long=_l("%(days)s days.", days=days),
            counted=_number_of(AccessLog.id, AccessLog.person_id),
            export=_looks,
            words={"what": WHATS, "reason": REASONS},
            order=75,
        ),
        Holding(
            name="looks_of_your_own",
            tables=frozenset({AccessLog.__tablename__}),
            what=_l(
                "When you have looked at the data of others for the office, from which address, and why."
            ),
            why=_l("So that nobody looks without a reason. The law asks for it."),
            how_long=_l("%(days)s days.", days=days),
            staff=True,
            export=_looked,
            words={"what": WHATS, "reason": REASONS},
            order=76,
        ),
    )
