"""What in a text may be somebody's personal data: telephone numbers, e-mail, cards, accounts, number plates.

It points these out and decides nothing; ordinary numbers, days and sums are let alone. What is shaped like a resident
registration number is no question of taste and refused elsewhere (`core/resident_numbers.py`).

Telephone numbers follow Korea's numbering plan (전기통신번호관리세칙), cards the check digit of ISO/IEC 7812-1.
Accounts and number plates have no shape of their own that other numbers have not: they count only beside a word that
says so.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core.security import keyed

NAMES = {
    "phone": _l("Telephone number"),
    "email": _l("E-mail address"),
    "card": _l("Card number"),
    "account": _l("Bank account"),
    "plate": _l("Number plate"),
}
_GAP = r"[ .\-]{0,3}"
_PHONE = re.compile(
    rf"(?<![\d.,\-])(?:\+?82{_GAP}\(?0?\)?{_GAP}|\(?0)"
    rf"(?:1[016-9]\)?{_GAP}\d{{3,4}}{_GAP}\d{{4}}"
    rf"|(?:2|[3-6][1-5]|70|50\d)(?:\)[ ]?|[ .\-]{{1,3}})\d{{3,4}}[ .\-]{{1,3}}\d{{4}})(?!\d|[.,\-]\d)"
)
_EMAIL = re.compile(
    r"(?<![\w.+\-])[A-Za-z0-9][\w.+\-]{0,63}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5}", re.A
)
_CARD = re.compile(r"(?<![\d.,\-])\d{4}([ \-]?)\d{4}\1\d{4}\1\d{4}(?!\d|[.,\-]\d)")
_ACCOUNT = re.compile(
    r"(?<![\d.,\-])\d{2,6}(?:-\d{1,8}){1,4}(?!\d|[.,\-]\d)|(?<![\d.,\-])\d{11,14}(?!\d|[.,\-]\d)"
)
_ACCOUNT_WORDS = re.compile(r"계좌|예금주|입금|통장|bank account", re.I)
_LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호배아바사자"
_REGIONS = "서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
_PLATE = re.compile(
    rf"(?<![\d가-힣])(?:(?:{_REGIONS}) ?)?\d{{2,3}} ?[{_LETTERS}] ?\d{{4}}(?![\d년원억만개명호번])"
)
_PLATE_WORDS = re.compile(r"차량|번호판|차 ?번호|승용차|화물차|오토바이|택시|차주|plate", re.I)
AROUND = 30


@dataclass(frozen=True)
class Found:
    """One place in a text: of which kind, from which letter to which, and what stands there."""

    kind: str
    start: int
    end: int
    text: str

    @property
    def name(self) -> str:
        """What it is, in words."""
        return str(NAMES[self.kind])

    @property
    def shown(self) -> str:
        """So much of it that its writer knows which is meant: 010-1234-****, ab***@example.org."""
        if self.kind == "email":
            name, _at, host = self.text.partition("@")
            return f"{name[:2]}***@{host}"
        hidden, shown = 0, []
        for letter in reversed(self.text):
            covers = letter.isdecimal() and hidden < 4
            hidden += covers
            shown.append("*" if covers else letter)
        return "".join(reversed(shown))


def found_in(text: str) -> list[Found]:
    """What may be personal data in a text, in order, none inside another."""
    seen = _folded(text)
    taken: list[Found] = []
    for kind, start, end in _everything(seen):
        if all(end <= one.start or start >= one.end for one in taken):
            taken.append(Found(kind, start, end, text[start:end]))
    return sorted(taken, key=lambda one: one.start)


def without(text: str) -> str:
    """The text with a word in the place of each."""
    for one in reversed(found_in(text)):
        gone = _("%(what)s removed", what=one.name)
        text = f"{text[: one.start]}({gone}){text[one.end :]}"
    return text


def mark(found: Iterable[Found]) -> str:
    """A mark of what was pointed out: another one as soon as something else is found."""
    return keyed("personal data", *sorted({one.text for one in found}))[:32]


def _everything(text: str) -> Iterator[tuple[str, int, int]]:
    for hit in _EMAIL.finditer(text):
        yield "email", hit.start(), hit.end()
    for hit in _CARD.finditer(text):
        if _checks(hit.group()):
            yield "card", hit.start(), hit.end()
    for hit in _ACCOUNT.finditer(text):
        if 10 <= sum(c.isdecimal() for c in hit.group()) <= 14 and _near(_ACCOUNT_WORDS, text, hit):
            yield "account", hit.start(), hit.end()
    for hit in _PHONE.finditer(text):
        yield "phone", hit.start(), hit.end()
    for hit in _PLATE.finditer(text):
        if _near(_PLATE_WORDS, text, hit):
            yield "plate", hit.start(), hit.end()


def _near(words: re.Pattern[str], text: str, hit: re.Match[str]) -> bool:
    return bool(words.search(text[max(0, hit.start() - AROUND) : hit.end() + AROUND]))


def _checks(number: str) -> bool:
    """Whether the check digit of a card fits (Luhn)."""
    digits = [int(c) for c in number if c.isdecimal()]
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[-2::-2])
    return sum(digits[-1::-2]) % 10 == -sum(doubled) % 10 and len(set(digits)) > 1


def _folded(text: str) -> str:
    """The text letter by letter, with every digit, dash and space as ASCII has it, so that places stay the same."""
    return "".join(map(_plain, text))


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter if letter != "\t" else " "
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    kind = unicodedata.category(letter)
    if kind in ("Pd", "Zs") or letter in "−ㅡ·":
        return " " if kind == "Zs" else "-"
    folded = unicodedata.normalize("NFKC", letter)
    return folded if len(folded) == 1 else letter
