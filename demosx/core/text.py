"""Text from people: kept as written, cleaned of what no keyboard makes, rendered in one place."""

import re
import unicodedata
from functools import lru_cache

import nh3
from flask import has_app_context
from markdown_it import MarkdownIt
from markupsafe import Markup

from .links import SCHEMES, init_markdown
from .settings import site

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
_CJK = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]+")
_WORD = re.compile(r"[^\W_]+")
LONGEST_PIECE = 100
KEPT = 4_000  # characters of a text whose HTML is kept
MOST_BRACKETS = 200
_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "a",
    "blockquote",
    "h3",
    "h4",
    "code",
    "pre",
    "hr",
    "del",
}

_markdown = init_markdown(
    MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True, "typographer": False}).disable(
        ["image", "table"]
    )
)


def clean(value: str) -> str:
    """What was typed, in NFC, without control, bidirectional and half characters, line ends as \\n, trimmed."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", text).strip()


def one_line(value: str) -> str:
    """`clean`, with every run of white space as one space: for titles and names."""
    return " ".join(clean(value).split())


def rich(value: str) -> Markup:
    """The HTML of a person's Markdown: few tags, links only to http(s) and mail, marked as not ours and showing where
    they lead. Short texts are rendered once: the same opinions are read again and again."""
    address = site().address if has_app_context() else ""
    return _rendered(value, address) if len(value) <= KEPT else _rendered.__wrapped__(value, address)


@lru_cache(maxsize=1_000)
def _rendered(value: str, _address: str) -> Markup:
    if value.count("[") > MOST_BRACKETS:
        value = value.replace("[", "&#91;")  # no link: each bracket costs a look for its end
    html = _markdown.render(value)
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel="nofollow ugc noopener",
        attribute_filter=_own_link_policy,
    )
    return Markup(safe)  # noqa: S704 — the only place where a person's text becomes HTML


def plain(value: str, length: int) -> str:
    """The beginning of a Markdown text as one line of at most `length` characters."""
    text = " ".join(re.sub(r"[#>*_`\[\]]+", "", value).split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def search_words(value: str) -> list[list[str]]:
    """The words of a text as search sees them: NFKC, lower case, each a list of pieces.

    A CJK run becomes its bigrams, a single syllable stays one, anything else is a piece as it stands. The same function
    feeds the index and the query, on every database, so that both find the same.
    """
    folded = unicodedata.normalize("NFKC", value).casefold()
    return [[piece[:LONGEST_PIECE] for piece in _pieces(word)] for word in _WORD.findall(folded)]


def _pieces(word: str) -> list[str]:
    pieces: list[str] = []
    end = 0
    for run in _CJK.finditer(word):
        if run.start() > end:
            pieces.append(word[end : run.start()])
        text = run.group()
        pieces.extend(text[i : i + 2] for i in range(max(1, len(text) - 1)))
        end = run.end()
    if end < len(word):
        pieces.append(word[end:])
    return pieces


def _own_link_policy(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href" and value.startswith(("//", "\\", "/\\")):
        return None
    return value
