"""What was noticed, in a sentence; and what a decision would do, in numbers and in the words of the rules."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ..core.i18n import number
from ..proposals.history import Tale
from .effects import Threshold
from .models import Finding

KIND_NAMES: Mapping[str, Any] = {
    "block": _l("From one address block"),
    "young": _l("From new accounts"),
    "burst": _l("Suddenly many"),
    "even": _l("At even intervals"),
    "busy": _l("One account, many proposals"),
}
INNOCENT: Mapping[str, Any] = {
    "block": _l("A workshop, a school, an office or a telephone network can look like this."),
    "young": _l("When many hear of the site for the first time because of this proposal, it looks like this too."),
    "burst": _l("A link that is shared widely, or a report in the news, looks like this. Most are likely people."),
    "even": _l("People do not come by the clock. A script does."),
    "busy": _l("Somebody may really have gone through a list. Read at this pace, hardly."),
}  # fmt: skip


def why(found: Finding) -> str:
    """Why a group was noticed."""
    minutes = max(1, round((found.last_at - found.first_at).total_seconds() / 60))
    facts = {"count": number(found.count), "span": span(minutes), "usual": number(round(found.expected, 1))}
    return _SENTENCES[found.kind](found.count, facts)


def span(minutes: int) -> str:
    """A length of time, roughly."""
    if minutes < 90:
        return ngettext("%(num)d minute", "%(num)d minutes", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)d hour", "%(num)d hours", round(minutes / 60))
    return ngettext("%(num)d day", "%(num)d days", round(minutes / 60 / 24))


def _block(count: int, facts: Mapping[str, str]) -> str:
    return _(
        "%(count)s supports came from one address block within %(span)s. About %(usual)s would be usual.",
        **facts,
    )


def _young(count: int, facts: Mapping[str, str]) -> str:
    return _(
        "%(count)s supports within %(span)s came from accounts not a day old. About %(usual)s would be usual.",
        **facts,
    )


def _burst(count: int, facts: Mapping[str, str]) -> str:
    return _(
        "%(count)s supports came within %(span)s. By the days before, about %(usual)s would be usual.",
        **facts,
    )


def _even(count: int, facts: Mapping[str, str]) -> str:
    return _(
        "%(count)s supports came within %(span)s one after the other, at nearly even intervals.", **facts
    )


def _busy(count: int, facts: Mapping[str, str]) -> str:
    return _("One account has supported %(count)s proposals within %(span)s.", **facts)


_SENTENCES: Mapping[str, Callable[[int, Mapping[str, str]], str]] = {
    "block": _block, "young": _young, "burst": _burst, "even": _even, "busy": _busy,
}  # fmt: skip


def consequence(threshold: Threshold, before: int, after: int) -> str:
    """What a smaller count means for one number that a rule waits for, or has waited for."""
    wanted = number(threshold.wanted)
    if after >= threshold.wanted:
        return _("The number that the rules ask for here, %(wanted)s, is still reached.", wanted=wanted)
    missing = number(threshold.wanted - after)
    if before >= threshold.wanted:
        return _(
            "It would fall below the number that the rules ask for here, %(wanted)s: %(missing)s would be missing. "
            "What this number has opened already stays.",
            wanted=wanted, missing=missing,
        )  # fmt: skip
    return _(
        "%(missing)s would be missing to the number that the rules ask for here, %(wanted)s.",
        missing=missing, wanted=wanted,
    )  # fmt: skip


def discounted(tale: Tale) -> str:
    """In the timeline: so many do not count."""
    count = int(tale.entry.data.get("count") or 0)
    return ngettext(
        "%(count)s support is not counted any more", "%(count)s supports are not counted any more", count,
        count=number(count),
    )  # fmt: skip


def counted_again(tale: Tale) -> str:
    """In the timeline: so many count again."""
    count = int(tale.entry.data.get("count") or 0)
    return ngettext(
        "%(count)s support is counted again",
        "%(count)s supports are counted again",
        count,
        count=number(count),
    )
