"""Values without quotes: numbers, days and yes/no in another form than TOML's, and words that lack their quotes."""

import json
import re
import tomllib

from .. import readings
from .slips import Slip, slip

NAME = re.compile(r"[^\W\d][\w ]*")
DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}")
TYPED = (
    "format", "effective", "from", "to", "minimum_age", "times", "public", "dossier", "offline", "region_minimum",
    "text_fixed_at",
)  # fmt: skip
"""Keys whose value is no text: what is wrong with it is told where its type is known."""
ASSIGNED = re.compile(r"(?<![=!<>])=(?!=)")
QUANTITY = re.compile(r"\d+\s*(?:명|건|개|인|표|회|번|세|살)")


def readable(value: str) -> bool:
    """Whether the reader of TOML takes this for a value."""
    try:
        tomllib.loads(f"a = {value}")
    except ValueError:
        return False
    return True


def in_quotes(text: str) -> str:
    """A text as TOML writes it, with ordinary quotes inside it made single ones."""
    return json.dumps(text.replace('"', "'"), ensure_ascii=False)


def mend_word(text: str, line: int, key: str) -> tuple[str, list[Slip]]:
    """What stands where a value should, as a value, and what was wrong with it."""
    if readable(text):
        return text, []
    if text.isdecimal():
        return "0", [slip("number_long", line, given=f"{text[:20]}…")]
    for code, right in (
        ("true_false", readings.flag(text)),
        ("number_form", readings.number(text) if "," in text or QUANTITY.fullmatch(text) else ""),
        ("day_form", readings.day(text)),
    ):
        if right:
            return right, [slip(code, line, key=key, given=text, right=right)]
    if DAY.fullmatch(text):
        return "2000-01-01", [slip("no_such_day", line, given=text)]
    if key in TYPED:
        return in_quotes(text), []
    names = [part.strip() for part in text.split(",")]
    if len(names) > 1 and all(map(NAME.fullmatch, names)):
        right = f"[{', '.join(map(in_quotes, names))}]"
    else:
        right = in_quotes(readings.length(text) or text)
    told = slip("no_quotes", line, key=key, given=text, right=right)
    return right, [told._replace(guess=ASSIGNED.search(text) is not None)]
