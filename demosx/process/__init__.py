"""The heart: what a process file says, and what its rules make of a proposal. Pure: no web, no database, no clock."""

from .acts import (
    NotPossible,
    complete,
    decide,
    force_end,
    force_move,
    open_stage,
    press,
    reopen,
    withdraw_duty,
)
from .calendars import Calendar
from .check import check, examine, load
from .conditions import Condition, parse_condition, shortfall
from .definition import Duty, Process, Rule, Stage, duty_names
from .engine import Step, advance, begin, react
from .events import Event
from .kinds import FactType, Kind, Value
from .lengths import Length, last_day, parse_length
from .outlook import Facts, all_facts, allowed, buttons, next_due, period, started
from .problems import Problem, ProcessErrors
from .state import Decision, DutyState, Ended, State, VisitState
from .vocabulary import Vocabulary
from .wording import describe
from .words import Words

__all__ = [
    "Calendar",
    "Condition",
    "Decision",
    "Duty",
    "DutyState",
    "Ended",
    "Event",
    "FactType",
    "Facts",
    "Kind",
    "Length",
    "NotPossible",
    "Problem",
    "Process",
    "ProcessErrors",
    "Rule",
    "Stage",
    "State",
    "Step",
    "Value",
    "VisitState",
    "Vocabulary",
    "Words",
    "advance",
    "all_facts",
    "allowed",
    "begin",
    "buttons",
    "check",
    "complete",
    "decide",
    "describe",
    "duty_names",
    "examine",
    "force_end",
    "force_move",
    "last_day",
    "load",
    "next_due",
    "open_stage",
    "parse_condition",
    "parse_length",
    "period",
    "press",
    "react",
    "reopen",
    "shortfall",
    "started",
    "withdraw_duty",
]
