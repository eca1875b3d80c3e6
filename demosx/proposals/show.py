"""One proposal: what it says, where it is, what comes next, who owes what, and what has happened."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from ..core import clock
from ..core.i18n import local_day, local_name
from ..core.permissions import Actor, can, current_actor, public
from ..core.settings import site
from ..duties.models import Duty
from ..duties.services import days_late
from ..journey.labels import duty_label, rule_label, target_label
from ..journey.line import as_drawn, journey_line
from ..journey.queries import Standing, prospects, standing
from ..process.definition import Rule
from . import access, cards, history, parts, queries
from .models import Proposal
from .views import bp
from .words import people_names, what_next, word


@bp.get("/proposals/<int:id>")
@public
def show(id: int) -> str:
    """The page of a proposal."""
    actor = current_actor()
    proposal = queries.visible(id, actor)
    here = standing(proposal)
    nexts = prospects(here)
    sentences = [what_next(prospect, here) for prospect in nexts]
    coming: dict[str, Any] = {
        "next_sentences": sentences,
        "threshold": next((prospect.wanted for prospect in nexts if prospect.fact == "supports"), None),
        "days_left": cards.days_left(proposal),
    }
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        here=here,
        card=cards.card(proposal),
        author=author_name(proposal),
        department=local_name(proposal.lead_department.names) if proposal.lead_department else "",
        line=_line(here, sentences),
        present=parts.present_stage(here, actor, **coming),
        former=parts.former_stages(here, actor),
        sections=parts.sections(here, actor),
        duties=[_duty(duty, here) for duty in here.duties if _shown(duty)],
        story=history.timeline(proposal, here.story),
        buttons=_buttons(here, actor),
        may_edit="edit" in here.allowed() and can("proposal:edit_own", proposal),
        mine=access.is_proposer(actor, proposal),
        **coming,
    )


def author_name(proposal: Proposal) -> str:
    """Who proposes: a nickname, or the department of the city's proposal. Empty where nobody is known."""
    if proposal.origin == "agency" and proposal.department is not None:
        return local_name(proposal.department.names)
    return proposal.proposer.nickname if proposal.proposer is not None else ""


def _line(here: Standing, next_sentences: list[str]) -> list[dict[str, Any]]:
    """The drawn line of stages; the present one says what it takes to go on."""
    note = next_sentences[0] if next_sentences and not here.state.ended else ""
    return as_drawn(journey_line(here), _("or instead"), note)


def _shown(duty: Duty) -> bool:
    """Duties that left with their stage are told by the line of stages."""
    return duty.public and duty.closed_as in (None, "done", "withdrawn")


def _duty(duty: Duty, here: Standing) -> dict[str, Any]:
    """Who owes what, as `ui/journey.html` shows it."""
    proposal, today = here.proposal, clock.today(site().zone)
    lead = proposal.lead_department
    owner = people_names(here.process, duty.owners)
    if duty.department_id is not None and lead is not None and lead.id == duty.department_id:
        owner = local_name(lead.names)
    row: dict[str, Any] = {
        "name": duty_label(here.process, duty.name),
        "department": owner,
        "due": duty.due_on,
    }
    if duty.closed_at is not None:
        outcome = word(here.process, duty.outcome) if duty.outcome and duty.outcome != "done" else ""
        state = "withdrawn" if duty.closed_as == "withdrawn" else "done"
        return {**row, "state": state, "outcome": outcome, "closed": local_day(duty.closed_at)}
    if duty.due_on is None:
        return row
    late = days_late(duty, today)
    return {**row, "state": "late" if late else "open", "days_left": (duty.due_on - today).days}


def _buttons(here: Standing, actor: Actor) -> list[dict[str, Any]]:
    """The buttons that the process gives to the proposer; those of the staff are on their desk."""
    if here.state.ended or not access.is_proposer(actor, here.proposal):
        return []
    return [_button(rule, here) for rule in here.buttons(actor) if "proposer" in rule.by]


def _button(rule: Rule, here: Standing) -> dict[str, Any]:
    return {
        "rule": rule.key,
        "label": rule_label(here.process, rule),
        "question": _consequence(rule, here),
        "needs": [(name, word(here.process, name)) for name in rule.needs],
        "action": url_for("proposals.press", id=here.proposal.id),
        "final": rule.action == "end",
    }


def _consequence(rule: Rule, here: Standing) -> str:
    """What pressing the button will do, as a question."""
    target = target_label(here.process, rule)
    if rule.action == "end":
        return _("The proposal ends as “%(end)s”. This cannot be taken back. Do you want that?", end=target)
    if rule.action == "move":
        return _("The proposal moves on to “%(stage)s”. Do you want that?", stage=target)
    return _("This will be done: %(what)s. Do you want that?", what=target)
