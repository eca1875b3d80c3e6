"""What came in, at the desk: what waits to be sorted, handled one by one or many in one go, and what was sorted out."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, true

from ..core.i18n import local_name, number
from ..core.paging import page_url
from ..core.permissions import can, current_actor, needs
from ..core.security import local_path
from ..core.seen import mark
from ..core.terms import areas, districts, term_name
from ..proposals.access import may_see
from ..proposals.models import Proposal
from ..proposals.personal_data import found_in
from . import bulk, labels, queries, sorting
from .forms import HandleForm
from .models import Label
from .words import CHANNELS, FOUND_NAMES

bp = Blueprint("triage", __name__, url_prefix="/desk/triage")
WAITING, UNASSIGNED = "waiting", "unassigned"
SHOW = (WAITING, UNASSIGNED, *sorting.FOUND)


@bp.get("")
@needs(sorting.SORT)
def index() -> str:
    """What waits to be sorted, the oldest first; or what was sorted out."""
    return _page(HandleForm(formdata=None))


@bp.post("")
@needs(sorting.SORT)
def handle() -> ResponseReturnValue:
    """Handle what was chosen."""
    form = HandleForm()
    if not form.validate_on_submit():
        return _page(form), 422
    wish = _wish(form)
    if wish is None:
        return _page(form), 422
    outcome = bulk.handle(form.numbers.data or (), wish, current_actor(), _seen())
    if outcome.done:
        flash(
            ngettext("%(count)s proposal is handled.", "%(count)s proposals are handled.", len(outcome.done),
                     count=number(len(outcome.done))),
            "success",
        )  # fmt: skip
    if outcome.refused:
        form.numbers.data = sorted(outcome.refused)
        return _page(form, outcome.refused), 422
    return redirect(local_path(form.text("back"), url_for(".index")))


def _wish(form: HandleForm) -> bulk.Wish | None:
    """What the form asks for; None, with its errors told, where that is not enough."""
    template = next((one for one in form.templates if one.id == form.template.data), None)
    reason = form.text("reason") or (template.text if template else "")
    wish = bulk.Wish(
        found=form.text("found"), reason=reason, to_body=form.text("to_body"), area=form.text("area"),
        district=form.text("district"), department_id=form.department.data or None,
        put=_labels(form.put.data),
        take=_labels(form.take.data),
    )  # fmt: skip
    if not form.numbers.data:
        form.numbers.errors = [_("Please choose the proposals first.")]
    elif len(form.numbers.data) > bulk.MOST:
        form.numbers.errors = [_("Please choose at most %(most)s.", most=bulk.MOST)]
    elif wish.empty:
        form.found.errors = [_("Please say what is to be done.")]
    elif wish.found in sorting.OUT and not reason:
        form.reason.errors = [_("Please write the reason: the proposer reads it.")]
    else:
        return wish
    return None


def _seen() -> dict[int, str]:
    """The marks of what the page showed, by the number of the proposal."""
    pairs = (one.partition(":") for one in request.form.getlist("seen"))
    return {int(number): mark_ for number, _colon, mark_ in pairs if number.isascii() and number.isdecimal()}


def _labels(number: int | None) -> tuple[Label, ...]:
    return tuple(labels.chosen([number])) if number else ()


def _page(form: HandleForm, refused: dict[int, str] | None = None) -> str:
    show = request.args.get("show", "")
    show = show if show in SHOW else WAITING
    narrowed = _known(
        {name: request.args.get(name, "")[:100] for name in ("area", "district", "channel", "q")}
    )
    cursor = request.args.get("page")
    if show == WAITING:
        page = queries.waiting(_in_sight(), narrowed, cursor)
    elif show == UNASSIGNED:
        page = queries.without_department(_in_sight(), narrowed, cursor)
    else:
        page = queries.found_to_be(show, _in_sight(), narrowed, cursor)
    found = [one for one in page.items if may_see(current_actor(), one)]
    form.back.data = request.full_path.rstrip("?") if request.method == "GET" else form.back.data
    return render_template(
        "triage/index.html", show=show, rows=_rows(found, show), form=form, refused=refused or {},
        tabs=_tabs(show), selects=_selects(narrowed), q=narrowed["q"],
        chosen={name: value for name, value in narrowed.items() if value and name != "q"},
        templates={one.id: one.text for one in form.templates},
        used_for={one.id: one.used_for for one in form.templates},
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip


def _rows(found: list[Proposal], show: str) -> list[dict[str, Any]]:
    numbers = [one.id for one in found]
    alike, unusual = queries.signs(numbers)
    stuck = queries.labels_of(numbers, public_only=False)
    sortings = queries.last_sortings(numbers) if show not in (WAITING, UNASSIGNED) else {}
    return [
        {
            "proposal": one, "area": term_name("area", one.area), "district": term_name("district", one.district),
            "department": local_name(one.lead_department.names) if one.lead_department else "",
            "author": one.proposer.shown_name if one.proposer else "", "channel": CHANNELS.get(one.channel, ""),
            "alike": alike.get(one.id, 0), "unusual": one.id in unusual, "personal": bool(found_in(one.text)),
            "labels": [local_name(label.names, label.key) for label in stuck[one.id]],
            "sorting": sortings.get(one.id), "seen": mark(bulk.shown(one)),
        }
        for one in found
    ]  # fmt: skip


def _in_sight() -> ColumnElement[bool]:
    """Hidden proposals are in the list for those who may see them; who sorts mostly may."""
    return true() if can("proposal:see_hidden") else Proposal.hidden_at.is_(None)


def _known(narrowed: dict[str, str]) -> dict[str, str]:
    """What the list is narrowed down to, as far as this site has it."""
    known = {"area": {"none", *areas()}, "district": {"none", *districts()}, "channel": set(CHANNELS)}
    return {
        name: value if name == "q" or value in known[name] else "" for name, value in narrowed.items()
    }  # fmt: skip


def _tabs(show: str) -> list[dict[str, Any]]:
    names = {WAITING: _("To be sorted"), UNASSIGNED: _("Without a department")}
    totals = dict(zip(names, queries.how_many_wait(_in_sight()), strict=True))
    return [
        {
            "label": names.get(key) or FOUND_NAMES[key],
            "url": url_for(".index", show=None if key == WAITING else key),
            "current": key == show,
            "total": totals.get(key),
        }
        for key in SHOW
    ]


def _selects(narrowed: dict[str, str]) -> list[dict[str, Any]]:
    every, none = ("", _("All")), ("none", _("Not given"))
    menus = [
        ("area", _("Area"), [none, *((key, local_name(names, key)) for key, names in areas().items())]),
        ("district", _("District"), [none, *((key, local_name(names, key)) for key, names in districts().items())]),
        ("channel", _("Came in"), list(CHANNELS.items())),
    ]  # fmt: skip
    return [
        {"name": name, "label": label, "value": narrowed[name], "options": [every, *options]}
        for name, label, options in menus if len(options) > 1
    ]  # fmt: skip
