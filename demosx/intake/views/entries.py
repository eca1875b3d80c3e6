"""What was entered: the list, one entry to correct or remove, and the list as a file without names."""

from datetime import timedelta
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from ...core.csv_files import csv_file
from ...core.errors import ChangedMeanwhile, InvalidInput, NotFound
from ...core.i18n import moment
from ...core.paging import page_url
from ...core.permissions import WHOLE_SITE, Actor, book, can, current_actor, needs
from ...core.settings import site
from ...core.terms import term_name
from ...core.web import row_number, writes
from ...opinions.models import Opinion
from ...opinions.moderation import MODERATE
from ...people.queries import nicknames
from ...people.reasons import looking
from ...proposals.access import SEE_HIDDEN, may_see
from ...proposals.models import Proposal
from .. import choosing, correcting, queries
from ..access import ENTER, MANAGE, may, require_at
from ..forms import CorrectForm, RemoveForm
from ..models import CHANNELS, KINDS, Entry, EntryPerson
from ..words import CHANNEL_NAMES, KIND_NAMES, group_name, out_of_sight
from . import bp

MOST_IN_FILE = 20_000


@bp.get("/entries")
@needs(ENTER)
def entries() -> str:
    """The list, the newest first: of those events at which the reader may look after entries, else one's own."""
    chosen, within = _chosen(), _within(current_actor())
    page = queries.entries(chosen, request.args.get("page"), within=within)
    return render_template(
        "intake/entries.html", rows=_rows(page.items), chosen=chosen, events=_events(chosen),
        channels=CHANNEL_NAMES, kinds=KIND_NAMES, next_url=page_url(page.next), previous_url=page_url(page.previous),
        may_export=may(current_actor(), MANAGE, queries.event(chosen.event_id)),
    )  # fmt: skip


@bp.get("/entries.csv")
@needs(MANAGE)
def entries_file() -> Response:
    """The same as a file: without names, contacts and codes."""
    chosen = _chosen()
    require_at(MANAGE, queries.event(chosen.event_id))
    rows = _rows(queries.entries(chosen, size=MOST_IN_FILE).items)
    head = [_("Entry"), _("Event"), _("How it came"), _("What is it?"), _("Receipt number"), _("Title"),
            _("Person's number"), _("Group"), _("District"), _("Entered"), _("By"), _("State")]  # fmt: skip
    return csv_file("entries", head, [
        [row["id"], row["event"], row["channel"], row["kind"], row["number"], row["title"], row["person"], row["group"],
         row["district"], row["entered_at"].astimezone(site().zone).strftime("%Y-%m-%d %H:%M"), row["by"], row["state"]]
        for row in rows
    ])  # fmt: skip


@bp.get("/entries/<int:id>")
@needs(ENTER)
@writes
def entry(id: int) -> ResponseReturnValue:
    """One entry, to correct. Whose it is are personal data: each look at them is logged."""
    found = _found(id)
    if found[-1] is not None and _readable(found[1], found[2]):
        looking("offline")
    return _page(*found)


@bp.post("/entries/<int:id>")
@needs(ENTER)
def correct(id: int) -> ResponseReturnValue:
    """Put an entry right."""
    found, proposal, opinion, person = _found(id)
    if not _readable(proposal, opinion):
        raise NotFound()
    form = CorrectForm()
    if not form.validate_on_submit():
        return _page(found, proposal, opinion, person, form), 422
    wanted = correcting.Corrected(
        text=form.text("body"), title=form.text("title"), person=form.text("person"), group=form.group.data or "",
        district=form.district.data or "", name=form.text("name"), contact=form.text("contact"), note=form.text("note"),
    )  # fmt: skip
    try:
        correcting.correct(
            found, proposal, opinion, wanted, actor=current_actor(), revision=form.revision.data or 0
        )
    except ChangedMeanwhile:
        return _both(found, proposal, opinion, person, form)
    except InvalidInput as refusal:
        form.body.errors = [str(refusal)]
        return _page(found, proposal, opinion, person, form), 422
    flash(_("Corrected."), "success")
    return redirect(url_for(".entry", id=id))


@bp.post("/entries/<int:id>/remove")
@needs(MANAGE)
def remove(id: int) -> ResponseReturnValue:
    """Take an entry out of sight, with a reason."""
    found, proposal, opinion, _person = _found(id)
    require_at(MANAGE, queries.event(found.event_id))
    form = RemoveForm()
    if not form.validate_on_submit():
        raise InvalidInput(_("Please say why it is removed."))
    correcting.remove(found, proposal, opinion, form.text("reason"), actor=current_actor())
    flash(_("Removed. It counts no more; the history keeps why."), "success")
    return redirect(url_for(".entry", id=id))


def _found(id: int) -> tuple[Entry, Proposal, Opinion | None, EntryPerson | None]:
    """An entry that this person may correct: one's own, or where one looks after entries."""
    found = queries.entry(id)
    if found is None:
        raise NotFound()
    actor = current_actor()
    if found[0].entered_by != actor.id and not may(actor, MANAGE, queries.event(found[0].event_id)):
        raise NotFound()
    return found


