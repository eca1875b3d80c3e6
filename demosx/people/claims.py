"""What a provider tells of who somebody is beyond an address, such as the connecting information (CI) of Korea.

Whoever lets people sign in hands it over; whoever checks who people are listens. Nothing of it is kept here.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app

from .models import Account

Listener = Callable[[Account, str, str, str], Any]


def hear_claims(app: Flask, listener: Listener) -> None:
    """Let `listener(account, provider, identifier, kind)` hear what is handed over in an application.

    It gives a sentence where something is to be told to the person, else nothing. It never refuses the sign-in.
    """
    app.extensions.setdefault("demosx_claims", []).append(listener)


def hand_over(account: Account, provider: str, identifier: str, kind: str = "ci") -> str:
    """Tell what the provider with the key `provider` says identifies the owner of `account`, in the transaction in
    which they come in. `kind`: `ci` for the connecting information. Gives a sentence to be told, or an empty one."""
    if not identifier:
        return ""
    heard = [listener(account, provider, identifier, kind) for listener in _listeners()]
    return next((str(said) for said in heard if said), "")


def _listeners() -> list[Listener]:
    found: list[Listener] = current_app.extensions.get("demosx_claims", [])
    return found
