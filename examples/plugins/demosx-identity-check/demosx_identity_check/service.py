"""A service to try it with: a page of its own, a choice of invented people, and the way back with a signed token.

`python -m demosx_identity_check.service 9400 KEY` runs it. Never for real: whoever comes may say who they are.
"""

import sys
from collections.abc import Callable, Iterable
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

from . import signed

PEOPLE = {
    "byeol": {"ci": "CI-OF-BYEOL", "born_on": "1990-05-21"},
    "dal": {"ci": "CI-OF-DAL", "born_on": "2012-02-29"},
}
Start = Callable[..., Any]


class Service:
    """The program. `asked` remembers every question, so that nobody gets two answers to one."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.asked: dict[str, str] = {}

    def __call__(self, environ: dict[str, Any], begin: Start) -> Iterable[bytes]:
        """Answer a request."""
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        pages = {"/start": self.start, "/choose": self.choose}
        page = pages.get(environ.get("PATH_INFO", ""))
        return page(query, begin) if page else _say(begin, "404 Not Found", "")

    def start(self, query: dict[str, str], begin: Start) -> Iterable[bytes]:
        """Ask who somebody is, where the site has signed its question."""
        asked = {"back": query.get("back", ""), "state": query.get("state", "")}
        if query.get("signature") != signed.signature(self.key, asked):
            return _say(begin, "400 Bad Request", "not signed")
        self.asked[asked["state"]] = asked["back"]
        links = "".join(
            f'<li><a href="/choose?{escape(urlencode({"state": asked["state"], "who": who}))}">{who}</a></li>'
            for who in PEOPLE
        )
        return _say(
            begin, "200 OK", f"<!doctype html><title>Test</title><h1>Who are you?</h1><ul>{links}</ul>"
        )

    def choose(self, query: dict[str, str], begin: Start) -> Iterable[bytes]:
        """Send the browser back, once for each question."""
        back, who = self.asked.pop(query.get("state", ""), None), PEOPLE.get(query.get("who", ""))
        if back is None or who is None:
            return _say(begin, "410 Gone", "answered already")
        token = signed.token(self.key, {**who, "state": query["state"]})
        begin("302 Found", [("Location", f"{back}?{urlencode({'token': token})}")])
        return [b""]


class Quiet(WSGIRequestHandler):
    """Writes no log: addresses hold tokens."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _say(begin: Start, status: str, text: str) -> Iterable[bytes]:
    begin(status, [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")])
    return [text.encode()]


def main() -> None:
    """Serve on the loopback address until the process is ended; prints the port once it listens."""
    server = make_server("127.0.0.1", int(sys.argv[1]), Service(sys.argv[2]), handler_class=Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
