"""What the picture of a process says, in words: the same for the drawing and for the list beside it."""

from dataclasses import dataclass

from ..definition import Action


@dataclass(frozen=True)
class Then:
    """What a rule does. `tag`: which kind of thing it is, in a word; `stage`: the key of the stage that it moves to."""

    action: Action
    tag: str
    title: str
    lines: tuple[str, ...] = ()
    stage: str = ""


@dataclass(frozen=True)
class Told:
    """One rule: a clause that says when, and what happens then. `also`: the clause as another way to the same place."""

    clause: str
    also: str
    then: Then


@dataclass(frozen=True)
class Stop:
    """A stage, or with an empty key what holds in all of them. `number` counts stages from 1; `notes`: its kind, and
    who sees it; `listed`: whether everybody does."""

    key: str
    name: str
    number: int = 0
    notes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    rules: tuple[Told, ...] = ()
    listed: bool = False


@dataclass(frozen=True)
class Story:
    """A process, told in one language. `holds`: from when and for what; `about`: who may take part; `begins`: who may
    begin; `anywhere`: the rules of every stage; `rests`: the days on which stages rest; `now`: how a count of proposals
    is written, with `{}` for the number."""

    lang: str
    name: str
    holds: str
    about: tuple[str, ...]
    begins: str
    stops: tuple[Stop, ...]
    anywhere: Stop | None
    rests: Stop | None
    now: str
