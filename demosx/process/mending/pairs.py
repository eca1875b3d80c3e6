"""Lines such as `period = "30 days"` whose key, sign or value is wrong."""

import re

from ..meanings import is_key
from .headers import quoted
from .slips import Slip, slip
from .values import LONGEST_SHOWN, mend_value

SIGN = re.compile(
    r"\s*(?P<key>[^=:\"'\[\]{},#]+?|\"[^\"]*\"|'[^']*')\s*(?P<sign>:=|==|=>|->|→|=|:)(?P<value>.*)$",
    re.DOTALL,
)
NO_SIGN = re.compile(r"\s*(?P<key>[^\W\d][\w.-]*)\s+(?P<value>(?:[\"'\[{\d]|true\b|false\b).*)$", re.DOTALL)
NO_SPACE = re.compile(r"\s*(?P<key>[^\W\d][\w.-]*)(?P<value>[\"\[{].*)$", re.DOTALL)
VALUE = re.compile(r"\s*(?:[\"'\[{]|\d|true\b|false\b)")
BULLET = re.compile(r"^[-*•·]\s+")


def mend_pair(text: str, line: int) -> tuple[str, list[Slip]]:
    """A key and its value that can be read, and what was wrong with them."""
    found = SIGN.match(text)
    if found and _is_pair(found):
        key, sign = BULLET.sub("", found["key"]), found["sign"]
        slips = [] if sign == "=" else [slip("wrong_equals", line, key=key, given=sign)]
    else:
        found = NO_SIGN.match(text) or NO_SPACE.match(text)
        if found is None:
            return "", [slip("loose_text", line, given=text.strip().split("\n")[0][:40])]
        key, slips = found["key"], [slip("no_equals", line, key=found["key"])]
    skipped = text[: found.start("value")].count("\n")
    value, more = mend_value(found["value"], line + skipped, key)
    if len(value) <= LONGEST_SHOWN:
        slips = [slip(one.code, one.line, **{**one.facts, "right": f"{key} = {value}"}) for one in slips]
    return f"{_key(key)} = {value}", [*slips, *more]


def _is_pair(found: re.Match[str]) -> bool:
    """Whether this is not simply a sentence with a colon in it."""
    if found["sign"] == "=":
        return True
    return bool(VALUE.match(found["value"]) or is_key(found["key"]) or BULLET.match(found["key"]))


def _key(key: str) -> str:
    """A key with its dots, each part in quotes where TOML asks for them."""
    if key[0] in "\"'":
        return quoted(key[1:-1])
    return ".".join(quoted(part.strip()) for part in key.split(".") if part.strip()) or '""'
