"""What pages show of a review: the public one and the staff's."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from ...core.i18n import language, local_name
from ...core.permissions import can, current_actor
from ...core.seen import mark
from ...documents.queries import documents_of, missing_parts
from ...documents.words import PART_NAMES
from ...journey.resting import rest_of
from ...people.queries import departments
from ...plugins import Stop
from ...proposals.words import people_names
from . import queries
from .forms import DecisionForm, DepartmentsForm, RecusalForm, RoundForm
from .models import ReviewVote
from .services import RESTART


def public_view(stop: Stop) -> Mapping[str, Any]:
    """The agenda item, who decides and how, and what a panel has decided with its reasons. One query for all reviews of
    a page."""
    decision = decision_of(stop)
    together = queries.votes_together(stop.stage)
    writes = "agenda" in writes_here(stop)
    # Where several stages gather a dossier it stands in the first of them that is shown on a page.
    stands_here = writes and stop.shared.setdefault("item_stands_at", stop.visit.id) == stop.visit.id
    votes = outcome(stop).votes.get(stop.visit.id, []) if decision and together else []
    return {
        "item": outcome(stop).item if stands_here else None,
        "owners": people_names(stop.process, stop.stage.owner),
        "together": together,
        "rule": how_it_stands(stop) if together else "",
        "decision": word(stop, decision) if decision else "",
        "results": results(stop, votes),
    }


def outcome(stop: Stop) -> queries.Outcome:
    """What the reviews of the proposal have come to, loaded for the first of them on a page."""
    if "reviews" not in stop.shared:
        stop.shared["reviews"] = queries.outcome_of(stop.proposal.id)
    found: queries.Outcome = stop.shared["reviews"]
    return found


def desk_view(stop: Stop) -> Mapping[str, Any]:
    """The same for staff, with the forms of the review."""
    actor, proposal = current_actor(), stop.proposal
    panel = queries.panel_of(stop)
    documents = documents_of(proposal.id, published_only=False)
    options: Any = stop.stage.options
    mine = next((vote for vote in panel.counted if vote.account_id == actor.id), None)
    return {
        **public_view(stop),
        "proposal": proposal,
        "item": queries.item_of(proposal.id),
        "panel": panel,
        "mine": mine,
        "rest": rest_of(stop),
        "running": stop.current and not proposal.ended and not rest_of(stop),
        "decided_round": panel.decided_round == panel.round,
        "may_decide": stop.current
        and not proposal.ended
        and not rest_of(stop)
        and can("review:decide", proposal),
        "stands_aside": actor.id in panel.recused,
        "decision_form": DecisionForm(
            formdata=None, choice=mine.choice if mine else None, reasons=mine.reasons if mine else ""
        ).offering(choices(stop)),
        "recusal_form": RecusalForm(formdata=None),
        "may_restart": panel.restartable and can(RESTART, proposal) and actor.id not in panel.recused,
        "may_go_on": panel.restartable and not panel.waiting and actor.id in panel.members - panel.recused,
        "round_form": RoundForm(formdata=None),
        "may_write": can("agenda:write", proposal),
        "dossier": options.dossier,
        "documents": documents,
        "missing": [PART_NAMES[part] for part in missing_parts(documents)],
        "may_document": can("document:write", proposal),
    }


def departments_form(proposal: Any) -> DepartmentsForm:
    """The form that says which departments work on a proposal, as it is now. Two queries."""
    lead = proposal.lead_department_id
    helping = [str(number) for number in queries.assisting(proposal.id)]
    seen = mark(queries.offices_shown(proposal))
    form = DepartmentsForm(formdata=None, lead=str(lead) if lead else "", assist=helping, seen=seen)
    return form.offering(offices())


def offices() -> list[tuple[str, str]]:
    """The departments to choose from: their numbers as text, and their names."""
    return [(str(office.id), local_name(office.names, office.key)) for office in departments()]


def choices(stop: Stop) -> list[tuple[str, str]]:
    """The decisions of a stage, with their names."""
    return [(key, word(stop, key)) for key in stop.stage.decides]


def word(stop: Stop, key: str) -> str:
    """What the process calls a decision."""
    return stop.process.words.text(key, language())


def decision_of(stop: Stop) -> str:
    """The latest decision of a visit; empty before there is one."""
    made = stop.proposal.memory.get("decisions", {}).get(stop.visit.stage)
    return str(made[0]) if made and made[2] == stop.visit.number else ""


def writes_here(stop: Stop) -> tuple[str, ...]:
    """What is written in a stage: the agenda item where its dossier is gathered, or in the first review."""
    options: Any = stop.stage.options
    reviews = [stage.key for stage in stop.process.stages.values() if stage.kind == "review"]
    gathering = [key for key in reviews if getattr(stop.process.stages[key].options, "dossier", False)]
    return ("agenda",) if stop.stage.key == (gathering or reviews)[0] or options.dossier else ()


def results(stop: Stop, votes: Sequence[ReviewVote]) -> list[dict[str, Any]]:
    """The votes of a round by choice, with the reasons and without names."""
    counted = queries.counts(tuple(votes))
    rows = []
    for key, name in choices(stop):
        reasons = [vote.reasons for vote in votes if vote.choice == key]
        rows.append({"key": key, "name": name, "count": counted.get(key, 0), "reasons": reasons})
    return rows if votes else []


def how_it_stands(stop: Stop) -> str:
    """The panel's rule in a sentence."""
    options: Any = stop.stage.options
    voting = _share(options.quorum) if options.quorum else _("more than half")
    winning = _share(options.majority) if options.majority else _("more than half")
    return _(
        "A decision stands when %(quorum)s of the members have voted and one choice has %(majority)s of their votes.",
        quorum=voting, majority=winning,
    )  # fmt: skip


def _share(share: Any) -> str:
    if share == 1:
        return _("all")
    return _("%(part)s/%(whole)s", part=share.numerator, whole=share.denominator)
