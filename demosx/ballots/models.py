"""Ballots, the votes in them, and their counts. Nothing here can be joined to a person."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model

ONLINE = "online"


def any_number() -> int:
    """A number of 63 bits that says nothing about when it was given."""
    return secrets.randbits(63)


class Ballot(Model):
    """What can be voted for in one visit. `choices` has the keys in the file's order, each with its names by language.

    `total` is the number of valid votes. From the first vote on the choices stay: the database refuses a change.
    `mixed_at`: when its votes were written anew in another order, after voting was over.
    """

    __table_args__ = (CheckConstraint("total >= 0", name="total"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    visit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("visit.id"), unique=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), index=True)
    choices: Mapped[dict[str, Any]]
    total: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    mixed_at: Mapped[datetime | None]


class Vote(Model):
    """One valid vote. `voter` is a hash that only the site can make, and only for a person who asks for their own.

    The number is drawn at random and no time is kept, so that neither tells who it was.
    """

    __table_args__ = (
        UniqueConstraint("ballot_id", "voter"),
        CheckConstraint("length(voter) = 64", name="voter_hashed"),
        Index("ix_vote_choice", "ballot_id", "choice"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=any_number)
    ballot_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ballot.id"))
    voter: Mapped[str] = mapped_column(String(64))
    choice: Mapped[str] = mapped_column(String(60))


class BallotCount(Model):
    """How many valid votes a choice has, by the channel through which they came."""

    __table_args__ = (CheckConstraint("n >= 0", name="n"),)

    ballot_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ballot.id"), primary_key=True)
    choice: Mapped[str] = mapped_column(String(60), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True, default=ONLINE)
    n: Mapped[int] = mapped_column(default=0)


KEEP_SQLITE = """
CREATE TRIGGER ballot_keep_choices BEFORE UPDATE OF choices ON ballot
WHEN OLD.total > 0 AND NEW.choices IS NOT OLD.choices
BEGIN SELECT RAISE(ABORT, 'the choices of a ballot with votes are never changed'); END
"""
KEEP_POSTGRESQL = """
CREATE OR REPLACE FUNCTION ballot_keep_choices() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the choices of a ballot with votes are never changed' USING ERRCODE = '23514'; END $$;
CREATE TRIGGER ballot_keep_choices BEFORE UPDATE OF choices ON ballot
FOR EACH ROW WHEN (OLD.total > 0 AND NEW.choices::text IS DISTINCT FROM OLD.choices::text)
EXECUTE FUNCTION ballot_keep_choices()
"""

event.listen(Ballot.__table__, "after_create", DDL(KEEP_SQLITE).execute_if(dialect="sqlite"))
event.listen(Ballot.__table__, "after_create", DDL(KEEP_POSTGRESQL).execute_if(dialect="postgresql"))
