"""A site that is really served: on a free port of this machine, from a thread of the tests."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Thread
from typing import Any

from sqlalchemy import select
from werkzeug.serving import make_server

from demosx import testing
from demosx.commands.run import Quiet
from demosx.core import clock
from demosx.core.db import db
from demosx.core.web import Application
from demosx.people.models import Account


class Place:
    """A site and its address."""

    def __init__(self, app: Application, address: str) -> None:
        self.app = app
        self.address = address

    def signed_in(self, nickname: str) -> list[Any]:
        """The cookies of somebody with this nickname, after signing in."""
        client = self.app.test_client()
        with self.app.app_context():
            found = db.session.scalars(select(Account).where(Account.nickname == nickname)).one()
            testing.sign_in(client, found)
        held = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert held is not None
        return [{"name": held.key, "value": held.value, "url": self.address}]

    def move_clock(self, moment: str) -> None:
        """Make it this moment, in Seoul, for everybody who visits the site."""
        target = datetime.fromisoformat(moment).replace(tzinfo=testing.ZONE)
        clock.move_to(target, self.app.config["CLOCK_FILE"])


@contextmanager
def served(make: Callable[[str], Application]) -> Iterator[Place]:
    """Serve what `make` gives for an address, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    app = make(address)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet, fd=listener.fileno())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Place(app, address)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        listener.close()
        with app.app_context():
            db.engine.dispose()
