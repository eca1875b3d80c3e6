"""How often somebody may guess. Only what was wrong counts."""

from ..core import limits

LIMITS = (("account", "10 per hour"), ("account-day", "20 per day"), ("address", "60 per hour"))


def before_check(account_id: int) -> None:
    """Raise TooMany where this account, or this address, has been wrong too often."""
    for what, rule, who in _each(account_id):
        limits.check(what, rule, who)


def after_wrong(account_id: int) -> None:
    """Count a wrong answer."""
    for what, rule, who in _each(account_id):
        limits.count(what, rule, who)


def _each(account_id: int) -> list[tuple[str, str, str]]:
    who = {"address": limits.address()}
    return [(f"verification-{name}", rule, who.get(name, str(account_id))) for name, rule in LIMITS]
