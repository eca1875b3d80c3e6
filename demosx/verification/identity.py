"""What is left of an identifier: a hash that only this site can make."""

import unicodedata

from ..core.resident_numbers import refuse_resident_numbers
from ..core.security import keyed
from ..plugins import Verified

REFERENCE = "reference"  # what the city itself calls a person: codes and the list of residents share it
CI = "ci"


def folded(text: str) -> str:
    """A text as it is compared: NFKC, one space for every run of them, no matter the case, nothing invisible."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return " ".join(seen.split()).casefold()


def identity_key(identifier: str, kind: str) -> str:
    """The hash of an identifier of this kind. Raises ResidentNumberRefused."""
    refuse_resident_numbers(identifier)
    if not identifier:
        raise ValueError("nobody is identified by nothing")
    return keyed("verification", kind, identifier)


def key_of(found: Verified, method: str) -> str:
    """The hash by which whom a check has found is known."""
    return found.key or identity_key(found.identifier, found.kind or method)
