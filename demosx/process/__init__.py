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
from .changing import apply_version, obstacles
from .check import check, examine, load
from .clock_acts import extend, hand_over, pause, resume
from .clocks import Pause
from .conditions import Condition, parse_condition, shortfall
from .definition import Duty, Freeze, Process, Rule, Stage, duty_names
from .engine import Step, advance, begin, react
from .events import Event
from .explained import Meaning
from .kinds import FactType, Kind, Value
from .lengths import Length, last_day, parse_length
from .merging import going_over, merge_away, take_over
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
    "Freeze",
    "Kind",
    "Length",
    "Meaning",
    "NotPossible",
    "Pause",
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
    "apply_version",
    "begin",
    "buttons",
    "check",
    "complete",
    "decide",
    "describe",
    "duty_names",
    "examine",
    "extend",
    "force_end",
    "force_move",
    "going_over",
    "hand_over",
    "last_day",
    "load",
    "merge_away",
    "next_due",
    "obstacles",
    "open_stage",
    "parse_condition",
    "parse_length",
    "pause",
    "period",
    "press",
    "react",
    "reopen",
    "resume",
    "shortfall",
    "started",
    "take_over",
    "withdraw_duty",
]
