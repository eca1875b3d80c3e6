"""What happens to proposals on the way: clocks that stop and run on, duties that go to others, proposals that merge."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from ..core.permissions import Actor
from ..desk import clock_services
from ..desk.clocks import Clock, clock_of
from ..desk.services import withdraw_duty
from ..duties.models import Duty
from ..duties.services import open_duties
from ..journey.queries import standing
from ..merging.offers import offer
from ..merging.services import merge
from ..process.lengths import Length
from ..proposals import own_duties
from .lawbook import weekday
from .telling import Telling

TURNS = Path(__file__).parent / "turns.toml"
Turn = Mapping[str, Any]
Act = Callable[[Telling, Turn, Actor], None]


def take_turns(told: Mapping[str, Telling]) -> None:
    """Let every turn of the file be taken in its story. `told`: the stories by their keys."""
    for turn in tomllib.loads(TURNS.read_text(encoding="utf-8"))["turns"]:
        telling = told[turn["story"]]
        day = weekday(telling.story.today - timedelta(days=turn["ago"]))
        act = TOGETHER[turn["does"]](told[turn["into"]]) if "into" in turn else DOES[turn["does"]]
        telling.plan(
            telling.story.at(day, turn["hour"]),
            lambda telling=telling, turn=turn, act=act: act(telling, turn, _who(telling, turn)),  # type: ignore[misc]
        )


def _who(telling: Telling, turn: Turn) -> Actor:
    return telling.lead_officer() if turn["by"] == "department" else telling.city.actor(turn["by"])


def _text(telling: Telling, turn: Turn) -> str:
    return telling.words(turn["text"])


def _owed(telling: Telling, turn: Turn) -> Duty | None:
    return next((duty for duty in open_duties(telling.proposal.id) if duty.name == turn["what"]), None)


def _clock(telling: Telling, turn: Turn) -> Clock:
    return clock_of(standing(telling.proposal), turn["what"], _owed(telling, turn))


def _pause(telling: Telling, turn: Turn, actor: Actor) -> None:
    clock = _clock(telling, turn)
    clock_services.pause(clock, turn["why"], _text(telling, turn), clock.seen, actor)


def _resume(telling: Telling, turn: Turn, actor: Actor) -> None:
    clock = _clock(telling, turn)
    clock_services.resume(clock, clock.standing[0], clock.seen, actor)


def _extend(telling: Telling, turn: Turn, actor: Actor) -> None:
    clock, given = _clock(telling, turn), {"reason": _text(telling, turn)}
    clock_services.extend(clock, Length(turn["days"], "days"), given, clock.seen, actor)


def _hand_over(telling: Telling, turn: Turn, actor: Actor) -> None:
    clock, office = _clock(telling, turn), telling.city.departments[turn["to"]]
    clock_services.hand_over(clock, office, _text(telling, turn), clock.seen, actor)


def _complete(telling: Telling, turn: Turn, actor: Actor) -> None:
    own_duties.complete(telling.proposal, _there(telling, turn).id, _text(telling, turn), "", actor)


def _withdraw(telling: Telling, turn: Turn, actor: Actor) -> None:
    withdraw_duty(_there(telling, turn), _text(telling, turn), actor)


def _there(telling: Telling, turn: Turn) -> Duty:
    duty = _owed(telling, turn)
    if duty is None:
        raise ValueError(f"{turn['what']} is not owed in {turn['story']}")
    return duty


def _merge_into(other: Telling) -> Act:
    def act(telling: Telling, turn: Turn, actor: Actor) -> None:
        merge(telling.proposal, other.proposal, _text(telling, turn), actor=actor)

    return act


def _offer_to(other: Telling) -> Act:
    def act(telling: Telling, turn: Turn, actor: Actor) -> None:
        offer(telling.proposal, other.proposal, _text(telling, turn), actor=actor)

    return act


DOES: Mapping[str, Act] = {
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "hand_over": _hand_over,
    "complete": _complete,
    "withdraw": _withdraw,
}
TOGETHER: Mapping[str, Callable[[Telling], Act]] = {"merge": _merge_into, "offer": _offer_to}
