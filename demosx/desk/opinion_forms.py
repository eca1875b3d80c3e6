"""What operators decide in the queue of opinions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wtforms import HiddenField

from ..core.forms import Form
from ..core.text import clean
from ..opinions.deciding import DECISIONS, KEEP, UPHOLD, Decision
from ..opinions.models import REASONS, Opinion
from ..opinions.moderation import LONGEST_REASON, OTHER
from ..triage import replies

MOST_DECISIONS = 100


class QueueForm(Form):
    """What was decided in the queue of the operators. Its fields are named after the opinions, so they are read by
    hand: `opinion` (each number), `decision-7`, `revision-7`, `words-7`; `rest` for those that can be read (`open`)
    and were not decided on, `words` for all that are hidden. `template-7` and `template` are the numbers of templates,
    which hold where no words are typed."""

    back = HiddenField()

    def decisions(self, given: Any, templates: Mapping[str, str]) -> list[Decision]:
        """The decisions in a form (werkzeug's MultiDict); anything that does not belong there is left out."""
        numbers, readable, rest = given.getlist("opinion"), set(given.getlist("open")), given.get("rest", "")
        found = []
        for number in list(dict.fromkeys(numbers))[:MOST_DECISIONS]:
            what = given.get(f"decision-{number}", "")
            if not what and number in readable and rest in (KEEP, *REASONS):
                what = rest
            revision = given.get(f"revision-{number}", "")
            if what not in DECISIONS or not _counts(number) or not _counts(revision):
                continue
            words = _words(given, f"-{number}", templates)
            if not words and what in REASONS:
                words = _words(given, "", templates)
            found.append(Decision(int(number), what, int(revision), words[:LONGEST_REASON]))
        return found


def _words(given: Any, which: str, templates: Mapping[str, str]) -> str:
    """What was typed, or else the template that was chosen."""
    return clean(given.get(f"words{which}", "")) or templates.get(given.get(f"template{which}", ""), "")


def filled(decisions: Iterable[Decision], opinions: Sequence[Opinion]) -> list[Decision]:
    """The decisions, with what the blanks in their words stand for."""
    proposals = {opinion.id: opinion.proposal for opinion in opinions}
    known = [one for one in decisions if one.opinion_id in proposals]
    return [replace(one, words=replies.filled(one.words, proposals[one.opinion_id])) for one in known]


def without_words(decisions: Iterable[Decision]) -> list[int]:
    """The opinions whose decisions need words that were not given."""
    return [one.opinion_id for one in decisions if one.what in (OTHER, UPHOLD) and not one.words]


def _counts(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 19
