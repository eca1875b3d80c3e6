"""What `opinions/_list.html` shows: one thread of opinions, its orders and sides, and the form for saying something."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for
from flask_babel import gettext as _

from ..core.i18n import language
from ..core.paging import Page, same_page
from ..core.permissions import Actor, book, can, current_actor
from ..core.text import plain, rich
from ..core.web import row_number
from ..journey.models import Visit
from ..journey.taking_part import may_take_part, what_it_takes
from ..plugins import Stop
from ..process.definition import Process, Stage
from .authors import fill_in
from .forms import ReportForm, SayForm
from .models import Opinion
from .moderation import MODERATE
from .queries import Quoted, Said, Sort, opinion_in, opinions
from .speaking import voice
from .words import REASON_NAMES

SORT, STANCE, PAGE, OPENED = "opinions", "side", "more", "opened"
FOLDED = 3  # replies that are seen before the others are unfolded
EXCERPT = 140


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
        opened=_opened(),
    )
    fill_in(page.items)
    # Visitors write first; signing in comes when they send it.
    may_say = open_here and may_take_part(actor, stop, "opine")
    allowed_to = not actor.signed_in or can("opinion:create")
    reader = Reader(actor, stop.proposal, sides, may_say and allowed_to, _moderates(actor, stop.proposal))
    return {
        "entries": [_entry(said, reader) for said in page.items],
        "open": open_here,
        "may_say": reader.may_say,
        "may_not": open_here and not reader.may_say,
        "takes": what_it_takes(actor, stop, "opine") if open_here else "",
        "form": SayForm(formdata=None, sides=sides, data={"back": request.path}) if reader.may_say else None,
        "report_form": ReportForm(formdata=None, data={"back": request.path}) if actor.signed_in else None,
        "action": url_for("opinions.say", proposal_id=stop.proposal.id),
        "orders": _orders(sort),
        "sides": _side_links(sides, stance),
        "next_url": _neighbour(page, "next"),
        "previous_url": _neighbour(page, "previous"),
        "proposal_id": stop.proposal.id,
    }


class Reader:
    """Who reads what, and what they may do to an opinion."""

    def __init__(
        self, actor: Actor, proposal: Any, sides: Mapping[str, str], may_say: bool, moderates: bool
    ) -> None:
        self.actor = actor
        self.proposal = proposal
        self.sides = sides
        self.may_say = may_say
        self.moderates = moderates


def _entry(said: Said, reader: Reader) -> dict[str, Any]:
    """One opinion as `ui/talk.html` shows it, with what the reader may do to it."""
    opinion = said.opinion
    replies = [_entry(reply, reader) for reply in said.replies]
    folding = {
        "id": opinion.id, "replies": replies, "unfolded": _opened() == opinion.id,
        "further": opinion.replies - len(replies), "further_url": thread_address(
            opinion, anchor=f"opinion-{opinion.id}", **{OPENED: opinion.id, PAGE: request.args.get(PAGE)}
        ) if opinion.replies > len(replies) else "",
    }  # fmt: skip
    if not opinion.visible:
        return {**folding, "author": "", "gone": True, "text_html": _gone(opinion)}
    mine = opinion.account_id is not None and opinion.account_id == reader.actor.id
    return {
        **folding,
        "author": said.author or _("Somebody who has left"),
        "role": voice(opinion.account_id, said.proposes, said.staff, reader.proposal),
        "quote": _quote(said.quoted) if said.quoted else None,
        "text_html": rich(opinion.text),
        "when": opinion.created_at,
        "url": url_for("opinions.go", id=opinion.id),
        "stance": opinion.stance or "",
        "stance_name": reader.sides.get(opinion.stance or "", opinion.stance or ""),
        "agrees": opinion.agrees,
        "agreed": said.agreed,
        "mine": mine,
        "edited": opinion.edited_at,
        "before_url": url_for("opinions.versions", id=opinion.id) if said.before else "",
        "may_agree": reader.may_say and not mine,
        "may_reply": reader.may_say and opinion.level == 0,
        "may_quote": reader.may_say,
        "may_change": reader.may_say and mine,
        "may_report": reader.actor.signed_in and not mine,
        "may_hide": reader.moderates and not mine,
    }


def _quote(quoted: Quoted) -> dict[str, Any]:
    """What is quoted, in its own words of today; of what is hidden or deleted only that."""
    if not quoted.text:
        gone = _("A deleted opinion is quoted.") if quoted.deleted else _("A hidden opinion is quoted.")
        return {"gone": gone}
    return {
        "author": quoted.author or _("Somebody who has left"),
        "text": plain(quoted.text, EXCERPT),
        "url": url_for("opinions.go", id=quoted.id),
    }


def quote_of(proposal: Any, number: int | None) -> dict[str, Any] | None:
    """What would be quoted by the opinion of this number, where the reader finds it on this proposal."""
    found = opinion_in(proposal, number, current_actor()) if number else None
    if found is None or not found.visible:
        return None
    name = found.author.shown_name if found.author is not None else ""
    return _quote(Quoted(found.id, found.text, name, False))


def thread_address(opinion: Opinion, anchor: str, **more: Any) -> str:
    """The address of the thread in which an opinion is read, on the page of its proposal."""
    given = {key: value for key, value in more.items() if value}
    return url_for("proposals.show", id=opinion.proposal_id, thread=opinion.thread, **given, _anchor=anchor)


def with_opened(path: str, number: int) -> str:
    """A path of this site that shows the replies to an opinion unfolded."""
    page, _sign, query = path.partition("#")[0].partition("?")
    kept = [(key, value) for key, value in parse_qsl(query) if key != OPENED]
    return f"{page}?{urlencode([*kept, (OPENED, number)])}"


def _opened() -> int | None:
    return request.args.get(OPENED, type=row_number)


def _gone(opinion: Opinion) -> str:
    if opinion.deleted_at is not None:
        return _("This opinion was deleted by its author.")
    rule = REASON_NAMES.get(opinion.hidden_rule)
    return _("A hidden opinion (rule: %(rule)s)", rule=rule) if rule else _("This opinion is hidden.")


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
    return same_page(**{PAGE: "", OPENED: "", **changes}) + "#opinions"


def _moderates(actor: Actor, proposal: Any) -> bool:
    return book().can(actor, MODERATE, proposal)
