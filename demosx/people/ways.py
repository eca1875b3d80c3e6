"""Ways of signing in beyond the password. Each is a button on the page of signing in; plugins add theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, url_for

from ..core.permissions import current_actor
from .models import Account


@dataclass(frozen=True, kw_only=True)
class Way:
    """A button. `url` gets the path on which the person is to arrive, and gives the address that the button opens.

    `key` is what a session is noted under, and the end of the button's class (`way-kakao`). Lower `order` first.
    `offered` says whether it is there now; `name` what a provider is called within a sentence.
    """

    key: str
    label: Callable[[], str]
    url: Callable[[str], str]
    order: int = 50
    offered: Callable[[], bool] = lambda: True
    name: Callable[[], str] | None = None


def add_way(app: Flask, way: Way) -> None:
    """Add a way of signing in to an application."""
    known: list[Way] = app.extensions.setdefault("demosx_sign_in_ways", [])
    if any(one.key == way.key for one in known):
        raise ValueError(f"two ways of signing in are called {way.key}")
    known.append(way)
    known.sort(key=lambda one: one.order)


def ways() -> list[Way]:
    """The ways that are offered, in order."""
    found: list[Way] = current_app.extensions.get("demosx_sign_in_ways", [])
    return [way for way in found if way.offered()]


def way(key: str) -> Any:
    """The way with this key, offered or not; None where there is none."""
    return next(
        (one for one in current_app.extensions.get("demosx_sign_in_ways", []) if one.key == key), None
    )


def add_ways_of(app: Flask, ways_of: Callable[[Account], list[str]]) -> None:
    """Say by what else an account can be signed in to: `ways_of(account)` gives words for its owner."""
    app.extensions.setdefault("demosx_ways_of", []).append(ways_of)


def other_ways(account: Account) -> list[str]:
    """By what an account can be signed in to beside its password and its mail, in the language that is spoken now."""
    known = current_app.extensions.get("demosx_ways_of", [])
    return [word for ways_of in known for word in ways_of(account)]


def name_of(key: str) -> str:
    """What the way with this key is called in a sentence."""
    found = way(key)
    return found.name() if found is not None and found.name is not None else key


def home_of_person() -> str:
    """Where somebody who has just come in goes: staff to their desk, once they have shown their second factor; others
    to the first page."""
    actor = current_actor()
    if actor.held_back:
        return url_for("identity.second_factor", next=url_for("desk.index"))
    return url_for("desk.index" if actor.is_staff else "home.index")
