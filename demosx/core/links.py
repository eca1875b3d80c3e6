"""Links in people's texts: where they lead is seen before they are followed. Nothing is ever fetched.

A web address that stands in a text becomes a link. Behind a link whose words do not say where it leads stands the real
host. A host that could be taken for another one is written in Punycode (RFC 3492): of other letters than ASCII only
syllables of Hangul are shown as they are. No link leads to what holds a name or a password before the host, nor to an
address of this site at which asking alone changes something.
"""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

import idna
from flask import current_app, has_app_context
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from werkzeug.exceptions import HTTPException

from .settings import site

SCHEMES = frozenset({"http", "https", "mailto"})
_OF_ADDRESS = r"[^\s<>\"'`|\\^{}()\[\]]"
_BARE = re.compile(rf"(?<![A-Za-z0-9@])https?://{_OF_ADDRESS}+(?:\({_OF_ADDRESS}*\){_OF_ADDRESS}*)*", re.I)
_PARTICLE = re.compile(r"(?<=[A-Za-z0-9])[\uac00-\ud7a3]")
_AFTER = ".,:;!?…·~*_、。，"  # stands behind an address, not in it
_HANGUL_LABEL = re.compile(r"[a-z0-9\uac00-\ud7a3-]+")
_LOOKS_LIKE_HOST = re.compile(r"^\s*(?:https?://)?(?:www\.)?([^\s/?#:]+)", re.I)


def init_markdown(markdown: MarkdownIt) -> MarkdownIt:
    """Let a Markdown reader make links as this house shows them."""
    markdown.core.ruler.push("links_of_people", _rule)
    return markdown


def shown_host(address: str) -> str:
    """The host of a web address as it can be shown to people; empty for an address that is not linked."""
    parts = _split(address)
    if parts is None or not parts.hostname:
        return ""
    try:
        labels = [_shown(label) for label in _ascii(parts.hostname).split(".")]
        port = f":{parts.port}" if parts.port else ""
    except (idna.IDNAError, UnicodeError, ValueError):
        return ""
    return ".".join(labels) + port


def _rule(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_honest(_with_bare(token.children)))


def _with_bare(tokens: list[Token]) -> Iterator[Token]:
    """The same tokens, with links for the web addresses in their text."""
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and depth == 0 and "://" in token.content:
            yield from _split_text(token)
        else:
            yield token


def _split_text(token: Token) -> Iterator[Token]:
    text, end = token.content, 0
    for found in _BARE.finditer(text):
        address = _ended(found.group())
        if not shown_host(address):
            continue
        if found.start() > end:
            yield _text(text[end : found.start()], token.level)
        yield Token(
            "link_open", "a", 1, attrs={"href": _plain_address(address)}, markup="autolink", info="auto"
        )
        yield _text(address, token.level + 1)
        yield Token("link_close", "a", -1, markup="autolink", info="auto")
        end = found.start() + len(address)
    if end < len(text):
        yield _text(text[end:], token.level)


def _ended(address: str) -> str:
    """An address without what only stands behind it: a particle (`https://seoul.go.kr에서`), a full stop."""
    particle = _PARTICLE.search(address)
    return (address[: particle.start()] if particle else address).rstrip(_AFTER)


def _honest(tokens: Iterator[Token]) -> Iterator[Token]:
    """The same tokens: each link with its real host, and none where nobody should be led."""
    for token in tokens:
        if token.type != "link_open":
            yield token
            continue
        inside = []
        for following in tokens:
            if following.type == "link_close":
                close = following
                break
            inside.append(following)
        yield from _link(token, inside, close)


def _link(opened: Token, inside: list[Token], close: Token) -> Iterator[Token]:
    address = str(opened.attrGet("href") or "")
    where = _where(address)
    if where is None:
        yield from inside
        return
    said = "".join(one.content for one in inside)
    if opened.info == "auto" and where and "@" not in where:
        inside = [_text(_readable(address, where), opened.level + 1)]
    yield opened
    yield from inside
    yield close
    if where and opened.info != "auto" and not _says(said, where):
        yield _text(f" ({where})", opened.level)


def _where(address: str) -> str | None:
    """What says where a link leads: a host, or the address of a letter; empty within this site, None for no link."""
    scheme = address.partition(":")[0].lower()
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return "" if _only_reads(address) else None
    if scheme == "mailto":
        return unquote(address[7:].partition("?")[0]) or None
    host = shown_host(address)
    if not host:
        return None
    return host if _only_reads(address) else None


def _says(said: str, where: str) -> bool:
    """Whether the words of a link name the place where it leads."""
    if "@" in where:
        return said.strip().casefold() == where.casefold()
    found = _LOOKS_LIKE_HOST.match(said)
    return found is not None and found.group(1).casefold() == where.removeprefix("www.").casefold()


def _only_reads(address: str) -> bool:
    """Whether nothing happens on this site where this address is asked for."""
    if not has_app_context():
        return True
    if not address.startswith("/"):
        if urlsplit(address).hostname != urlsplit(site().address).hostname:
            return True
        address = urlsplit(address).path or "/"
    path = unquote(address.partition("?")[0].partition("#")[0])
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return True
    return not getattr(current_app.view_functions[endpoint], "writes", False)


def _split(address: str) -> SplitResult | None:
    """A web address in its parts; None for what is none, or what holds a name before its host."""
    try:
        parts = urlsplit(address)
        known = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return parts if known and "@" not in parts.netloc and "\\" not in address else None


def _plain_address(address: str) -> str:
    """A web address with its host in ASCII, so that a browser goes to what is shown."""
    parts = urlsplit(address)
    host = _ascii(parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    return urlunsplit((parts.scheme.lower(), host, parts.path, parts.query, parts.fragment))


def _readable(address: str, host: str) -> str:
    """A web address as it is shown: its host as it can be trusted, the rest in letters."""
    parts = urlsplit(address)
    rest = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
    return f"{parts.scheme.lower()}://{host}{_decoded(rest)}"


def _decoded(rest: str) -> str:
    """Percent signs as the letters that they stand for, where these are letters of Hangul and nothing else."""
    read = unquote(rest, errors="replace")
    return read if re.fullmatch(r"[!-~\uac00-\ud7a3]*", read) else rest


def _ascii(host: str) -> str:
    return host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii")


def _shown(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    read = idna.decode(label)
    return read if _HANGUL_LABEL.fullmatch(read) else label


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)
