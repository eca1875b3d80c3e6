"""The shape of a process file: which keys there are, and of which type. What they mean together is checked later."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .fields import GivenField, KeyField, LengthField, NamesField, PeopleField, ReasonField, ReminderField

Need = Literal["reason", "note", "document"]


class Shape(BaseModel):
    """Types as written: no text is taken for a number."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ExtendShape(Shape):
    times: int = Field(ge=1, le=99)
    up_to: LengthField
    by: PeopleField
    needs: list[Need] = []


class FreezeShape(Shape):
    """Days on which stages rest. `reason`: a word of the file, or names by language."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    reason: ReasonField
    stages: list[str] = []


class RuleShape(Shape):
    when: str | None = None
    by: PeopleField = []
    label: NamesField = {}
    move: str | None = None
    open: str | None = None
    end: KeyField | None = None
    mark: KeyField | None = None
    notify: PeopleField | None = None
    needs: list[Need] = []
    set: GivenField = {}
    drop: list[str] = []


class DutyShape(Shape):
    name: NamesField
    owner: PeopleField = []
    within: LengthField | None = None
    outcomes: list[KeyField] = []
    needs: list[Need] = []
    remind: list[ReminderField] = []
    public: bool = True
    pause: list[str] = []
    extend: ExtendShape | None = None


class StageShape(Shape):
    """What every stage may say; the options of its kind stand beside."""

    model_config = ConfigDict(extra="allow")

    kind: str
    name: NamesField
    period: LengthField | None = None
    allows: list[str] = []
    owner: PeopleField = []
    within: LengthField | None = None
    opened_by: PeopleField = []
    shown_to: Literal["everyone", "link", "staff"] = "everyone"
    report_every: LengthField | None = None
    count_within: LengthField | None = None
    needs: list[Need] = []
    remind: list[ReminderField] = []
    public: bool = True
    pause: list[str] = []
    extend: ExtendShape | None = None
    who: PeopleField = []
    minimum_age: int | None = Field(default=None, ge=0, le=120)
    rules: list[Any] = []


class ProcessShape(Shape):
    format: Literal[1]
    key: KeyField
    name: NamesField
    first: str
    opened_by: PeopleField = ["member"]
    effective: date | None = None
    applies_to: Literal["new", "all"] = "new"
    who: PeopleField = []
    minimum_age: int | None = Field(default=None, ge=0, le=120)
    goes_to: dict[str, str] = {}
    pauses: list[Any] = []
    rules: list[Any] = []
    stages: dict[KeyField, Any] = Field(min_length=1)
    duties: dict[KeyField, Any] = {}
    words: dict[str, Any] = {}
