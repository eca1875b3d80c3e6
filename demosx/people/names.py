"""What may be a nickname or an address, and when two are the same."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

from ..core.text import one_line
from .errors import EmailInvalid, NicknameInvalid, NicknameReserved

SHORTEST, LONGEST = 2, 20
MARKS_IN_A_ROW = 3
DEMO_DOMAIN = "@demo.invalid"
# Letters and signs that take no ink: with them two names look the same, or a name looks like none.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0000-\U000e0fff]")
_RESERVED = frozenset(
    "admin administrator root system operator staff official mayor moderator demosx anonymous "
    "관리자 운영자 운영진 운영팀 시스템 담당자 담당공무원 시장 시장님 서울시장 공식 탈퇴한회원 익명".split()
)


def email_key(email: str) -> str:
    """What two spellings of one address have in common: NFKC, no case, no space around."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def nickname_key(nickname: str) -> str:
    """What two nicknames that read the same have in common: NFKC, no case, no blank signs, single spaces."""
    shown = "".join(c for c in unicodedata.normalize("NFKC", nickname) if unicodedata.category(c) != "Cf")
    folded = unicodedata.normalize("NFKC", _BLANK.sub("", shown).casefold())
    return " ".join(folded.split())


def check_nickname(nickname: str, reserved: bool = True) -> str:
    """The nickname as it will be shown. Raises NicknameInvalid, or NicknameReserved unless the office itself asks."""
    shown = one_line(_BLANK.sub("", nickname))
    categories = [unicodedata.category(c) for c in shown]
    if not SHORTEST <= len(shown) <= LONGEST or not any(c[0] in "LN" for c in categories):
        raise NicknameInvalid()
    if any(c in ("Cf", "Cc", "Cs", "Co", "Cn", "Zl", "Zp") for c in categories) or _stacked(categories):
        raise NicknameInvalid()
    if reserved and "".join(filter(str.isalnum, nickname_key(shown))) in _RESERVED:  # also “★관리자★”
        raise NicknameReserved()
    return shown


def check_email(email: str) -> str:
    """The address in the form that mail is sent to. Raises EmailInvalid; asks no other machine."""
    try:
        found = validate_email(email.strip(), check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        raise EmailInvalid() from None
    return found.ascii_email or found.normalized


def _stacked(categories: list[str]) -> bool:
    marks = 0
    for category in categories:
        marks = marks + 1 if category[0] == "M" else 0
        if marks > MARKS_IN_A_ROW:
            return True
    return False


def masked(address: str) -> str:
    """An e-mail address as far as it helps to recognise it: k***@example.org."""
    name, at, host = address.partition("@")
    return f"{name[:1]}***{at}{host}" if at else ""
