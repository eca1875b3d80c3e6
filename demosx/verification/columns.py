"""The columns of a list of residents: what they are called, and how what people type is compared."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from ..core.errors import InvalidInput

REFERENCE, BIRTH = "reference", "birth_date"
KNOWN: Mapping[str, Any] = {
    "name": _l("Name"),
    BIRTH: _l("Date of birth"),
    "postcode": _l("Postcode"),
    "address": _l("Address"),
    "dong": _l("Neighbourhood (행정동)"),
    "telephone": _l("Telephone"),
}
IN_KOREAN = {
    "관리번호": REFERENCE, "이름": "name", "성명": "name", "생년월일": BIRTH, "우편번호": "postcode",
    "주소": "address", "행정동": "dong", "동": "dong", "전화번호": "telephone",
}  # fmt: skip
_NEVER = re.compile(r"주민|뒷자리|뒤7자리|residentreg|registrationn|rrn|jumin", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})\D*?(\d{1,2})\D+(\d{1,2})\D*|(\d{4})(\d{2})(\d{2})")


class NotADay(InvalidInput):
    """A birthday that cannot be read."""

    message = _l("Please write the date of birth with its year, such as 1990-05-21.")


def column(header: str) -> str:
    """The key of a column by what stands above it. A column of resident numbers raises ValueError."""
    plain = "".join(unicodedata.normalize("NFKC", header).split()).casefold()
    if _NEVER.search(plain):
        raise ValueError(header)
    return IN_KOREAN.get(plain, plain)


def label(key: str) -> Any:
    """What people are asked for."""
    return KNOWN.get(key, key)


def compared(key: str, value: str) -> str:
    """What is compared: letters and digits alone, folded; a birthday as a day. Raises NotADay."""
    if key == BIRTH:
        return day_of(value).isoformat()
    folded = unicodedata.normalize("NFKC", value).casefold()
    return "".join(c for c in folded if c.isalnum())


def day_of(value: str) -> date:
    """A day as people write it: 1990-05-21, 19900521, 1990. 5. 21., 1990년 5월 21일. Raises NotADay."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if found is None:
        raise NotADay()
    try:
        return date(*(int(part) for part in found.groups() if part is not None))
    except ValueError:
        raise NotADay() from None
