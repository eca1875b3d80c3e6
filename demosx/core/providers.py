"""What a provider of signing in is: the contract of `identity/kakao.py` and its like, and of those of plugins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

LONGEST_SUBJECT = 255


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What a provider says of somebody.

    `subject` is what it calls them and always will; nothing else is believed to say who they are. `verified` says that
    the provider itself has made sure that the address is theirs: an address that it only passes on is not.
    `identifier` is what one person has and nobody else, where the provider gives it, and `kind` of what sort it is,
    such as `ci`, the connecting information of Korea's identity services: it is handed to the checks of who people
    are, and not kept.
    """

    subject: str
    email: str = ""
    verified: bool = False
    identifier: str = field(default="", repr=False)
    kind: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.subject) <= LONGEST_SUBJECT:
            raise ValueError("a provider has not said whom it means")


def called(value: object) -> str:
    """What a provider calls somebody, from its answer: a text or a whole number. Raises TypeError for anything else."""
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    raise TypeError("a provider has not said whom it means")


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """Addresses of a provider: where people are sent, where codes become tokens, and where is asked who it is.

    With an `issuer` the tokens of identity that it hands out are checked against the `keys` at that address.
    """

    authorize: str
    tokens: str
    userinfo: str = ""
    issuer: str = ""
    keys: str = ""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A provider. `key` is its word in addresses, settings and secrets, in small letters.

    Its addresses are `endpoints`, or are found at the `issuer` by OpenID Connect Discovery. `claims` reads what it has
    answered: the claims of the token of identity, over them the answer of `userinfo`. It raises `KeyError`, `TypeError`
    or `ValueError` where that does not say who somebody is. `label` are the words on the button, where the usual ones
    do not fit. `client_proof` is how the client's secret is sent: in the header (RFC 6749, 2.3.1) or in the form.
    `sends_state`: the address of tokens wants the state again. `code_errors`: what it says of a code that was used or
    is too old.
    """

    key: str
    names: Mapping[str, str]
    claims: Callable[[Mapping[str, Any]], Claims]
    endpoints: Endpoints | None = None
    issuer: str = ""
    label: Any = ""
    scope: str = ""
    client_proof: Literal["header", "form"] = "form"
    more: Mapping[str, str] = field(default_factory=dict)
    sends_state: bool = False
    code_errors: frozenset[str] = frozenset({"invalid_grant"})
    order: int = 50
    client_id: str = ""

    def __post_init__(self) -> None:
        if (self.endpoints is None) == (not self.issuer):
            raise ValueError(f"provider {self.key}: either endpoints or an issuer")
