"""Writing down what people are told. Nothing is sent here, and nothing is put into words."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import update

from ...core import clock
from ...core.db import db, insert
from ...core.jobs import Job, enqueue, task
from ...core.mail import Later, post_later
from ...journey.merged import tree_of
from ...ledger.models import Entry
from ...proposals.history import timeline
from ...proposals.models import Proposal
from ..audiences import Audience, audiences
from ..kinds import IMMEDIATELY, PUSH, WAYS
from ..models import Notice
from ..queries import Recipient, recipients
from ..quiet import is_quiet

BATCH = 500
STEP = "step"
LONGEST_KEY = 160


def tell(
    what: str,
    kind: str,
    accounts: Iterable[int | None],
    key: str,
    *,
    proposal_id: int | None = None,
    **data: Any,
) -> None:
    """Tell a few people something in the current transaction, but for what is taken in quietly. `key` says what: nobody
    is told the same twice."""
    if is_quiet():
        return
    numbers = {number for number in accounts if number is not None}
    write(what, kind, recipients(numbers, kind), key, proposal_id, data)


def tell_step(proposal: Any, entries: Sequence[Entry]) -> None:
    """Let everybody to whom a proposal is something be told of what has happened to it: one row, whoever they are.

    What happens to it in one transaction is told together.
    """
    numbers = [entry.id for entry in entries]
    session = db.session()
    root, asked = session.info.get("demosx_steps", (None, {}))
    if root is not session.get_transaction():
        asked = {}
        session.info["demosx_steps"] = (session.get_transaction(), asked)
    if proposal.id in asked:
        job, known = asked[proposal.id]
        more = {"proposal": proposal.id, "entries": sorted({*known, *numbers})}
        same = update(Job).where(Job.id == job, Job.state == "waiting").values(args=more).returning(Job.id)
        if db.session.scalar(same.execution_options(synchronize_session=False)) is not None:
            asked[proposal.id] = (job, more["entries"])
            return
    job = enqueue("notices", proposal=proposal.id, entries=numbers)
    asked[proposal.id] = (job, numbers)


@task("notices")
def fan_out(proposal: int, entries: list[int], audience: str = "", after: int = 0) -> None:
    """Tell a part of those to whom a proposal is something of its step, and ask for the next part.

    Nobody is told where the history has no sentence for any of it: then another entry tells it. Whoever did all of it
    themselves is not told either. What is kept to staff by now is told to the proposers alone.
    """
    found = db.session.get(Proposal, proposal)
    if found is None or found.hidden_at is not None or found.archived:
        return
    chain = audiences()
    part = next((one for one in chain if one.name == audience), chain[0])
    happened = db.session.scalars(db.select(Entry).where(Entry.id.in_(entries))).all()
    if not timeline(found, [entry for entry in happened if entry.public]):
        return
    accounts = _accounts(part, found, _concerned(found, happened), after)
    doers = {entry.actor_id for entry in happened}
    told = [number for number in accounts if doers != {number}]
    write(
        STEP, part.kind, recipients(told, part.kind), f"entry:{entries[-1]}", proposal, {"entries": entries}
    )
    if len(accounts) == BATCH:
        enqueue("notices", proposal=proposal, entries=entries, audience=part.name, after=accounts[-1])
    elif (position := chain.index(part) + 1) < len(chain):
        enqueue("notices", proposal=proposal, entries=entries, audience=chain[position].name)


def _accounts(part: Audience, proposal: Proposal, numbers: list[int], after: int) -> Sequence[int]:
    if proposal.audience == "staff":
        return part.accounts([proposal.id], after, BATCH) if part is audiences()[0] else []
    return part.accounts(numbers, after, BATCH)


def _concerned(proposal: Proposal, happened: Sequence[Entry]) -> list[int]:
    """The proposal and those that go on in it. Who comes with one that is merged into it is told so there."""
    if proposal.merged_into_id is not None:
        return [proposal.id]
    came = {entry.subject_id for entry in happened if entry.verb == "merged_in"}
    return [number for number in tree_of(proposal) if number not in came]


def write(
    what: str, kind: str, told: Sequence[Recipient], key: str, proposal_id: int | None, data: dict[str, Any]
) -> None:
    """Write notices, and for those who want them at once the letters that carry them. Nobody gets a second one."""
    if not told:
        return
    now = clock.now()
    rows = [
        {
            "account_id": one.account_id, "kind": kind, "what": what, "key": key[:LONGEST_KEY],
            "proposal_id": proposal_id, "data": data, "pace": one.choice.pace, "mail": one.choice.mail,
            "push": one.choice.push, "text": one.choice.text, "digest": "", "created_at": now,
        }
        for one in told
    ]  # fmt: skip
    new = insert(Notice).on_conflict_do_nothing(index_elements=["account_id", "key"])
    added = db.session.execute(new.returning(Notice.id, Notice.account_id), rows).all()
    known = {one.account_id: one for one in told}
    post_later(
        "notice",
        [
            letter
            for number, account_id in added
            if known[account_id].choice.pace == IMMEDIATELY
            for letter in letters_for(known[account_id], f"notice:{number}", {"notice": number})
        ],
    )


def letters_for(
    person: Recipient, key: str, args: dict[str, Any], wanted: Iterable[str] | None = None
) -> list[Later]:
    """The letters that carry something to somebody: one for each way that is wanted and open, and for each browser."""
    wanted = [way for way in WAYS if person.choice.by(way)] if wanted is None else wanted
    made: list[Later] = []
    for way in (way for way in wanted if way in person.ways):
        if way == PUSH:
            made += [
                Later(f"{key}:push:{one}", way, {**args, "browser": one}, person.account_id)
                for one in person.browsers
            ]
        else:
            made.append(Later(f"{key}:{way}", way, args, person.account_id))
    return made
