"""What the columns of the download are called on its readable page."""

from flask_babel import lazy_gettext as _l

from ..people.holdings import Holding

NAMES = {
    "number": _l("Number"), "email": _l("E-mail"), "nickname": _l("Nickname"), "language": _l("Language"),
    "district": _l("District"), "born_on": _l("Born on"), "confirmed_at": _l("Address confirmed"),
    "verified_at": _l("Verified since"), "created_at": _l("Since"), "last_seen_on": _l("Last here"),
    "last_seen_at": _l("Last used"), "expires_at": _l("Works until"), "way": _l("Way of signing in"),
    "browser": _l("Browser"), "purpose": _l("For"), "used_at": _l("Used"), "what": _l("What"),
    "version": _l("Version"), "given": _l("Agreed to it"), "at": _l("When"), "role": _l("Role"),
    "department": _l("Department"), "panel": _l("Panel"), "process": _l("Process"), "begins_on": _l("First day"),
    "ends_on": _l("Last day"), "granted_at": _l("Given"), "revoked_at": _l("Taken back"), "subject": _l("Subject"),
    "state": _l("State"), "sent_at": _l("Sent"), "verb": _l("What happened"), "reason": _l("Reason"),
    "public": _l("Public"), "day": _l("Day"), "proposal": _l("Proposal"), "title": _l("Title"), "text": _l("Text"),
    "place": _l("Place"), "area": _l("Area"), "filed_at": _l("Filed"), "edited_at": _l("Changed"),
    "stage": _l("Stage"), "ended": _l("Ended as"), "ended_at": _l("Ended"), "hidden_at": _l("Hidden since"),
    "hidden_reason": _l("Why it is hidden"), "supports": _l("Supports"), "opinions": _l("Opinions"),
    "opinion": _l("Opinion"), "reply_to": _l("Reply to opinion"), "stance": _l("Side"), "agrees": _l("Agree"),
    "note": _l("Note"), "handled_at": _l("Looked at"), "handled_as": _l("What came of it"), "choice": _l("Choice"),
    "reasons": _l("Reasons"), "stay": _l("Stage visit"), "supported": _l("Supported"), "voted": _l("Voted"),
    "has_a_password": _l("Has a password"), "proved_at": _l("Last proved"), "factor_at": _l("Second factor shown"),
    "name": _l("Name"), "provider": _l("Provider"),
    "agreed_on": _l("Agreed on"), "asked_at": _l("Asked"), "awaits_guardian": _l("Waits for a guardian"),
    "came_with_a_merged_proposal": _l("Came with a merged proposal"), "new_address": _l("New address"),
    "kind": _l("Kind"), "last_used_at": _l("Last used"), "last_used_on": _l("Last used"),
    "scope": _l("May do"), "mail": _l("By e-mail"), "pace": _l("How often"), "push": _l("By web push"),
    "read_at": _l("Read"), "suspended_at": _l("Suspended since"), "warned_on": _l("Warned on"), "key": _l("Key"),
    "applied_at": _l("Applied"), "due_on": _l("Due on"), "opened_at": _l("Opened"), "closed_at": _l("Closed"),
    "outcome": _l("Result"), "part": _l("Part"), "withdrawn_at": _l("Taken back"), "round": _l("Round"),
    "question": _l("Question"), "written_at": _l("Written"), "verdict": _l("Verdict"), "answered_at": _l("Answered"),
    "month": _l("Month"), "many": _l("How many people"), "detail": _l("More of the reason"), "address": _l("Address"),
    "count": _l("How many"), "first_at": _l("First"), "last_at": _l("Last"), "found_at": _l("Noticed"),
    "looked_at": _l("Looked at"), "method": _l("Check"), "issued_at": _l("Issued"), "amount": _l("Amount"),
}  # fmt: skip


def column_name(one: Holding, key: str) -> str:
    """A column in the reader's language; one that nobody has named as its rooms call it."""
    return str(one.labels.get(key) or NAMES.get(key, key.replace("_", " ")))
