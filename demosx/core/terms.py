"""The areas of policy (분야) and the districts (자치구) of a site: those of its file, with what staff have changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from flask import current_app
from sqlalchemy import CheckConstraint, Index, String, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from .db import Model, db
from .i18n import local_name
from .settings import site

Names = Mapping[str, str]
SECONDS = 5.0


class Term(Model):
    """One area or district that staff have added, renamed, moved or retired.

    `key` stands in proposals and in rules and never changes; `names` are by language. A retired one keeps its name
    where it was given, and is offered no more. `population`: how many live in a district, where staff have said so.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('area', 'district')", name="kind_known"),
        CheckConstraint("length(key) > 0", name="key_given"),
        CheckConstraint("population > 0", name="population_counted"),
        Index("ix_term_position", "kind", "position", "key"),
    )

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    names: Mapped[dict[str, Any]]
    position: Mapped[int] = mapped_column(default=0)
    population: Mapped[int | None]
    retired_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)


@dataclass(frozen=True)
class Known:
    """The areas or districts of a site, by key: what is `offered`, in order, the names of all there ever were, and how
    many live there, where that is known."""

    offered: Mapping[str, Names]
    names: Mapping[str, Names]
    populations: Mapping[str, int]


def areas() -> Mapping[str, Names]:
    """The areas that can be chosen, by key, in the site's order: their names by language."""
    return known("area").offered


def districts() -> Mapping[str, Names]:
    """The districts that can be chosen, by key, in the site's order: their names by language."""
    return known("district").offered


def term_name(kind: str, key: str | None) -> str:
    """What an area or district is called in the reader's language, also one that is retired; empty for none."""
    return local_name(known(kind).names.get(key, {}), key) if key else ""


def known(kind: str) -> Known:
    """The site's areas (`area`) or districts (`district`). One query where nobody has looked within seconds.

    So another process of the site learns of a change within `TERMS_SECONDS`.
    """
    kept = current_app.extensions.get("demosx_terms")
    if kept is None or monotonic() > kept[0]:
        until = monotonic() + current_app.config.get("TERMS_SECONDS", SECONDS)
        kept = current_app.extensions["demosx_terms"] = (until, _read())
    found: Known = kept[1][kind]
    return found


def forget() -> None:
    """Let the next who asks read them anew: after a change."""
    current_app.extensions.pop("demosx_terms", None)


def every(kind: str) -> Sequence[Term]:
    """Every area or district that staff have touched, in order."""
    return db.session.scalars(select(Term).where(Term.kind == kind).order_by(Term.position, Term.key)).all()


def _read() -> dict[str, Known]:
    query = select(Term.kind, Term.key, Term.names, Term.position, Term.population, Term.retired_at)
    rows = list(db.session.execute(query.order_by(Term.position, Term.key))) if _there() else []
    return {
        kind: _merged(from_file, [row for row in rows if row.kind == kind])
        for kind, from_file in (("area", site().areas), ("district", site().districts))
    }


def _there() -> bool:
    """Whether there is a database to ask. A site's files are looked over before it is made or brought to this version,
    and where it cannot be reached; whoever needs more of it than names is then told so by what they ask."""
    try:
        return inspect(db.session.connection()).has_table(Term.__tablename__)
    except OperationalError:
        return False


def _merged(from_file: Mapping[str, Names], rows: Sequence[Any]) -> Known:
    """What the file says in its order, then as staff have changed it: once they have, they say the order of all."""
    places = {key: (at, key) for at, key in enumerate(from_file)}
    places |= {row.key: (row.position, row.key) for row in rows}
    names = {**from_file, **{row.key: row.names for row in rows}}
    retired = {row.key for row in rows if row.retired_at is not None}
    in_order = sorted(names, key=lambda key: places[key])
    populations = {row.key: row.population for row in rows if row.population}
    return Known({key: names[key] for key in in_order if key not in retired}, names, populations)
