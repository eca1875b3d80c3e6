"""How often supports may be given: generous to people, also to a whole room of them, and not to a script.

A workshop or a school stands behind one address and supports within minutes; nobody reads and supports sixty proposals
in one. What is under these limits and still looks odd is for people to look at, never refused.
"""

from datetime import timedelta

from ...core import clock
from ...core.limits import address_block, throttle
from ...people.models import Account

BY_ONE = "60 per minute"
NEW_FROM_BLOCK = "300 per minute"
NEW = timedelta(days=1)


def before_support(giver: Account) -> None:
    """Count an attempt to support; raise TooMany when one account has made too many, or accounts that are not a day old
    from one address block. Half a city may be behind the few blocks of a telephone network: of other accounts any
    number may come from one."""
    throttle("support", BY_ONE, str(giver.id))
    if clock.wall() - giver.created_at < NEW:
        throttle("support_block", NEW_FROM_BLOCK, address_block())
