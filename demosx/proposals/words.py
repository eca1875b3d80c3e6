"""What the rules of a proposal are called on its pages: stages, duties, people, and what more support would bring."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from ..core.i18n import language, number
from ..journey.labels import target_label
from ..journey.queries import Prospect, Standing
from ..people.roles import known_roles, name_of
from ..process.definition import Process


def word(process: Process, key: str) -> str:
    """The word for a key of the file: an outcome, a decision, an end, a mark."""
    return process.words.text(key, language())


def people_names(process: Process, keys: Iterable[str]) -> str:
    """The names of roles and relations such as the proposer, as this site calls them."""
    roles = known_roles()
    return ", ".join(name_of(key) if key in roles else word(process, key) for key in keys)


def what_next(prospect: Prospect, here: Standing) -> str:
    """A sentence on what a number that is still missing would bring."""
    rule, process = prospect.rule, here.process
    facts = {"count": number(prospect.missing), "what": target_label(process, rule)}
    sentences = {"move": _to_move, "open": _to_open, "end": _to_end}
    return sentences.get(rule.action, _to_happen)(prospect.fact, prospect.missing, facts)


def _to_move(fact: str, n: int, facts: dict[str, str]) -> str:
    if fact == "supports":
        return ngettext(
            "With %(count)s more supporter it moves on to “%(what)s”.",
            "With %(count)s more supporters it moves on to “%(what)s”.", n, **facts,
        )  # fmt: skip
    if fact == "votes":
        return ngettext(
            "With %(count)s more vote it moves on to “%(what)s”.",
            "With %(count)s more votes it moves on to “%(what)s”.", n, **facts,
        )  # fmt: skip
    return ngettext(
        "When %(count)s more person takes part it moves on to “%(what)s”.",
        "When %(count)s more people take part it moves on to “%(what)s”.", n, **facts,
    )  # fmt: skip


def _to_open(fact: str, n: int, facts: dict[str, str]) -> str:
    if fact == "supports":
        return ngettext(
            "With %(count)s more supporter “%(what)s” begins.",
            "With %(count)s more supporters “%(what)s” begins.", n, **facts,
        )  # fmt: skip
    if fact == "votes":
        return ngettext(
            "With %(count)s more vote “%(what)s” begins.",
            "With %(count)s more votes “%(what)s” begins.", n, **facts,
        )  # fmt: skip
    return ngettext(
        "When %(count)s more person takes part “%(what)s” begins.",
        "When %(count)s more people take part “%(what)s” begins.", n, **facts,
    )  # fmt: skip


def _to_end(fact: str, n: int, facts: dict[str, str]) -> str:
    if fact == "supports":
        return ngettext(
            "With %(count)s more supporter it ends as “%(what)s”.",
            "With %(count)s more supporters it ends as “%(what)s”.", n, **facts,
        )  # fmt: skip
    return _to_happen(fact, n, {**facts, "what": _("ended as “%(what)s”", what=facts["what"])})


def _to_happen(fact: str, n: int, facts: dict[str, str]) -> str:
    if fact == "supports":
        return ngettext(
            "With %(count)s more supporter: %(what)s.",
            "With %(count)s more supporters: %(what)s.",
            n,
            **facts,
        )
    return ngettext(
        "When %(count)s more person takes part: %(what)s.",
        "When %(count)s more people take part: %(what)s.", n, **facts,
    )  # fmt: skip
