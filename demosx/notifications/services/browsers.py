"""The browsers that show somebody's notices."""

import base64
import binascii

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from ...core import clock
from ...core.db import db, insert
from ...core.errors import InvalidInput
from ...core.security import digest
from ..models import PushSubscription
from ..push import may_be_called

MOST = 10  # browsers of one account


class BrowserUnknown(InvalidInput):
    """This is no address of a browser maker that we know."""

    message = _l("This browser cannot show notices of this site.")


def add_browser(account_id: int, endpoint: str, p256dh: str, auth: str, browser: str) -> None:
    """Let a browser show an account's notices. One that showed somebody else's shows theirs no more.

    Raises BrowserUnknown.
    """
    if not may_be_called(endpoint) or _bytes(p256dh) != 65 or _bytes(auth) != 16:
        raise BrowserUnknown()
    values = {
        "account_id": account_id, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "browser": browser[:100],
        "created_at": clock.wall(),
    }  # fmt: skip
    row = insert(PushSubscription).values(digest=digest(endpoint), **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["digest"], set_=values))
    mine = PushSubscription.account_id == account_id
    if (db.session.scalar(select(func.count(PushSubscription.id)).where(mine)) or 0) > MOST:
        oldest = select(func.min(PushSubscription.id)).where(mine).scalar_subquery()
        db.session.execute(delete(PushSubscription).where(PushSubscription.id == oldest))


def remove_browser(account_id: int, number: int) -> None:
    """Let one of somebody's own browsers show no more."""
    db.session.execute(
        delete(PushSubscription).where(
            PushSubscription.id == number, PushSubscription.account_id == account_id
        )
    )


def remove_endpoint(account_id: int, endpoint: str) -> None:
    """Let the browser with this address show no more of this account."""
    db.session.execute(
        delete(PushSubscription).where(
            PushSubscription.digest == digest(endpoint), PushSubscription.account_id == account_id
        )
    )


def _bytes(words: str) -> int:
    """How many bytes a key has; 0 for what is none."""
    try:
        return len(base64.b64decode(words + "=" * (-len(words) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return 0
