"""The board: which proposals are in which stage."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from ...core.errors import NotFound
from ...core.i18n import local_name
from ...core.permissions import current_actor, needs
from ...core.terms import areas
from ...core.web import row_number
from ...duties.models import Duty
from ...duties.queries import open_of
from ...journey.labels import stage_label
from ...people.queries import departments
from ...proposals.cards import card
from ...proposals.models import Proposal
from ..queries import board as queries
from ..queries.board import Column, Narrowing
from ..words import office_names, process_name, when_due
from . import bp


@bp.get("/board")
@needs("desk:see")
def board() -> str:
    """Every stage of every process with the proposals that are in it."""
    offices = office_names(departments())
    narrowing = _narrowing(offices)
    everything = queries.columns()
    processes = {c.process.key: process_name(c.process) for c in everything if c.present}
    columns = queries.filled(current_actor(), everything, narrowing)
    owed = open_of(queries.ids_of(columns))
    return render_template(
        "desk/board.html",
        processes=_by_process([_shown(column, owed, narrowing) for column in columns]),
        selects=_selects(narrowing, processes, offices),
    )


@bp.get("/board/<process>/<stage>")
@needs("desk:see")
def board_stage(process: str, stage: str) -> str:
    """One stage, a page at a time."""
    column = next((c for c in queries.columns() if (c.process.key, c.stage.key) == (process, stage)), None)
    if column is None:
        raise NotFound()
    narrowing = _narrowing(office_names(departments()))
    endless = request.args.get("day") != "set"
    page = queries.in_stage(current_actor(), column, narrowing, endless, request.args.get("page"))
    owed = open_of([proposal.id for proposal in page.items])
    kept = {**_kept(narrowing), "day": None if endless else "set"}

    def link(**more: Any) -> str:
        return url_for("desk.board_stage", process=process, stage=stage, **{**kept, **more})

    return render_template(
        "desk/board_stage.html",
        name=stage_label(column.process, stage),
        process_name=process_name(column.process),
        tabs=[
            {"label": _("Without a last day"), "url": link(day=None), "current": endless},
            {"label": _("With a last day"), "url": link(day="set"), "current": not endless},
        ],
        cards=[_card(proposal, owed[proposal.id]) for proposal in page.items],
        next_url=link(page=page.next) if page.next else None,
        previous_url=link(page=page.previous) if page.previous else None,
    )


def _narrowing(offices: dict[int, str]) -> Narrowing:
    area, department = request.args.get("area", ""), request.args.get("department", type=row_number)
    return Narrowing(
        process=request.args.get("process", "")[:60],
        area=area if area in areas() else "",
        department_id=department if department in offices else None,
    )


def _kept(narrowing: Narrowing) -> dict[str, Any]:
    return {"area": narrowing.area or None, "department": narrowing.department_id}


def _shown(column: Column, owed: dict[int, list[Duty]], narrowing: Narrowing) -> dict[str, Any]:
    last = column.proposals[0].closes_on if column.proposals else None
    address: dict[str, Any] = {"process": column.process.key, "stage": column.stage.key}
    return {
        "process": process_name(column.process),
        "name": stage_label(column.process, column.stage.key),
        "kind": column.stage.kind,
        "url": url_for("desk.board_stage", **address, day="set" if last else None, **_kept(narrowing)),
        "cards": [_card(proposal, owed[proposal.id]) for proposal in column.proposals],
        "opened_by_people": bool(column.stage.opened_by),
        "more": column.more,
    }


def _card(proposal: Proposal, duties: list[Duty]) -> dict[str, Any]:
    shown = card(proposal)
    late = [when_due(duty)["days_left"] for duty in duties if when_due(duty)["state"] == "late"]
    return {
        **shown,
        "url": url_for("desk.proposal", id=proposal.id),
        "overdue": bool(late),
        "late": -min(late) if late else 0,
        "hidden": proposal.hidden_at is not None,
        "receipt": proposal.number,
    }


def _by_process(columns: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for column in columns:
        found.setdefault(column["process"], []).append(column)
    return list(found.items())


def _selects(
    narrowing: Narrowing, processes: dict[str, str], offices: dict[int, str]
) -> list[dict[str, Any]]:
    named = {key: local_name(names, key) for key, names in areas().items()}
    rows = [
        ("process", _("Process"), narrowing.process, processes),
        ("area", _("Area"), narrowing.area, named),
        (
            "department",
            _("Department"),
            str(narrowing.department_id or ""),
            {str(k): v for k, v in offices.items()},
        ),
    ]
    return [
        {"name": name, "label": label, "value": value, "options": [("", _("All")), *options.items()]}
        for name, label, value, options in rows
        if len(options) > 1
    ]
