"""Every change to who is verified, to codes and to the list of residents."""

from .accounts import undo, undo_reference, verify
from .answers import forget_answers, use_answer, use_mark
from .codes import forget_codes, issue, lifetime, redeem
from .residents import import_residents, match_resident

__all__ = [
    "forget_answers",
    "forget_codes",
    "import_residents",
    "issue",
    "lifetime",
    "match_resident",
    "redeem",
    "undo",
    "undo_reference",
    "use_answer",
    "use_mark",
    "verify",
]
