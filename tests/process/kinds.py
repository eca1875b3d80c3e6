"""The five stage kinds as the engine and the check see them, without their screens and counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from demosx.process.fields import KeyField, LengthField, NamesField, ShareField
from demosx.process.kinds import FactType


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Support(Options):
    region_minimum: int | dict[str, int] | None = None
    text_fixed_at: int | None = None


class Review(Options):
    decides: list[KeyField] = []
    quorum: ShareField | None = None
    majority: ShareField | None = None
    dossier: bool = False


class Deliberation(Options):
    choices: dict[KeyField, NamesField] = {}
    form: str = "vote"
    offline: bool = False
    ballot: Literal["secret", "open"] = "secret"


class Answer(Options):
    outcomes: list[KeyField] = ["accept", "partly", "later", "decline"]


class Execution(Options):
    report_every: LengthField | None = Field(default=None)


@dataclass(frozen=True)
class FakeKind:
    name: str
    options: type[BaseModel]
    offers: frozenset[str] = frozenset()
    facts: Mapping[str, FactType] = field(default_factory=dict)


KINDS = {
    kind.name: kind
    for kind in (
        FakeKind("support", Support, frozenset({"edit", "support", "opine", "merge"})),
        FakeKind("review", Review, frozenset({"edit", "opine", "merge"})),
        FakeKind("deliberation", Deliberation, frozenset({"vote", "opine"}), {"votes.*": FactType.NUMBER}),
        FakeKind("answer", Answer, frozenset({"opine"})),
        FakeKind("execution", Execution, frozenset({"opine"}), {"late": FactType.NUMBER}),
    )
}
