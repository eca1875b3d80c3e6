"""Web push: a browser shows that there is news, also while no page of the site is open.

What is sent passes through the browser's maker, so it says nothing but that there is news. Only their known addresses
are called: what a visitor's form names is never a way to reach other machines.
"""

import json
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import delete

from ..core.db import db, transaction
from ..core.mail import Letter, Made, path_to
from ..core.mail_transports import Gone, Refused, Unavailable
from ..core.push_keys import public_key_of
from ..core.settings import Site, site
from .models import PushSubscription

HOSTS = (
    "fcm.googleapis.com", ".push.apple.com", ".push.services.mozilla.com", ".notify.windows.com",
    "jmt17.google.com",
)  # fmt: skip
TIMEOUT = 10.0  # seconds
KEPT = 3 * 24 * 3600  # seconds for which a browser that is off still gets it


def installed() -> bool:
    """Whether what web push needs is installed: the extra [push]."""
    return find_spec("pywebpush") is not None


def offered(of: Site | None = None) -> bool:
    """Whether this site offers web push: it is installed, has a key, and says whom browser makers can write to."""
    of = of or site()
    return bool(of.push_key and of.notifications.push_subject) and installed()


def public_key() -> str:
    """What browsers know the site by."""
    return public_key_of(site().push_key)


def may_be_called(endpoint: str) -> bool:
    """Whether this is the address of a known browser maker, over TLS on the usual port."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    own: tuple[str, ...] = current_app.config.get("PUSH_HOSTS", ())  # for tests
    if own and f"{parts.scheme}://{parts.netloc}" in own:
        return True
    known = any(host == one or (one.startswith(".") and host.endswith(one)) for one in HOSTS)
    return parts.scheme == "https" and known and port in (None, 443) and not parts.username


class ByPush:
    """The way of web push."""

    def __init__(self) -> None:
        import pywebpush
        import requests

        self._library = pywebpush
        self._failures: Any = (requests.RequestException,)
        self._session = requests.Session()
        self._session.max_redirects = 0

    def send(self, letter: Letter, made: Made) -> None:
        """Let a browser show that there is news. One that has gone is forgotten."""
        browser = db.session.get(PushSubscription, int(made.to))
        if browser is None or not may_be_called(browser.endpoint):
            raise Gone("this browser is not known any more")
        keys = {"p256dh": browser.p256dh, "auth": browser.auth}
        where, number = {"endpoint": browser.endpoint, "keys": keys}, browser.id
        host = urlsplit(browser.endpoint).hostname
        db.session.rollback()
        said = {"title": made.subject, "body": made.body, "link": path_to("notifications.inbox")}
        try:
            self._library.webpush(
                where, json.dumps(said), vapid_private_key=site().push_key,
                vapid_claims={"sub": site().notifications.push_subject}, ttl=KEPT, timeout=TIMEOUT,
                headers={"Topic": f"letter-{letter.id}"[:32], "Urgency": "normal"},
                requests_session=self._session,
            )  # fmt: skip
        except self._library.WebPushException as refused:
            self._refused(refused, number)
        except self._failures as away:
            raise Unavailable(f"{host}: {type(away).__name__}") from away

    def _refused(self, refused: Any, number: int) -> None:
        status = refused.response.status_code if refused.response is not None else 0
        if status in (404, 410):
            with transaction():
                db.session.execute(delete(PushSubscription).where(PushSubscription.id == number))
            raise Gone(f"{status}: the browser shows no more") from refused
        for_good = 400 <= status < 500 and status not in (408, 425, 429)
        raise Refused(f"the browser's maker has answered {status}", for_good) from refused

    def close(self) -> None:
        """End the connections."""
        self._session.close()
