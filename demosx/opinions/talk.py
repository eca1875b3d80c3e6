"""What `opinions/_list.html` shows: one thread of opinions, its orders and sides, and the form for saying something."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from ..core.i18n import language
from ..core.paging import Page, same_page
from ..core.permissions import Actor, book, can
from ..core.text import rich
from ..journey.models import Visit
from ..journey.people import may_take_part
from ..plugins import Stop
from ..process.definition import Process, Stage
from .forms import ReportForm, SayForm
from .moderation import MODERATE
from .queries import Said, Sort, opinions

SORT, STANCE, PAGE = "opinions", "side", "more"


def thread_of(visit: Visit) -> int:
    """The thread in which opinions of a visit are read."""
    return visit.number if visit.kind == "deliberation" else 0


def talk(stop: Stop, actor: Actor, allowed: frozenset[str]) -> dict[str, Any]:
    """The thread of a visit, as far as the address of the page asks for it. One query.

    `allowed` is what the present stage allows: it opens the thread of the present visit only.
    """
    open_here = "opine" in allowed and stop.current
    sides = sides_of(stop.process, stop.stage)
    sort, stance = _asked(sides)
    page = opinions(
        stop.proposal.id,
        thread_of(stop.visit),
        sort=sort,
        stance=stance or None,
        cursor=request.args.get(PAGE),
        reader_id=actor.id,
    )
    may_say = open_here and may_take_part(actor, stop)
    reader = Reader(actor, sides, may_say and can("opinion:create"), _moderates(actor, stop.proposal))
    return {
        "entries": [_entry(said, reader) for said in page.items],
        "open": open_here,
        "may_say": reader.may_say,
        "may_not": open_here and actor.signed_in and not reader.may_say,
        "form": SayForm(formdata=None, sides=sides, data={"back": request.path}) if reader.may_say else None,
        "report_form": ReportForm(formdata=None, data={"back": request.path}) if actor.signed_in else None,
        "action": url_for("opinions.say", proposal_id=stop.proposal.id),
        "sign_in": url_for("people.sign_in", next=f"{request.path}#opinions"),
        "orders": _orders(sort),
        "sides": _side_links(sides, stance),
        "next_url": _neighbour(page, "next"),
        "previous_url": _neighbour(page, "previous"),
        "proposal_id": stop.proposal.id,
    }


class Reader:
    """Who reads, and what they may do to an opinion."""

    def __init__(self, actor: Actor, sides: Mapping[str, str], may_say: bool, moderates: bool) -> None:
        self.actor = actor
        self.sides = sides
        self.may_say = may_say
        self.moderates = moderates


def _entry(said: Said, reader: Reader) -> dict[str, Any]:
    """One opinion as `ui/talk.html` shows it, with what the reader may do to it."""
    opinion = said.opinion
    if not opinion.visible:
        return {
            "id": opinion.id, "author": "", "gone": True, "text_html": _gone(opinion.deleted_at is not None),
            "replies": [_entry(reply, reader) for reply in said.replies],
        }  # fmt: skip
    mine = opinion.account_id is not None and opinion.account_id == reader.actor.id
    return {
        "id": opinion.id,
        "author": said.author or _("Somebody who has left"),
        "text_html": rich(opinion.text),
        "when": opinion.created_at,
        "stance": opinion.stance or "",
        "stance_name": reader.sides.get(opinion.stance or "", opinion.stance or ""),
        "agrees": opinion.agrees,
        "agreed": said.agreed,
        "mine": mine,
        "edited": opinion.edited_at is not None,
        "may_agree": reader.may_say and not mine,
        "may_reply": reader.may_say and opinion.level == 0,
        "may_change": reader.may_say and mine,
        "may_report": reader.actor.signed_in and not mine,
        "may_hide": reader.moderates,
        "replies": [_entry(reply, reader) for reply in said.replies],
    }


def _gone(deleted: bool) -> str:
    return _("This opinion was deleted by its author.") if deleted else _("This opinion is hidden.")


def sides_of(process: Process, stage: Stage) -> dict[str, str]:
    """The choices of a deliberation that opinions may show, with their names."""
    choices: Mapping[str, Mapping[str, str]] = getattr(stage.options, "choices", {})
    lang = language()
    return {key: names.get(lang) or process.words.text(key, lang) for key, names in choices.items()}


def _asked(sides: Mapping[str, str]) -> tuple[Sort, str]:
    sort = request.args.get(SORT, "")
    stance = request.args.get(STANCE, "")
    return Sort(sort) if sort in set(Sort) else Sort.LATEST, stance if stance in sides else ""


def _orders(chosen: Sort) -> list[dict[str, Any]]:
    labels = {Sort.LATEST: _("Latest first"), Sort.AGREED: _("Most agreed first")}
    return [
        {"label": label, "url": _address(**{SORT: sort.value}), "current": sort is chosen}
        for sort, label in labels.items()
    ]


def _side_links(sides: Mapping[str, str], chosen: str) -> list[dict[str, Any]]:
    if not sides:
        return []
    every = {"": _("Every side"), **sides}
    return [
        {"label": label, "url": _address(**{STANCE: key}), "current": key == chosen}
        for key, label in every.items()
    ]


def _neighbour(page: Page[Said], which: str) -> str | None:
    cursor = getattr(page, which)
    return _address(**{PAGE: cursor}) if cursor else None


def _address(**changes: str) -> str:
    """This page with other opinions on it; another order or side begins at its first page."""
    return same_page(**{PAGE: "", **changes}) + "#opinions"


def _moderates(actor: Actor, proposal: Any) -> bool:
    return book().can(actor, MODERATE, proposal)
