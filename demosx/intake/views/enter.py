"""The fast screen: one card for one thing that one person says."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core import clock
from ...core.errors import DomainError
from ...core.permissions import current_actor, needs
from ...core.settings import site
from ...events.models import Event
from ...journey.queries import stage_name
from .. import choosing, queries, words
from ..access import ENTER, MANAGE, may, require_at
from ..entering import UNNUMBERED, Taken, enter
from ..forms import EntryForm
from ..who import note_of, typist
from . import bp

KEPT = ("event", "channel", "district", "kind")  # from one entry to the next


@bp.get("")
@needs(ENTER)
def screen() -> ResponseReturnValue:
    """An empty card, with what was chosen for the last one."""
    event = choosing.asked(request.args.get("event"))
    return page(_form(event), event)


@bp.post("")
@needs(ENTER)
def save() -> ResponseReturnValue:
    """Take an entry in: for a script as JSON, else as a page."""
    event = choosing.asked(request.form.get("event"))
    form = EntryForm(events=choosing.named(choosing.offered(current_actor(), also=event)))
    if not form.validate_on_submit():
        return _refused(form, event)
    require_at(ENTER, event)
    try:
        taken = enter(form.said(), actor=current_actor())
    except DomainError as refusal:
        form.blame(refusal)
        return _refused(form, event)
    note = _of_number(taken)
    if _script():
        return {"taken": taken.entry.id, "again": taken.again, "code": taken.code, "note": note}
    if note:
        flash(note, "warning")
    return _saved(form, taken)


@bp.get("/find")
@needs(ENTER)
def find() -> ResponseReturnValue:
    """Public proposals under way that fit a search, for the script: title, receipt number and stage."""
    found = queries.proposals_for(request.args.get("q", ""))
    return {"found": [{"number": one.number, "title": one.title, "stage": stage_name(one)} for one in found]}


def page(form: EntryForm, event: Event | None, found: list[dict[str, str]] | None = None) -> str:
    """The screen. It is the same for everybody but for the form's token and who types."""
    actor = current_actor()
    entries, people = queries.entered_at(event.id if event else None, clock.now().replace(hour=0, minute=0))
    return render_template(
        "intake/enter.html", form=form, event=event, me=typist(actor), entries=entries, people=people,
        may_manage=may(actor, MANAGE, event), near=_near(event), found=found, **told(),
    )  # fmt: skip


def told() -> dict[str, Any]:
    """What the screen says whoever looks: the words of consent, and whether there are groups and districts."""
    return {"consent": words.consent(), "groups": bool(site().groups), "mark": words.consent_mark()}


def _near(event: Event | None) -> list[dict[str, str]]:
    rows = queries.proposals_at(event.id) if event is not None else []
    return [{"number": one.number, "title": one.title} for one in rows]


def _form(event: Event | None) -> EntryForm:
    actor = current_actor()
    given = {name: request.args.get(name, "") for name in (*KEPT, "person", "group")}
    if event is not None and not given["channel"]:
        given["channel"] = words.CHANNEL_OF_EVENT[event.kind]
    given = {name: value for name, value in given.items() if value}
    shown = {"consent_words": words.consent_mark(), "who": note_of(actor.id or 0), **given}
    return EntryForm(formdata=None, events=choosing.named(choosing.offered(actor, also=event)), data=shown)


def _of_number(taken: Taken) -> str:
    """What to look at where a person's number comes from two hands; empty where it does not."""
    entry = taken.entry
    if taken.again or entry.event_id is None or entry.person.startswith(UNNUMBERED):
        return ""
    if not queries.numbered_elsewhere(entry):
        return ""
    return _(
        "Person's number %(number)s stands on a colleague's entry, in a spreadsheet or on another way in as well. Both "
        "count as one person. If they are two people, please correct the number under “Entries”.",
        number=entry.person,
    )


def _saved(form: EntryForm, taken: Taken) -> ResponseReturnValue:
    """On to the next card, which keeps what was chosen; the same person, if there is more to say."""
    if taken.code:
        flash(
            _("Saved. The code for their slip: %(code)s. Please write it down for them.", code=taken.code),
            "success",
        )
    else:
        flash(_("Saved."), "success")
    kept: dict[str, Any] = {name: form[name].data for name in KEPT if form[name].data}
    same: dict[str, Any] = {"person": taken.entry.person, "group": taken.entry.group}
    more = same if request.form.get("more") else {}
    return redirect(url_for(".screen", **kept, **more))


def _refused(form: EntryForm, event: Event | None) -> ResponseReturnValue:
    if _script():
        wrong = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
        answer = {"wrong": wrong, "message": " ".join(wrong.values()), "key": form.key.data}
        return make_response(answer, 422)
    return make_response(page(form, event), 422)


def _script() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
