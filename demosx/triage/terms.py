"""Areas and districts, as staff change them: added, renamed, moved, retired and offered again."""

import re

from ..core import clock, terms
from ..core.db import db, lock, raising
from ..core.errors import InvalidInput, NotFound
from ..core.permissions import Actor
from ..core.seen import check_mark
from ..core.settings import site
from ..core.terms import Names, Term
from ..core.text import one_line
from ..ledger.services import record
from .errors import KeyTaken

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
EDIT = "terms:edit"
LONGEST = 60


def add(kind: str, key: str, names: Names, actor: Actor) -> Term:
    """Add an area or a district at the end of its list. Raises InvalidInput, or KeyTaken where it was ever used."""
    if not KEY.fullmatch(key):
        raise InvalidInput()
    known = terms.known(kind).names
    if key in known:
        raise KeyTaken()
    made = Term(kind=kind, key=key, names=checked(names), position=len(known))
    with raising(KeyTaken()):
        db.session.add(made)
    _tell("added", made, actor)
    return made


def shown(kind: str, key: str) -> dict[str, object]:
    """What the form of one shows: its mark says whether somebody has changed it meanwhile."""
    known = terms.known(kind)
    return _shown(kind, known.names.get(key, {}), key in known.offered, known.populations.get(key))


def change(
    kind: str,
    key: str,
    names: Names,
    offered: bool,
    actor: Actor,
    seen: str | None = None,
    population: int | None = None,
) -> Term:
    """Rename one, say how many live there, retire it or offer it again. What was given it keeps it. Raises NotFound,
    ChangedMeanwhile, InvalidInput."""
    row = _held(kind, key)
    check_mark(seen, _shown(kind, row.names, row.retired_at is None, row.population))
    if population is not None and (population < 1 or kind != "district"):
        raise InvalidInput()
    row.names, row.population = checked(names), population
    if offered != (row.retired_at is None):
        row.retired_at = None if offered else clock.now()
    row.revision += 1
    _tell("changed", row, actor)
    return row


def move(kind: str, key: str, by: int, actor: Actor) -> None:
    """Move one up (-1) or down (1) in its list; at the end of the list nothing changes."""
    order = list(terms.known(kind).names)
    if key not in order:
        raise NotFound()
    offered = list(terms.known(kind).offered)
    if key not in offered:
        return
    at = offered.index(key)
    beside = at + by
    if not 0 <= beside < len(offered):
        return
    offered[at], offered[beside] = offered[beside], offered[at]
    for position, one in enumerate([*offered, *(one for one in order if one not in offered)]):
        _held(kind, one).position = position
    _tell("moved", _held(kind, key), actor)


def checked(names: Names) -> dict[str, str]:
    """Names by language, cleaned; at least one, none too long. Raises InvalidInput."""
    kept = {language: one_line(name) for language, name in names.items() if one_line(name)}
    wrong = not kept.keys() <= {"ko", "en", *site().languages} or any(
        len(name) > LONGEST for name in kept.values()
    )
    if not kept or wrong:
        raise InvalidInput()
    return kept


def _shown(kind: str, names: Names, offered: bool, population: int | None) -> dict[str, object]:
    lives = {"population": population} if kind == "district" else {}
    return {"names": dict(names), "offered": offered, **lives}


def _held(kind: str, key: str) -> Term:
    """The row of one, locked; made from the site's file where staff change it for the first time."""
    row = db.session.get(Term, (kind, key))
    if row is None:
        known = terms.known(kind).names
        if key not in known:
            raise NotFound()
        row = Term(kind=kind, key=key, names=dict(known[key]), position=list(known).index(key))
        db.session.add(row)
        db.session.flush()
        return row
    lock(row)
    return row


def _tell(what: str, term: Term, actor: Actor) -> None:
    shown_now = _shown(term.kind, term.names, term.retired_at is None, term.population)
    data = {"kind": term.kind, "key": term.key, **shown_now}
    record(f"term_{what}", actor=actor, role="", public=False, data=data)
    db.session.flush()
    terms.forget()
