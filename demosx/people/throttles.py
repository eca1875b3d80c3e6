"""How often a door may be tried, by account and by address. A whole office or workshop may share one address."""

from ..core.limits import address, check, count, throttle
from .names import email_key

SIGN_IN_HERE = "10 per 15 minutes"
SIGN_IN_ANYWHERE = "60 per hour"
FAILED_FROM_ADDRESS = "100 per hour"
LETTERS_TO_ONE = "5 per hour"
JOIN_FROM_ADDRESS = "100 per hour"
LETTERS_FROM_ADDRESS = "40 per hour"
SECRETS_FROM_ADDRESS = "100 per hour"
PROOFS = "20 per hour"


def before_sign_in(email: str) -> None:
    """Count an attempt on an account; raise TooMany when there were too many, or too many failures from here."""
    check("sign_in_failed", FAILED_FROM_ADDRESS, address())
    throttle("sign_in_here", SIGN_IN_HERE, email_key(email), address())
    throttle("sign_in", SIGN_IN_ANYWHERE, email_key(email))


def after_failed_sign_in() -> None:
    """Count a wrong password against the address it came from."""
    count("sign_in_failed", FAILED_FROM_ADDRESS, address())


def before_joining(email: str) -> None:
    """Count an attempt to join."""
    throttle("join", JOIN_FROM_ADDRESS, address())
    throttle("letter", LETTERS_TO_ONE, email_key(email))


def before_letter(email: str) -> None:
    """Count a letter that a visitor causes to be sent to an address."""
    throttle("letters", LETTERS_FROM_ADDRESS, address())
    throttle("letter", LETTERS_TO_ONE, email_key(email))


def before_secret() -> None:
    """Count the opening of a mailed link, so that nobody tries secrets in bulk."""
    throttle("secret", SECRETS_FROM_ADDRESS, address())


def before_proof(account_id: int) -> None:
    """Count an attempt to prove with the password that it is one's own account."""
    throttle("proof", PROOFS, str(account_id))
