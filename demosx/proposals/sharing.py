"""Passing a proposal on: what messengers show of its link, the picture for it, and a sheet of paper to put up.

Only of what stands in the public list. Of anything else there is no picture, no sheet and no word in the page's head.
"""

from dataclasses import dataclass
from threading import BoundedSemaphore
from urllib.parse import quote

from flask import Flask, Response, current_app, make_response, request, url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from PIL import ImageColor

from ..core import limits, posters, ticks
from ..core.db import let_go
from ..core.errors import NotFound, TooMany
from ..core.i18n import day, language, number
from ..core.permissions import public
from ..core.settings import named, site
from ..core.text import plain
from ..journey.queries import stage_name
from . import queries, sharing_card, sharing_kept
from .models import Proposal
from .personal_data import without
from .sharing_card import Card
from .views import bp

ACCENT = "#0b6258"
EACH_ADDRESS = "600 per hour"
LOCALES = {"ko": "ko_KR", "en": "en_US"}
_one_at_a_time = BoundedSemaphore(1)


@dataclass(frozen=True)
class Share:
    """What is passed on of a page. Addresses are whole; `mail` and `sms` open a letter or a message with the link."""

    title: str
    description: str
    url: str
    image: str
    image_words: str
    locale: str
    mail: str
    sms: str
    poster: str


@bp.get("/proposals/<int:id>/card.png")
@public
def card(id: int) -> Response:
    """The picture that messengers show beside the link."""
    proposal = _listed(id)
    said = card_of(proposal)
    content = sharing_kept.kept(id, said.version)
    if content is None:
        let_go()
        content = _drawn(id, said)
    answer = make_response(content)
    answer.content_type = "image/png"
    known = request.args.get("v") == said.version
    answer.headers["Cache-Control"] = f"public, max-age={3600 if known else 300}"
    answer.set_etag(said.version)
    answer.make_conditional(request.environ)
    return answer


@bp.get("/proposals/<int:id>/poster")
@public
def poster(id: int) -> str:
    """A sheet of A4 to print: the title, what it is about, and a code that leads there."""
    proposal = _listed(id)
    facts = [
        (_("Place"), proposal.place), (_("Receipt number"), proposal.number), (_("Filed"), day(proposal.filed_at)),
    ]  # fmt: skip
    return posters.poster(
        url_for(".show", id=id), proposal.title, without(proposal.text), facts=facts,
        call=_("Read it and support it with your telephone."), back=_("Back to the proposal"),
    )  # fmt: skip


def share_of(proposal: Proposal, path: str = "", title: str = "", text: str = "") -> Share | None:
    """What is passed on of a proposal, or of another page about it; None of what is not in the public list."""
    if not proposal.listed:
        return None
    said = title or proposal.title
    address = site().address + (path or url_for("proposals.show", id=proposal.id))
    message = f"{said}\n{address}"
    drawn = card_of(proposal)
    return Share(
        title=said,
        description=plain(without(text or proposal.text), 150),
        url=address,
        image=site().address + url_for("proposals.card", id=proposal.id, v=drawn.version),
        image_words=_("%(title)s – %(stage)s", title=proposal.title, stage=drawn.stage),
        locale=LOCALES.get(language(), language()),
        mail=f"mailto:?subject={quote(said, safe='')}&body={quote(message, safe='')}",
        sms=f"sms:?&body={quote(message, safe='')}",
        poster=url_for("proposals.poster", id=proposal.id),
    )


def card_of(proposal: Proposal) -> Card:
    """What the picture of a proposal says, in the proposal's language."""
    languages = site().languages
    spoken = proposal.language if proposal.language in languages else languages[0]
    with force_locale(spoken):
        count = _rounded(proposal.supports)
        supports = ngettext("%(count)s supporter", "%(count)s supporters", count, count=number(count))
        return Card(
            proposal.title,
            named(site().name, spoken),
            stage_name(proposal),
            supports if count else "",
            _accent(),
        )


def init_app(app: Flask) -> None:
    """Let templates ask what is passed on, and forget old pictures."""
    app.add_template_global(share_of, "share_of")
    ticks.register(app, "cards", sharing_kept.sweep)


def _listed(proposal_id: int) -> Proposal:
    proposal = queries.find(proposal_id)
    if proposal is None or not proposal.listed:
        raise NotFound()
    return proposal


def _drawn(proposal_id: int, said: Card) -> bytes:
    """Draw a picture and keep it; one at a time, and not for an address that asks for very many."""
    limits.throttle("card", EACH_ADDRESS, limits.address())
    if not _one_at_a_time.acquire(timeout=10):
        raise TooMany()
    try:
        content = sharing_kept.kept(proposal_id, said.version) or sharing_card.draw(said)
    finally:
        _one_at_a_time.release()
    sharing_kept.keep(proposal_id, said.version, content)
    return content


def _rounded(count: int) -> int:
    """Two leading digits: the picture need not be drawn anew with every support."""
    step = 10 ** max(0, len(str(count)) - 2)
    return count // step * step


def _accent() -> str:
    """The colour of the theme, where it is one that can be drawn with."""
    chosen = str(current_app.extensions["demosx_theme"].settings().get("tokens", {}).get("accent", ACCENT))
    try:
        ImageColor.getrgb(chosen)
    except ValueError:
        return ACCENT
    return chosen
