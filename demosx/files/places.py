"""Where files belong: each room says of its own places who may see them and who may change what is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from flask import Flask, current_app

from ..core.errors import NotFound
from ..core.permissions import Actor, current_actor
from .errors import NotYours

Asked = Callable[[Actor, int], bool]
KINDS = ("draft", "proposal", "event")


class Place(NamedTuple):
    """One draft, proposal or event, by its number."""

    kind: str
    id: int


@dataclass(frozen=True)
class Kind:
    """What a room says of its places. Each function asks the database itself: a hidden one is seen by nobody else.

    `page` is where somebody goes who has finished there. `may_add_original` lets the unedited document be put there,
    `may_take_down` what others have put there be removed, with a reason. `told` is called after what lies there was
    changed, in the same transaction: with the place, what was done ("added", "described", "removed"), whether to a
    "picture" or a "file", who did it and why.
    """

    may_see: Asked
    may_change: Asked
    page: Callable[[int], str]
    may_add_original: Asked | None = None
    may_take_down: Asked | None = None
    told: Callable[[Place, str, str, Actor, str], None] | None = None


def add_place(
    app: Flask,
    kind: str,
    *,
    may_see: Asked,
    may_change: Asked,
    page: Callable[[int], str],
    may_add_original: Asked | None = None,
    may_take_down: Asked | None = None,
    told: Callable[[Place, str, str, Actor, str], None] | None = None,
) -> None:
    """Let files be put at a room's places."""
    known = app.extensions.setdefault("demosx_file_places", {})
    if kind in known or kind not in KINDS:
        raise ValueError(f"the place {kind} is unknown, or registered already")
    known[kind] = Kind(may_see, may_change, page, may_add_original, may_take_down, told)


def kind_of(place: Place) -> Kind:
    """What its room says of a place. Raises NotFound for one that no room knows."""
    found: Kind | None = current_app.extensions.get("demosx_file_places", {}).get(place.kind)
    if found is None:
        raise NotFound()
    return found


def require_seeing(place: Place, actor: Actor | None = None) -> None:
    """Raise NotFound unless this person may know of the place."""
    if not kind_of(place).may_see(actor or current_actor(), place.id):
        raise NotFound()


def require_changing(place: Place, actor: Actor | None = None, purpose: str = "attached") -> None:
    """Raise NotFound or NotYours unless this person may put files there and remove them."""
    asking, kind = actor or current_actor(), kind_of(place)
    require_seeing(place, asking)
    may = kind.may_add_original if purpose == "original" else kind.may_change
    if may is None or not may(asking, place.id):
        raise NotYours()


def may_change(place: Place, actor: Actor | None = None) -> bool:
    """Whether this person may put files there and remove them."""
    return kind_of(place).may_change(actor or current_actor(), place.id)


def require_taking_down(place: Place, actor: Actor | None = None) -> None:
    """Raise NotFound or NotYours unless this person may remove what others have put there."""
    asking, may = actor or current_actor(), kind_of(place).may_take_down
    require_seeing(place, asking)
    if may is None or not may(asking, place.id):
        raise NotYours()
