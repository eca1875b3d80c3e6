"""Which accounts stand behind the people of a process file, as far as they can be written to."""

from collections.abc import Iterable, Sequence
from typing import Any

from ..people.models import Account
from ..people.queries import account, holders, officers_of
from .people import departments_of


def accounts_of(keys: Iterable[str], proposal: Any, department_id: int | None = None) -> list[Account]:
    """The accounts of role keys, `proposer` and `department`, for one proposal, each once. One query for each key.

    `department` are the officers of `department_id`, or of the department that leads or has drafted the proposal. A
    grant that is limited to a department counts only where that works on the proposal.
    """
    found: dict[int, Account] = {}
    for key in keys:
        for person in _behind(key, proposal, department_id):
            found[person.id] = person
    return list(found.values())


def reachable(account_id: int | None) -> Account | None:
    """An account by its number, if its owner may come in and can be written to."""
    found = account(account_id) if account_id is not None else None
    if found is None or not found.active or found.confirmed_at is None or found.email is None:
        return None
    return found


def _behind(key: str, proposal: Any, department_id: int | None) -> Sequence[Account]:
    if key == "proposer":
        proposer = reachable(proposal.proposer_id)
        return [proposer] if proposer is not None else []
    if key == "department":
        leading = {department_id} if department_id else {proposal.lead_department_id, proposal.department_id}
        return [officer for office in leading - {None} for officer in officers_of(office)]
    return holders(key, departments_of(proposal))
