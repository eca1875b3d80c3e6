"""What was said where something was found, as everybody may read it now, whatever the index holds."""

from collections.abc import Iterable, Mapping

from .search import Hit, Level
from .search_index import sources, told_apart

Sayings = Mapping[int, tuple[str, str]]


def sayings(hits: Iterable[Hit]) -> Sayings:
    """By proposal, where something was said that has the words, and its text. A query for each kind of source."""
    wanted: dict[str, list[int]] = {}
    for hit in hits:
        if hit.said is not None:
            name, number = told_apart(hit.said)
            wanted.setdefault(name, []).append(number)
    found = {}
    for name, ids in wanted.items():
        source = sources()[name]
        found.update({said.proposal_id: (str(source.where), said.text) for said in source.readable(ids)})
    return found


def unread(hits: Iterable[Hit], said: Sayings) -> set[int]:
    """The proposals that were found by nothing but what nobody may read any more."""
    return {hit.id for hit in hits if hit.level is Level.SAID and hit.id not in said}
