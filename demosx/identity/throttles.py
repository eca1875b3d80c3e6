"""How often providers are asked on behalf of whoever calls. Only what fails counts against an address."""

from ..core.limits import address, check, count, take

FAILED_FROM_ADDRESS = "300 per hour"
TRIES = "3 per 30 minutes"  # longer than an attempt lives


def before_provider() -> None:
    """Raise TooMany where too much of what was asked from here has failed."""
    check("provider_failed", FAILED_FROM_ADDRESS, address())


def after_failure() -> None:
    """Count an answer that let nobody in against the address it was asked from."""
    count("provider_failed", FAILED_FROM_ADDRESS, address())


def may_try(state: str) -> bool:
    """Count a time that somebody comes back from one visit to a provider; whether the provider is asked once more.

    A page that is loaded twice is no mistake of anybody's. It is counted here and not in the browser, which can be
    given an old cookie again and again.
    """
    return take("provider_attempt", TRIES, state)
