"""Lengths, days, numbers and shares as people write them elsewhere, and as they are written in a process file.

Each function gives the right writing of a text, or nothing where the text does not say one clearly.
"""

import re
from datetime import date
from fractions import Fraction

from .lengths import LengthError, parse_length
from .meanings import keys_for, squeezed
from .signs import plain
from .suggestions import similar

COUNTS = {
    "한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "열": 10, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "십": 10, "이십": 20, "삼십": 30, "육십": 60,
    "구십": 90, "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "열흘": 10, "보름": 15,
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "twelve": 12,
    "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip
DAYS_ALONE = ("하루", "이틀", "사흘", "나흘", "열흘", "보름")
UNITS = {
    "days": "일 일간 날 day days d dy dayz day's days'",
    "working days": "근무일 영업일 업무일 평일 workingday workingdays workday workdays businessday businessdays "
    "weekday weekdays",
    "weeks": "주 주간 주일 week weeks wk wks w",
    "months": "개월 개월간 달 달간 월 month months mon",
    "years": "년 년간 해 연 year years yr yrs y",
}
HOURS = ("시간", "hours", "hour", "h")
UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words.split()}
LENGTH = re.compile(rf"(\d+|[^\W\d_]+?)\s*({'|'.join((*UNIT_OF, *HOURS))})")
UNTIL = re.compile(r"(?:until|till|by|to) (.+)|(.+?) ?까지")
TAIL = re.compile(r"\s*(이내|이내에|안에|동안|내)$")
BEHIND = re.compile(r"[\s,(]+(first day counted|첫날 포함|초일 산입|rolled)\)?$")
HALF_YEAR = ("half a year", "half year", "반년")
EUROPEAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
DAY = re.compile(r"(\d{4})\s*(?:[./\-]|년)\s*(\d{1,2})\s*(?:[./\-]|월)\s*(\d{1,2})\s*[.일]?")
SQUEEZED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*(?:%|퍼센트|프로|percent)")
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
COUNTED = re.compile(r"(\d[\d,_]*)\s*(?:명|건|개|인|표|회|번|세|살|people|persons|times|years old)?")
YES = ("true", "yes", "예", "네", "on", "참")
NO = ("false", "no", "아니요", "아니오", "off", "거짓")


def length(text: str) -> str:
    """A length: `30일`, `20 business days` and `한 달` are `30 days`, `20 working days` and `1 month`. `2026.12.31까지`
    and a day alone are `until 2026-12-31`."""
    said = " ".join(plain(text).lower().split())
    if found := UNTIL.fullmatch(said):
        until = day(found[1] or found[2])
        return f"until {until}" if until else ""
    if found := BEHIND.search(said):
        rest = length(said[: found.start()])
        behind = "rolled" if found[1] == "rolled" else "first day counted"
        return f"{rest}, {behind}" if rest and behind not in rest else ""
    if alone := day(said):
        return f"until {alone}"
    wanted = TAIL.sub("", said)
    if wanted in HALF_YEAR:
        return _length(6, "months")
    if wanted in DAYS_ALONE:
        return _length(COUNTS[wanted], "days")
    joined = re.sub(r"(working|business|week|work)[ -]+day", r"\1day", wanted)
    joined = re.sub(r"(근무|영업|업무)\s+일", r"\1일", joined)
    found = LENGTH.fullmatch(joined)
    if found is None:
        return ""
    if found[2] in HOURS and found[1].isdecimal():
        return _length(int(found[1]) // 24, "days") if int(found[1]) % 24 == 0 else ""
    count = int(found[1]) if found[1].isdecimal() else COUNTS.get(found[1], 0)
    return _length(count, UNIT_OF.get(found[2], ""))


def _length(count: int, unit: str) -> str:
    written = f"{count} {unit}" if count != 1 else f"1 {unit.removesuffix('s')}"
    try:
        parse_length(written)
    except LengthError:
        return ""
    return written


def reminder(text: str) -> str:
    """A reminder: `5일 전` is `5 days before`."""
    wanted = " ".join(plain(text).lower().split())
    found = re.fullmatch(
        r"(.+?)\s*(전|전에|후|뒤|지나서|before|bevore|befor|ahead|earlier|after|later)", wanted
    )
    spelled = length(found[1]) if found else ""
    if not found or not spelled or "until" in spelled or "," in spelled:
        return ""
    early = found[2] in ("전", "전에", "before", "bevore", "befor", "ahead", "earlier")
    return f"{spelled} {'before' if early else 'after'}"


def day(text: str) -> str:
    """A day: `2019.1.1`, `1.1.2019`, `2019년 1월 1일` and `20190101` are `2019-01-01`."""
    wanted = EUROPEAN_DAY.sub(r"\3-\2-\1", plain(text).strip())
    found = DAY.fullmatch(wanted) or SQUEEZED_DAY.fullmatch(wanted)
    if found is None:
        return ""
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return ""


def number(text: str) -> str:
    """A whole number: `5,000`, `50명` and `"16"` are 5000, 50 and 16."""
    found = COUNTED.fullmatch(plain(text).strip())
    if found is None or ("," in found[1] and not THOUSANDS.fullmatch(found[1])):
        return ""
    digits = re.sub(r"[,_]", "", found[1])
    return str(int(digits)) if len(digits) <= 15 else ""


def share(text: str) -> str:
    """A share of at most all: `50%`, `0.5` and `2분의 1` are `1/2`."""
    wanted = plain(text).strip().lower()
    if wanted in ("half", "절반", "반"):
        return "1/2"
    if found := re.fullmatch(r"(\d{1,4})\s*분의\s*(\d{1,4})", wanted):
        wanted = f"{found[2]}/{found[1]}"
    percent = PERCENT.fullmatch(wanted)
    try:
        amount = Fraction(percent[1]) / 100 if percent else Fraction(wanted.replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        return ""
    if not 0 < amount <= 1 or amount.denominator > 9999:
        return ""
    return f"{amount.numerator}/{amount.denominator}"


def flag(text: str) -> str:
    """Yes or no: `True`, `"true"` and `예` are `true`."""
    wanted = plain(text).strip().lower()
    return "true" if wanted in YES else "false" if wanted in NO else similar(wanted, ("true", "false"))


def key(text: str) -> str:
    """A key, in small letters with `_`: `Head answer` is `head_answer`. For a Korean word the key that it means."""
    found = next(iter(keys_for(plain(text))), "") or re.sub(r"[^a-z0-9_]", "", squeezed(plain(text)))
    return found if re.fullmatch(r"[a-z][a-z0-9_]{0,49}", found) else ""
