"""How the texts and the answers are called on screens, and the texts themselves as pages."""

import re
from collections.abc import Callable

from flask import Flask, current_app, url_for
from flask_babel import lazy_gettext as _l

from .models import NEWS, PRIVACY, SENSITIVE, TERMS
from .terms import Text, present

NAMES = {
    TERMS: _l("Terms of use"),
    PRIVACY: _l("Privacy notice"),
    SENSITIVE: _l("What may show political opinions"),
    NEWS: _l("News of the city"),
}
# What one agrees to. The privacy notice is read and not agreed to: its agreement is to keeping what an account needs.
AGREED_TO = {**NAMES, PRIVACY: _l("Keeping the personal data that an account needs")}
_TITLE = re.compile(r"\A\s*# +(.+?)\s*(?:\n|\Z)")
_HIGH = re.compile(r"^#{1,2} ", re.MULTILINE)


def shown(text: Text) -> tuple[str, str]:
    """The title and the Markdown of a text. Its headings are put below that of the page."""
    return parts(text.file.read_text(encoding="utf-8"), text.what)


def parts(written: str, what: str) -> tuple[str, str]:
    """The title of a text, which is its first line where that is a heading, and the rest of it."""
    title = _TITLE.match(written)
    body = written[title.end() :] if title else written
    return (title[1] if title else str(NAMES[what])), _HIGH.sub("### ", body)


def offer_notice(app: Flask, make: Callable[[], str]) -> None:
    """Give an application the privacy notice that it shows while the site has none of its own.

    `make` writes it as Markdown in the reader's language, from the settings.
    """
    app.extensions["demosx_privacy_notice"] = make


def made_notice() -> str | None:
    """The privacy notice that is made from the settings; None where no room makes one."""
    make: Callable[[], str] | None = current_app.extensions.get("demosx_privacy_notice")
    return make() if make else None


def public_texts() -> list[dict[str, str]]:
    """The texts that every page links to at its foot."""
    there = [(TERMS, "consent.terms")] if present(TERMS) else []
    return [
        {"label": str(NAMES[what]), "url": url_for(endpoint)}
        for what, endpoint in (*there, (PRIVACY, "consent.privacy"))
    ]