def _within(actor: Actor) -> ColumnElement[bool] | None:
    if may(actor, MANAGE, None):
        return None
    mine = queries.typed_by(actor.id or 0)
    return mine | queries.at_events([one.id for one in choosing.offered(actor, MANAGE)])


def _chosen() -> queries.Chosen:
    channel, kind = request.args.get("channel", ""), request.args.get("kind", "")
    return queries.Chosen(
        event_id=request.args.get("event", type=row_number), channel=channel if channel in CHANNELS else "",
        kind=kind if kind in KINDS else "",
        entered_by=current_actor().id if request.args.get("whose") == "mine" else None,
    )  # fmt: skip


def _events(chosen: queries.Chosen) -> list[tuple[str, str]]:
    return choosing.named(choosing.offered(current_actor(), also=queries.event(chosen.event_id)))


def _rows(found: Any) -> list[dict[str, Any]]:
    """The rows of the list. Four queries, however many there are."""
    proposals, opinions = queries.became(found)
    names = nicknames({one.entered_by for one in found if one.entered_by})
    titles = queries.event_titles({one.event_id for one in found if one.event_id})
    everything = book().held(current_actor().within(WHOLE_SITE), SEE_HIDDEN)

    def title(proposal: Proposal) -> str:
        public = proposal.hidden_at is None and proposal.audience != "staff"
        return proposal.title if public or everything else out_of_sight()

    return [
        {
            "id": one.id, "event": titles.get(one.event_id or 0, ""), "channel": CHANNEL_NAMES[one.channel],
            "kind": KIND_NAMES[one.kind], "number": proposals[one.proposal_id].number,
            "title": title(proposals[one.proposal_id]), "person": one.person, "group": group_name(one.group),
            "district": term_name("district", one.district), "entered_at": one.entered_at,
            "by": names.get(one.entered_by or 0, ""), "url": url_for(".entry", id=one.id),
            "text": _text(opinions.get(one.opinion_id or 0)),
            "state": state(one, proposals[one.proposal_id], opinions.get(one.opinion_id or 0)),
        }
        for one in found
    ]  # fmt: skip


def _text(opinion: Opinion | None) -> str:
    """What was said, in a list: nothing of what is out of sight."""
    return opinion.text if opinion is not None and opinion.visible else ""


def _readable(proposal: Proposal, opinion: Opinion | None) -> bool:
    """Whether the reader may see what an entry became: not helpers, once it is out of sight."""
    if not may_see(current_actor(), proposal):
        return False
    return opinion is None or opinion.visible or can(MODERATE, proposal)


def state(entry: Entry, proposal: Proposal, opinion: Opinion | None) -> str:
    """What has become of an entry, in words; empty where nothing has."""
    hidden = opinion.visible is False if opinion is not None else proposal.hidden_at is not None
    if hidden:
        return _("Out of sight")
    return _("Taken over by the person") if entry.claimed_at is not None else ""


def _page(
    found: Entry, proposal: Proposal, opinion: Opinion | None, person: EntryPerson | None,
    form: CorrectForm | None = None, theirs: list[tuple[str, str]] | None = None,
) -> str:  # fmt: skip
    readable = _readable(proposal, opinion)
    if form is None:
        form = CorrectForm(formdata=None, data={} if not readable else {
            "title": proposal.title, "body": opinion.text if opinion else proposal.text,
            "district": found.district or "",
            "group": found.group or "", "person": found.person, "revision": found.revision,
            **({"name": person.name, "contact": person.contact, "note": person.note} if person else {}),
        })  # fmt: skip
    event = queries.event(found.event_id)
    by = nicknames({found.entered_by}) if found.entered_by else {}
    return render_template(
        "intake/entry.html", entry=found, proposal=proposal, opinion=opinion, person=person, event=event, form=form,
        readable=readable,
        channel=CHANNEL_NAMES[found.channel], kind=KIND_NAMES[found.kind], by=by.get(found.entered_by or 0, ""),
        title=proposal.title if may_see(current_actor(), proposal) else out_of_sight(),
        state=state(found, proposal, opinion), theirs=theirs, may_remove=may(current_actor(), MANAGE, event),
        until=found.entered_at + timedelta(days=site().intake.claim_days), said=moment(found.written_at),
    )  # fmt: skip


def _both(
    found: Entry, proposal: Proposal, opinion: Opinion | None, person: EntryPerson | None, form: CorrectForm
) -> ResponseReturnValue:
    """Somebody was faster: what is saved now, above what was typed."""
    theirs = [(_("Title"), proposal.title), (_("What they say"), opinion.text if opinion else proposal.text)]
    form.revision.raw_data, form.revision.data = None, found.revision
    return make_response(_page(found, proposal, opinion, person, form, theirs), 409)
