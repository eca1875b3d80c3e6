"""Which entries of a proposal's history people are told: every public one that is not named here."""

from ..ledger.models import Entry

TRAVELLING = frozenset({
    "decided", "duty_closed", "duty_handed", "duty_moved", "duty_opened", "ended", "extended", "filed", "marked",
    "merged", "merged_in", "moved", "noted", "notified", "opened", "paused", "reopened", "resumed", "rules_changed",
    "scheduled", "unmerged",
})  # fmt: skip
"""What is written down while a proposal travels. `travelled` announces it, all of one change at once."""

UNTOLD = {
    "answered": "that its duty was done, and with which outcome, is an entry of its own and is told",
    "addition_removed": "nobody needs to read what was taken away; the page and its history show it",
    "edited": "it may happen often; those who propose together are told, and the page shows the text that holds",
    "file_added": "the page shows it, and it often comes with others",
    "file_removed": "nobody needs to read what was taken away",
    "claimed": "whoever said it has just done so; to all others the proposal stays as it is",
    "entered": "it comes with the filing, before anybody is anything to the proposal; an opinion is no step of it",
    "filed": "it is what its proposer has just done, and nobody else is anything to the proposal yet",
    "imported": "it happened elsewhere, before anybody was anything to the proposal here",
    "joined_together": "the page names those who propose together; to all others nothing changes",
    "left_together": "the page names those who propose together; to all others nothing changes",
    "opinion_hidden": "its author is told, with the rule and the reason; to all others it is no step of the proposal",
    "opinion_shown": "its author is told; to all others it is no step of the proposal",
    "picture_added": "the page shows it, and it often comes with others",
    "picture_removed": "nobody needs to look at what was taken away",
    "proposal_hidden": "its proposer is told, with the reason; all others may not know of the proposal any more",
    "proposal_shown": "its proposer is told; to all others it would only tell that the proposal was hidden",
    "version_removed": "nobody should be led to what was taken away",
    "labelled": "a label is for finding things together, and is taken on and off as work goes on",
    "unlabelled": "as little as putting it on",
    "rules_kept": "nothing changes; and it may be noted of very many proposals at once",
}
"""Public entries of which nobody is told as of a step, and why."""


def is_step(entry: Entry) -> bool:
    """Whether people are told of an entry. What a duty left behind closes with is told by the move."""
    return entry.public and entry.verb not in UNTOLD and entry.data.get("how") != "left"


def stands_alone(entry: Entry) -> bool:
    """Whether it is a step that no travelling announces."""
    return entry.proposal_id is not None and entry.verb not in TRAVELLING and is_step(entry)
