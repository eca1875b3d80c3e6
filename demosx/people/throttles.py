"""How often a door may be tried, by account and by address.

A whole office, a workshop or the customers of a mobile network may share one address. So what counts by address counts
failures where it can, and is generous; and nobody can shut somebody else out by trying their doors.
"""

from ..core.limits import address, check, count, take, throttle
from .names import email_key

SIGN_IN_HERE = "10 per 15 minutes"
SIGN_IN_ANYWHERE = "60 per hour"
FAILED_FROM_ADDRESS = "300 per hour"
LETTERS_TO_ONE = "5 per hour"
JOIN_HERE = "5 per hour"
JOIN_ANYWHERE = "20 per hour"
JOIN_FROM_ADDRESS = "300 per hour"
LETTERS_FROM_ADDRESS = "200 per hour"
UNKNOWN_SECRETS = "300 per hour"
PROOFS = "20 per hour"
CONFIRMATIONS = "20 per hour"


def before_sign_in(email: str, browser: str | None = None) -> None:
    """Count an attempt on an account; raise TooMany when there were too many, or too many failures from here.

    A `browser` that has been signed in to this account before counts for itself alone: whatever strangers try, its
    owner comes in.
    """
    if browser is not None:
        throttle("sign_in_known", SIGN_IN_HERE, email_key(email), browser)
        return
    check("sign_in_failed", FAILED_FROM_ADDRESS, address())
    throttle("sign_in_here", SIGN_IN_HERE, email_key(email), address())
    throttle("sign_in", SIGN_IN_ANYWHERE, email_key(email))


def after_failed_sign_in() -> None:
    """Count a wrong password against the address it came from."""
    count("sign_in_failed", FAILED_FROM_ADDRESS, address())


def before_joining(email: str) -> None:
    """Count an attempt to join; raise TooMany when there were too many."""
    throttle("join", JOIN_FROM_ADDRESS, address())
    throttle("join_here", JOIN_HERE, email_key(email), address())
    throttle("join_anywhere", JOIN_ANYWHERE, email_key(email))


def may_ask_letter(what: str, email: str) -> bool:
    """Count a letter of the kind `what` that a visitor asks for; whether it is to be written.

    Where several were written within the hour another one would not help: their links work. It is not refused, since
    strangers may have asked for them, and the owner is to look into the mail. Raises TooMany when too many letters
    were asked for from here.
    """
    throttle("letters", LETTERS_FROM_ADDRESS, address())
    return take(f"letter_{what}", LETTERS_TO_ONE, email_key(email))


def before_letter(email: str) -> None:
    """Count a letter that a member causes to be sent to an address; raise TooMany when there were too many."""
    throttle("letters", LETTERS_FROM_ADDRESS, address())
    throttle("letter", LETTERS_TO_ONE, email_key(email))


def before_secret() -> None:
    """Raise TooMany when too many links that never were have been opened from here."""
    check("secret", UNKNOWN_SECRETS, address())


def after_unknown_secret() -> None:
    """Count a link that does not work, so that nobody tries secrets in bulk."""
    count("secret", UNKNOWN_SECRETS, address())


def before_confirming(mark: str) -> None:
    """Count an attempt to finish a form of joining with its password; raise TooMany when there were too many, or too
    many wrong passwords from here. `mark` is the form's, which its later letters share."""
    check("sign_in_failed", FAILED_FROM_ADDRESS, address())
    throttle("confirm", CONFIRMATIONS, mark)


def before_proof(account_id: int) -> None:
    """Count an attempt to prove with the password that it is one's own account."""
    throttle("proof", PROOFS, str(account_id))
