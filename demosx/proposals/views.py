"""The list of proposals, and filing, changing and hiding one."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.errors import InvalidInput, NotAllowed
from ..core.i18n import language, local_name
from ..core.paging import page_url
from ..core.permissions import current_actor, needs, public, require, signed_in
from ..core.settings import site
from ..core.text import clean
from ..journey.labels import stage_label
from ..journey.queries import standing
from ..journey.rules import current_versions, process_of
from ..journey.travel import StageClosed, moment
from ..people.queries import departments
from ..process.definition import Process
from ..process.words import pick
from . import own_duties, queries, services
from .cards import cards
from .errors import EditedMeanwhile, NotOpenedByYou
from .forms import EditForm, HideForm, ProposalForm, filters_from
from .listing import filter_selects, sort_tabs
from .models import Proposal

bp = Blueprint("proposals", __name__)


@bp.get("/proposals")
@public
def index() -> str:
    """The list: narrowed, searched, sorted, a page at a time."""
    processes = [process_of(version.id) for version in current_versions().values()]
    stages = {key: stage_label(process, key) for process in processes for key in process.stages}
    offices = {office.id: local_name(office.names, office.key) for office in departments()}
    filters, sort = filters_from(request.args, set(stages), set(offices))
    page = queries.listed(filters, sort, request.args.get("page"))
    return render_template(
        "proposals/index.html",
        cards=cards(page.items),
        filters=filters,
        sort=sort,
        tabs=sort_tabs(sort),
        selects=filter_selects(filters, stages, offices),
        next_url=page_url(page.next),
        previous_url=page_url(page.previous),
    )


@bp.get("/proposals/new")
@signed_in
def new() -> str:
    """The form for a proposal."""
    process = _process(request.args.get("process", ""))
    return _new_page(_form(process), process)


@bp.post("/proposals/new")
@signed_in
def file() -> ResponseReturnValue:
    """File a proposal."""
    process = _process(request.form.get("process_key", ""))
    form = _form(process)
    if not form.validate_on_submit():
        return _new_page(form, process), 422
    office = form.department_id.data if "department_id" in form else None
    proposal = services.propose(
        form.text("title"), form.text("body"), actor=current_actor(), process_key=process.key,
        area=form.text("area"), district=form.text("district"), place=form.text("place"), department_id=office,
    )  # fmt: skip
    flash(
        _("Your proposal was received. Its receipt number is %(number)s.", number=proposal.number), "success"
    )
    return redirect(url_for(".show", id=proposal.id))


@bp.get("/proposals/<int:id>/edit")
@needs("proposal:edit_own")
def edit_form(id: int) -> str:
    """The form for changing the text."""
    proposal = _own(id)
    if "edit" not in standing(proposal).allowed():
        raise StageClosed()
    form = EditForm(formdata=None, obj=proposal, body=proposal.text)
    return render_template("proposals/edit.html", form=form, proposal=proposal, theirs=None)


@bp.post("/proposals/<int:id>/edit")
@needs("proposal:edit_own")
def edit(id: int) -> ResponseReturnValue:
    """Change the text; where somebody else has changed it meanwhile, show both."""
    proposal = _own(id)
    form = EditForm()
    if not form.validate_on_submit():
        return render_template("proposals/edit.html", form=form, proposal=proposal, theirs=None), 422
    try:
        services.edit(
            proposal, form.text("title"), form.text("body"), actor=current_actor(),
            revision=form.revision.data or 0, place=form.text("place"), area=form.text("area"),
            district=form.text("district"),
        )  # fmt: skip
    except EditedMeanwhile:
        return _both_texts(form, proposal)
    flash(_("Your changes are saved."), "success")
    return redirect(url_for(".show", id=id))


@bp.post("/proposals/<int:id>/press")
@needs("proposal:withdraw_own")
def press(id: int) -> ResponseReturnValue:
    """Press a button that the process gives to the proposer."""
    proposal = queries.visible(id, current_actor())
    require("proposal:withdraw_own", proposal)
    with moment(proposal, current_actor()) as journey:
        journey.press(request.form.get("rule", ""), {"reason": request.form.get("reason", "")})
    flash(_("Done."), "success")
    return redirect(url_for(".show", id=id))


@bp.post("/proposals/<int:id>/duties/<int:duty_id>")
@needs("proposal:withdraw_own")
def complete(id: int, duty_id: int) -> ResponseReturnValue:
    """Do what was asked of the proposer."""
    proposal = queries.visible(id, current_actor())
    require("proposal:withdraw_own", proposal)
    text, outcome = clean(request.form.get("done", "")), request.form.get("outcome", "")
    own_duties.complete(proposal, duty_id, text, outcome, current_actor())
    flash(_("Thank you. Those who work on it are told."), "success")
    return redirect(url_for(".show", id=id))


@bp.post("/proposals/<int:id>/hide")
@needs("proposal:hide")
def hide(id: int) -> ResponseReturnValue:
    """Take a proposal out of sight."""
    proposal = queries.visible(id, current_actor())
    require("proposal:hide", proposal)
    form = HideForm()
    if not form.validate_on_submit():
        raise InvalidInput(_("Please say why it is hidden."))
    services.hide(proposal, form.text("reason"), current_actor())
    flash(_("The proposal is hidden."), "success")
    return redirect(url_for(".show", id=id))


@bp.post("/proposals/<int:id>/show")
@needs("proposal:hide")
def show_again(id: int) -> ResponseReturnValue:
    """Put a hidden proposal back in sight."""
    proposal = queries.visible(id, current_actor())
    require("proposal:hide", proposal)
    services.show(proposal, current_actor())
    flash(_("The proposal is shown again."), "success")
    return redirect(url_for(".show", id=id))


def _own(id: int) -> Proposal:
    proposal = queries.visible(id, current_actor())
    require("proposal:edit_own", proposal)
    return proposal


def _openable() -> list[Process]:
    """The processes that this person may open, the citizens' first."""
    actor = current_actor()
    every = [process_of(version.id) for version in current_versions().values()]
    mine = [process for process in every if set(process.opened_by) & actor.roles]
    return sorted(mine, key=lambda process: services.origin_of(process) != "citizen")


def _process(key: str) -> Process:
    """The process that is asked for, or the first that this person may open."""
    process = next((process for process in _openable() if key in ("", process.key)), None)
    if process is None:
        missing = NotAllowed(_("Please confirm your e-mail address first."))
        raise NotOpenedByYou() if current_actor().confirmed else missing
    citizens = services.origin_of(process) == "citizen"
    require("proposal:create" if citizens else "proposal:create_agency")
    return process


def _form(process: Process) -> ProposalForm:
    offices = None
    if services.origin_of(process) == "agency":
        own = current_actor().departments("officer")
        offices = [(x.id, local_name(x.names, x.key)) for x in departments() if not own or x.id in own]
    return ProposalForm(departments=offices, data={"process_key": process.key})


def _new_page(form: ProposalForm, process: Process) -> str:
    agency = services.origin_of(process) == "agency"
    others = [other for other in _openable() if other.key != process.key]
    links = [
        {
            "url": url_for(".new", process=other.key),
            "label": pick(other.name, (language(), *site().languages)),
        }
        for other in others
    ]
    return render_template("proposals/new.html", form=form, agency=agency, links=links)


def _both_texts(form: EditForm, proposal: Proposal) -> ResponseReturnValue:
    theirs = [(_("Title"), proposal.title), (_("Text"), proposal.text)]
    form.revision.raw_data, form.revision.data = None, proposal.revision
    page = render_template("proposals/edit.html", form=form, proposal=proposal, theirs=theirs)
    return make_response(page, 409)
