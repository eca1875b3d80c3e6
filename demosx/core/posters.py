"""A sheet of A4 to print and put up: what is at an address of this site, and a code that leads there."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import segno
from flask import render_template
from markupsafe import Markup

from .settings import site
from .text import plain

LONGEST = 420  # characters, so that one page holds it


def poster(
    path: str,
    title: str,
    text: str,
    *,
    call: str,
    back: str,
    facts: Sequence[tuple[str, str]] = (),
    lead: Sequence[str] = (),
) -> str:
    """The sheet for what is at a path. `call` says what to do there, `back` leads back on the screen; `facts` are
    labels and values, `lead` what is to be read from afar."""
    address = site().address + path
    return render_template(
        "poster.html", path=path, title=title, text=plain(text, LONGEST), call=call, back=back, facts=facts, lead=lead,
        code=code_of(address), shown_address=shown_address(address),
    )  # fmt: skip


def code_of(address: str) -> Markup:
    """An address as a QR code, drawn in the page itself."""
    return Markup(segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True))  # noqa: S704 — ours


def shown_address(address: str) -> str:
    """An address as people type it."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}"
