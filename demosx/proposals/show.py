"""One proposal: what it says, where it is, what comes next, who owes what, and what has happened."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from ..core.i18n import local_name
from ..core.permissions import Actor, can, current_actor, public
from ..journey.labels import rule_label, target_label
from ..journey.line import as_drawn, journey_line
from ..journey.queries import Standing, prospects, standing
from ..journey.resting import why_closed
from ..process.definition import Rule
from . import access, additions, cards, history, owed, parts, queries, versions, writing_queries
from .by_rules import by_rules
from .errors import TextFixed
from .models import Proposal
from .views import bp
from .words import what_next, word


@bp.get("/proposals/<int:id>")
@public
def show(id: int) -> str:
    """The page of a proposal."""
    actor = current_actor()
    proposal = queries.visible(id, actor)
    here = standing(proposal)
    found = writing_queries.around(here)
    own = access.proposes(actor, proposal)
    fixed = versions.is_fixed(proposal, here.stage) and "edit" in here.allowed()
    nexts = prospects(here)
    sentences = [what_next(prospect, here) for prospect in nexts]
    coming: dict[str, Any] = {
        "next_sentences": sentences,
        "threshold": next((prospect.wanted for prospect in nexts if prospect.fact == "supports"), None),
        "days_left": cards.days_left(proposal),
        "closed_because": why_closed(here.process, here.state, here.now),
    }
    office = proposal.lead_department or proposal.department
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        here=here,
        card=cards.card(proposal),
        author=author_name(proposal),
        department=local_name(office.names) if office else "",
        telephone=office.telephone if office else "",
        line=_line(here, sentences),
        rules=by_rules(here),
        present=parts.present_stage(here, actor, **coming),
        kept_back=not access.may_see_stage(actor, proposal, here.stage),
        former=parts.former_stages(here, actor),
        sections=parts.sections(here, actor),
        duties=owed.rows(here),
        story=history.timeline(proposal, here.story),
        buttons=_buttons(here, actor),
        may_edit="edit" in here.allowed() and not fixed and can("proposal:edit_own", proposal),
        text_fixed=str(TextFixed(count=versions.fixed_at(here.stage))) if fixed else "",
        additions=additions.shown(here, actor),
        together=[one.account.shown_name for one in found.joined],
        own=own and proposal.origin == "citizen",
        mine=access.is_proposer(actor, proposal),
        **coming,
    )


def author_name(proposal: Proposal) -> str:
    """Who proposes: a nickname, or the department of the city's proposal. Empty where nobody is known."""
    if proposal.origin == "agency" and proposal.department is not None:
        return local_name(proposal.department.names)
    return proposal.proposer.shown_name if proposal.proposer is not None else ""


def _line(here: Standing, next_sentences: list[str]) -> list[dict[str, Any]]:
    """The drawn line of stages; the present one says what it takes to go on."""
    note = next_sentences[0] if next_sentences and not here.state.ended else ""
    return as_drawn(journey_line(here), _("or instead"), note)


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
        "last": here.visit.ends_on if rule.when is not None and "period_over" in rule.when.reads else None,
        "needs": [(name, word(here.process, name)) for name in rule.needs],
        "action": url_for("proposals.press", id=here.proposal.id),
        "final": rule.action == "end",
    }


def _consequence(rule: Rule, here: Standing) -> str:
    """What pressing the button will do, as a question."""
    target = target_label(here.process, rule)
    if rule.action == "end":
        ends = _("The proposal ends as “%(end)s”. This cannot be taken back. Do you want that?", end=target)
        others = writing_queries.around(here).joined
        return " ".join((_("It ends for those who propose it with you, too."), ends)) if others else ends
    if rule.action == "move":
        return _("The proposal moves on to “%(stage)s”. Do you want that?", stage=target)
    return _("This will be done: %(what)s. Do you want that?", what=target)
