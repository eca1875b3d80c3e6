"""Values that cannot be read: quotes that do not pair, too many of them, or something behind the value."""

import re

from .lists import BACKSLASH, mend_list
from .quotes import mend_quotes
from .slips import Slip, slip
from .words import in_quotes, mend_word, readable

TEXT = r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
WHOLE = re.compile(TEXT)
SEVERAL = re.compile(rf"((?:{TEXT})(?:\s*,\s*(?:{TEXT}))+)\s*[,\]]*$")
COMMENT = re.compile(r"(?:^|\s+)#.*$", re.DOTALL)
SLASHES = re.compile(r"\s+(?://|--|;).*$")
LOOSE_END = re.compile(r"\s*[,;.]+$")
STRAY = re.compile(r"(?P<stray>[^\"'\[{\s]{1,2}\s*)(?P<rest>[\"'\[{].*)$")
PAIRS = re.compile(r"\w+\s*=\s*[\"'{\[]")
THREE = ('"""', "'''")
LONGEST_SHOWN = 110


def mend_value(text: str, line: int, key: str) -> tuple[str, list[Slip]]:
    """A value that can be read, and what was wrong with it."""
    value = text.strip()
    bare = COMMENT.sub("", value)
    if not bare:
        return '""', [slip("no_value", line, key=key)]
    if readable(bare):
        return bare, []
    if readable(value):
        return value, []
    if value[0] in "[{(":
        fixed, slips = mend_quotes(text, line)
        better, more = mend_list(fixed, line)
        return better, [_with_right(one, key, better) for one in (*slips, *more)]
    if value[0] in "\"'":
        return _mend_text(value, line, key)
    return _mend_bare(bare, line, key)


def _with_right(one: Slip, key: str, better: str) -> Slip:
    """A slip in a list or table with the whole of it as it should be, if that is short enough to read."""
    whole = f"{key} = {better}"
    if len(whole) > LONGEST_SHOWN:
        return one
    return slip(one.code, one.line, **{**one.facts, "right": whole})


def _mend_text(value: str, line: int, key: str) -> tuple[str, list[Slip]]:
    """What begins with a quote."""
    if value.startswith(THREE):
        right = in_quotes(COMMENT.sub("", value).strip("\"' "))
        return right, [slip("open_quote", line, given=value[:LONGEST_SHOWN], right=right)]
    whole = WHOLE.match(value)
    rest = COMMENT.sub("", value[whole.end() :]) if whole else ""
    if whole and not rest.strip():
        right = BACKSLASH.sub(r"\\\\", whole[0])
        return right, [slip("backslash", line, given=whole[0], right=right)]
    if several := SEVERAL.match(COMMENT.sub("", value)):
        return f"[{several[1]}]", [slip("no_brackets", line, key=key, right=f"[{several[1]}]")]
    quote = value[0]
    inner, _, tail = value[1:].rpartition(quote)
    if quote in inner and not LOOSE_END.sub("", COMMENT.sub("", tail)):
        right = _without_inner(inner, quote)
        return right, [slip("quote_in_quotes", line, key=key, right=right)]
    if whole:
        return whole[0], [_behind(rest.strip(), line)]
    given = LOOSE_END.sub("", COMMENT.sub("", value))
    right = in_quotes(given.strip("\"' "))
    return right, [slip("open_quote", line, given=given, right=right)]


def _without_inner(inner: str, quote: str) -> str:
    """A text in quotes with the same quotes inside: in pairs they become single ones, one alone was a slip."""
    if quote == "'":
        return f'"{inner}"'
    return in_quotes(inner if inner.count(quote) % 2 == 0 else inner.replace(quote, "").strip())


def _behind(rest: str, line: int) -> Slip:
    """Something stands behind a value."""
    if not LOOSE_END.sub("", rest):
        return slip("sign_behind", line, given=rest)
    if rest.startswith(("//", "--")):
        return slip("comment_sign", line, given=rest[:2])
    return slip("left_over", line, given=rest)


def _mend_bare(value: str, line: int, key: str) -> tuple[str, list[Slip]]:
    """What begins without a quote."""
    if (without := SLASHES.sub("", value)) != value and readable(without):
        return without, [_behind(value[len(without) :].strip(), line)]
    if (without := LOOSE_END.sub("", value)) != value and readable(without):
        return without, [_behind(value[len(without) :].strip(), line)]
    stray = STRAY.match(value)
    if stray and readable(stray["rest"]):
        return stray["rest"], [slip("left_over", line, given=stray["stray"].strip())]
    if stray and SEVERAL.match(stray["rest"]):
        return _mend_text(stray["rest"], line, key)
    if PAIRS.match(value):
        better, _ = mend_list("{ " + value, line)
        return better, [_with_right(slip("no_opening", line, key=key), key, better)]
    if value[-1] in "\"'" and value.count(value[-1]) == 1:
        right = in_quotes(value[:-1])
        return right, [slip("open_quote", line, given=value, right=right)]
    return mend_word(value, line, key)
