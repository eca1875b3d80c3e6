"""Templates of replies: texts that operators begin with, filled in for each proposal."""

from typing import Any

from ..core import clock
from ..core.db import db, lock
from ..core.errors import InvalidInput
from ..core.i18n import local_name
from ..core.permissions import Actor
from ..core.seen import check_mark
from ..core.text import clean, one_line
from ..ledger.services import record
from ..opinions.models import REASONS
from ..opinions.moderation import OTHER
from . import queries
from .models import ReplyTemplate

EDIT = "reply:edit"
RULES = tuple(rule for rule in REASONS if rule != OTHER)
HIDING = ("hide", *RULES)
"""Why something is hidden: anything, or an opinion by one of the rules of the house."""
USES = ("any", "complaint", "outside", "spam", "supplement", *HIDING)
LONGEST = 5_000
BLANKS = ("{title}", "{number}", "{department}")


def add(name: str, used_for: str, text: str, actor: Actor) -> ReplyTemplate:
    """Add a template. Raises InvalidInput."""
    made = ReplyTemplate(name="", used_for=used_for, text="")
    _fill(made, name, used_for, text)
    db.session.add(made)
    _tell("added", made, actor)
    return made


def shown(template: ReplyTemplate) -> dict[str, object]:
    """What the form of a template shows."""
    return {
        "name": template.name, "used_for": template.used_for, "text": template.text,
        "offered": template.retired_at is None,
    }  # fmt: skip


def change(
    template: ReplyTemplate,
    name: str,
    used_for: str,
    text: str,
    offered: bool,
    actor: Actor,
    seen: str | None = None,
) -> None:
    """Change a template, retire it or offer it again. Raises ChangedMeanwhile, InvalidInput."""
    lock(template)
    check_mark(seen, shown(template))
    _fill(template, name, used_for, text)
    if offered != (template.retired_at is None):
        template.retired_at = None if offered else clock.now()
    template.revision += 1
    _tell("changed", template, actor)


def filled(text: str, proposal: Any) -> str:
    """A text with the proposal's title, receipt number and department in place of the blanks."""
    office = proposal.lead_department
    values = (proposal.title, proposal.number, local_name(office.names) if office else "")
    for blank, value in zip(BLANKS, values, strict=True):
        text = text.replace(blank, value)
    return text


def offered(used_for: str, proposal: Any) -> list[tuple[str, str]]:
    """The templates for a use, by name, each filled in for a proposal: what staff see beside a form. One query."""
    return [(one.name, filled(one.text, proposal)) for one in queries.templates([used_for])]


def _fill(template: ReplyTemplate, name: str, used_for: str, text: str) -> None:
    name, text = one_line(name), clean(text)
    if used_for not in USES or not 0 < len(name) <= 100 or not 0 < len(text) <= LONGEST:
        raise InvalidInput()
    template.name, template.used_for, template.text = name, used_for, text


def _tell(what: str, template: ReplyTemplate, actor: Actor) -> None:
    db.session.flush()
    record(
        f"reply_{what}", subject=("reply_template", template.id), actor=actor, public=False,
        data={"used_for": template.used_for, "offered": template.retired_at is None},
    )  # fmt: skip
