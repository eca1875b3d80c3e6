"""The code on somebody's slip, with which they may claim later what they said.

Twelve letters and digits in groups of four: eleven by chance, out of 31 that look like no other, and one that tells a
slip of the finger. The database keeps only a hash that needs the site's secret, so a copy of it gives no codes.
"""

import re
import secrets
from urllib.parse import parse_qs, urlsplit

from ..core.security import keyed

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O, 1 I L
LENGTH = 12
LONGEST_TYPED = 300


def new_code() -> str:
    """A code that nobody guesses, as it is printed: 7K3M-PQ2X-9ABD."""
    chosen = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return shown(chosen + _check(chosen))


def read(typed: str) -> str | None:
    """The code in what was typed or scanned, as it is printed; None where it is none.

    Spaces, hyphens and small letters do not matter. A scanner types the whole address of the QR code.
    """
    typed = typed.strip()[:LONGEST_TYPED]
    if "?" in typed:
        typed = parse_qs(urlsplit(typed).query).get("code", [""])[0]
    letters = re.sub(r"[\s\-–—_.]", "", typed).upper()
    right = len(letters) == LENGTH and set(letters) <= set(ALPHABET) and _check(letters[:-1]) == letters[-1]
    return shown(letters) if right else None


def shown(letters: str) -> str:
    """Twelve letters in groups of four."""
    return "-".join(letters[at : at + 4] for at in range(0, LENGTH, 4))


def digest_of(code: str) -> str:
    """What the database keeps of a code, as it is printed: 64 hexadecimal digits."""
    return keyed("intake_claim", code)


def _check(letters: str) -> str:
    """The last letter: one wrong letter, or two neighbours the other way round, make another."""
    total = sum(at * ALPHABET.index(letter) for at, letter in enumerate(letters, start=1))
    return ALPHABET[total % len(ALPHABET)]
