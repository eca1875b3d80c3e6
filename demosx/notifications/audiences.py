"""Who is told of a step of a proposal: its proposer, its followers, and whom other rooms add, such as supporters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

Accounts = Callable[[list[int], int, int], Sequence[int]]


@dataclass(frozen=True)
class Audience:
    """People who are something to a proposal. Who is in several is told once, as the one with the lower `order`.

    `accounts` gets the numbers of the proposal and of what was merged into it, an account's number and how many, and
    gives the accounts after that number, in order, each once. `kind` is the kind of news that it is to them.
    """

    name: str
    kind: str
    accounts: Accounts
    order: int = 50


def add_audience(app: Flask, audience: Audience) -> None:
    """Add people who are told of every step of what they are something to."""
    known: list[Audience] = app.extensions.setdefault("demosx_audiences", [])
    if any(one.name == audience.name for one in known):
        raise ValueError(f"two audiences are called {audience.name}")
    known.append(audience)
    known.sort(key=lambda one: one.order)


def audiences() -> list[Audience]:
    """Who is told of a step, in order."""
    return list(current_app.extensions.get("demosx_audiences", []))
