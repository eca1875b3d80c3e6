"""Something for the operators to look into: new accounts that all support one proposal within half an hour."""

from datetime import timedelta

from sqlalchemy import insert, select

from ..core import clock
from ..core.db import db, transaction
from ..core.permissions import Actor
from ..people.models import Account
from ..people.names import nickname_key
from ..proposals.models import Proposal
from ..scrutiny.noticing import look_now
from ..stages.support import origins
from ..stages.support.queries import support_of
from ..stages.support.services import support
from .city import City

NEWCOMERS = 34
APART = timedelta(seconds=50)
BLOCK = "203.0.113.0/24"  # of documentation, RFC 5737
NAMES = {"ko": "새로 온 이웃 %d", "en": "New neighbour %d"}


def odd_supports(city: City) -> None:
    """Let it happen to the newest proposal that gathers support, just now, and let it be noticed."""
    with transaction():
        chosen = db.session.scalars(
            select(Proposal)
            .where(Proposal.listed, Proposal.stage == "support", Proposal.ended_at.is_(None))
            .order_by(Proposal.filed_at.desc(), Proposal.id.desc())
            .limit(1)
        ).one()
        now = clock.now()
        for place, number in enumerate(_newcomers(city.language), 1):
            at = max(chosen.filed_at, now - APART * (NEWCOMERS - place + 1))
            support(chosen, actor=Actor(id=number, confirmed=True), at=at)
            given = support_of(chosen.id, number)
            if given is not None:
                origins.note(given.id, number, BLOCK)
    look_now()


def _newcomers(language: str) -> list[int]:
    """The numbers of accounts that were made an hour ago, and have no address."""
    made = clock.wall() - timedelta(hours=1)
    names = [NAMES[language] % (number + 1) for number in range(NEWCOMERS)]
    common = {"language": language, "created_at": made, "confirmed_at": made}
    db.session.execute(
        insert(Account), [{"nickname": name, "nickname_key": nickname_key(name), **common} for name in names]
    )
    keys = [nickname_key(name) for name in names]
    found = select(Account.id).where(Account.nickname_key.in_(keys)).order_by(Account.id)
    return list(db.session.scalars(found))
