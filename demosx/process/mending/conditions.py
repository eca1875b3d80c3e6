"""What somebody meant whose condition cannot be read: other signs, units behind numbers, Korean or English words."""

import re
from collections.abc import Callable

from ..conditions import ConditionError, parse_condition
from ..meanings import keys_for
from ..scope import COUNTED
from ..signs import plain

NUMBERS = (*COUNTED, "days", "population")
NAME = r"[^\W\d][\w.]*"
SIGNS = {
    "≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "≠": "!=", "<>": "!=", "=>": ">=", "=<": "<=", "===": "==",
    "&&": " and ", "||": " or ", "×": "*", "÷": "/", "−": "-",
}  # fmt: skip
SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True)))
KOREAN_ORDER = {"이상": ">=", "이하": "<=", "초과": ">", "미만": "<"}
ORDER = {**KOREAN_ORDER, "at least": ">=", "more than": ">"}
JOINED = {
    "그리고": "and",
    "이고": "and",
    "및": "and",
    "이며": "and",
    "또는": "or",
    "혹은": "or",
    "이거나": "or",
}
IFS = ("if", "when", "만약")
SHARE = (
    r"(?:(?:인구|주민)(?:의|\s*수의)?\s+)?(\d+(?:\.\d+)?)\s*%"
    r"(?:\s*(?:of|\*)\s+(?:the\s+)?(?:population|inhabitants|residents))?"
)
UNITS = "명|건|개|인|표|회|번|일|주|개월|people|persons|votes|days|supports"
AMONG = re.compile(rf"{NAME}\s+(?P<among>in)\s*[(\[]")
Step = Callable[[str], str]


def _sub(pattern: str, right: str | Callable[[re.Match[str]], str]) -> Step:
    compiled = re.compile(pattern)
    return lambda text: compiled.sub(right, text)


def _any_of(found: re.Match[str]) -> str:
    """`decision in ('a', 'b')` as two comparisons."""
    words = re.findall(r"[^\s,']+", found["words"])
    return "(" + " or ".join(f"{found['name']} == '{word}'" for word in words) + ")"


def _unbracketed(text: str) -> str:
    """Without brackets around the whole."""
    inside = text.strip()[1:-1]
    return inside if text.strip() == f"({inside})" and "(" not in inside and ")" not in inside else text


def _percent(text: str) -> str:
    """A share of the population, unless something is divided: then it is a share of that."""
    whole = "" if "/" in text else " * population"
    return re.sub(SHARE, lambda found: f"{float(found[1]) / 100:.6g}{whole}", text)


def _ordered(found: re.Match[str]) -> str:
    """`공감 50 이상` as `supports >= 50`."""
    name = next((key for key in keys_for(found["name"]) if key in NUMBERS), found["name"])
    return f"{name} {ORDER[found['order']]} {found['number']}"


def _closed(text: str) -> str:
    """With the quote and the brackets that are still open closed."""
    text += "'" if text.count("'") % 2 else ""
    return text + ")" * (text.count("(") - text.count(")"))


STEPS: tuple[Step, ...] = (
    lambda text: plain(text).replace('"', "'"),
    lambda text: SIGN.sub(lambda found: SIGNS[found[0]], text),
    _sub(r"(?<![<>=!])=(?!=)", "=="),
    _sub(r"!(?!=)", "not "),
    _sub(r"^\s*(?:if|when|만약)\s+", ""),
    _sub(r"\s+(?:then|이면|면|일 때|때|경우)\s*$", ""),
    _sub(r"\b(AND|OR|NOT|And|Or|Not)\b", lambda found: found[0].lower()),
    _sub(rf"(?<!\S)({'|'.join(JOINED)})(?=\s)", lambda found: JOINED[found[0]]),
    _sub(
        rf"({'|'.join(KOREAN_ORDER)})({'|'.join(JOINED)})(?=\s)",
        lambda found: f"{found[1]} {JOINED[found[2]]}",
    ),
    _sub(rf"(?P<name>{NAME})\s+in\s*[(\[](?P<words>[^()\[\]]+)[)\]]", _any_of),
    _unbracketed,
    _sub(rf"(?<![\w.])(?!and\b|or\b|not\b){NAME}\(\s*({NAME})\s*\)", r"\1"),
    _sub(r"\b(?:the )?period (?:is |has )?(?:over|ended|expired|finished)\b", "period_over"),
    _sub(r"(?<=\d),(?=\d{3}\b)", ""),
    _sub(r"(\d+)\s*만(?=\s*(?:명|건|개|인|표)?(?:\s|$))", r"\g<1>0000"),
    _sub(r"(\d+)\s*천(?=\s*(?:명|건|개|인|표)?(?:\s|$))", r"\g<1>000"),
    _sub(rf"(\d+)\s*(?:{UNITS})\b(?!\s*[<>=!.])", r"\1"),
    _percent,
    _sub(
        rf"(?P<name>{NAME}?)(?:\s*수)?(?:이|가|은|는)?\s+(?P<number>\d+)\s*(?P<order>{'|'.join(KOREAN_ORDER)})",
        _ordered,
    ),
    _sub(rf"(?P<name>{NAME})\s+(?:is\s+)?(?P<order>at least|more than)\s+(?P<number>\d+)", _ordered),
    _sub(rf"({NAME})\s+is\s+not\s+", r"\1 != "),
    _sub(rf"({NAME})\s+is\s+", r"\1 == "),
    _sub(rf"({NAME})\s*(?:==\s*[Tt]rue|!=\s*[Ff]alse)\b", r"\1"),
    _sub(rf"({NAME})\s*(?:==\s*[Ff]alse|!=\s*[Tt]rue)\b", r"not \1"),
    _sub(rf"([\w.]+)\s*([<>]=?)\s*({NAME})\s*([<>]=?)\s*([\w.]+)", r"\1 \2 \3 and \3 \4 \5"),
    _closed,
    lambda text: " ".join(text.split()),
)


def why(error: ConditionError, text: str) -> str:
    """The code of the sentence that helps best about a condition."""
    word = error.facts.get("text", "")
    before = text[: error.at].rstrip()
    after_number = before[-1:].isdigit()
    if among := AMONG.search(text):
        error.at = among.start("among")
        return "condition_in_words"
    if after_number and word == ",":
        return "condition_comma"
    if error.code == "condition_value_missing" and word == "…":
        return "condition_unfinished"
    if error.code != "condition_left_over":
        return error.code
    if word.lower() in ("and", "or", "not"):
        return "condition_capitals"
    if after_number and re.fullmatch(f"{UNITS}|만|천", word):
        return "condition_unit"
    if before.lower() in IFS:
        error.facts["text"] = before
        return "condition_if"
    if word == "(" and before[-1:].isalnum():
        return "condition_function"
    in_words = word == "is" or before.endswith("period") or any(order in text for order in ORDER)
    return "condition_in_words" if in_words else error.code


def meant(text: str) -> str:
    """The condition that was meant, where replacing what is plainly wrong makes one; otherwise nothing."""
    for step in STEPS:
        text = step(text)
    try:
        parse_condition(text)
    except ConditionError:
        return ""
    return text
