"""Which accounts stand behind the people of a process file, as far as they can be written to."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Flask, current_app

from ..core.permissions import Place
from ..people.models import Account
from ..people.queries import account, holders, officers_of
from .people import departments_of


def accounts_of(keys: Iterable[str], proposal: Any, department_id: int | None = None) -> list[Account]:
    """The accounts of role keys, `proposer` and `department`, for one proposal, each once. One query for each key.

    `department` are the officers of `department_id`, or of the department that leads or has drafted the proposal. A
    grant that is limited counts only where it reaches the proposal.
    """
    found: dict[int, Account] = {}
    for key in keys:
        for person in _behind(key, proposal, department_id):
            found[person.id] = person
    return list(found.values())


def add_companions(app: Flask, companions: Callable[[Any], Iterable[int]]) -> None:
    """Say who is written to beside the proposer: the numbers of the accounts that propose together."""
    app.extensions.setdefault("demosx_companions", []).append(companions)


def reachable(account_id: int | None) -> Account | None:
    """An account by its number, if its owner may come in and can be written to."""
    found = account(account_id) if account_id is not None else None
    if found is None or not found.active or found.confirmed_at is None or found.email is None:
        return None
    return found


def _behind(key: str, proposal: Any, department_id: int | None) -> Sequence[Account]:
    if key == "proposer":
        more = (
            number for one in current_app.extensions.get("demosx_companions", ()) for number in one(proposal)
        )
        found = (reachable(number) for number in (proposal.proposer_id, *sorted(more)))
        return [person for person in found if person is not None]
    if key == "department":
        leading = {department_id} if department_id else {proposal.lead_department_id, proposal.department_id}
        here = Place(frozenset(leading - {None}), proposal.process_key, proposal.stage)
        return [officer for office in here.departments for officer in officers_of(office, here)]
    return holders(key, Place(departments_of(proposal), proposal.process_key, proposal.stage))
