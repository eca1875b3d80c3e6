"""The sender against a service on this machine, which answers as it is told."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from demosx.core.mail_transports import Refused, Unavailable
from demosx.core.text_senders import TextMessage

sys.path.insert(0, str(Path(__file__).parents[1]))

from demosx_texts_by_http import plugin, send

MESSAGE = TextMessage("+821012345678", "[한들시] 새 소식이 있습니다.", "letter-1-abc")


class Service(HTTPServer):
    """Keeps what it takes."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.answer = 200
        super().__init__(("127.0.0.1", 0), _Answering)


class _Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        service: Any = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if service.answer == 200:
            service.taken.append(body)
            service.keys.append(self.headers["Authorization"])
        self.send_response(service.answer)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Nothing is said."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    running = Service()
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    monkeypatch.setenv("TEXTS_ADDRESS", f"http://127.0.0.1:{running.server_address[1]}/")
    monkeypatch.setenv("TEXTS_KEY", "a-key")
    yield running
    running.shutdown()
    running.server_close()


def test_a_message_is_handed_over(service: Service) -> None:
    send(MESSAGE)
    assert service.taken == [{"to": MESSAGE.to, "text": MESSAGE.text, "reference": MESSAGE.reference}]
    assert service.keys == ["Bearer a-key"]


@pytest.mark.parametrize(("answer", "for_good"), [(422, True), (400, True), (429, False), (302, False)])
def test_what_it_does_not_take_is_refused(service: Service, answer: int, for_good: bool) -> None:
    service.answer = answer
    with pytest.raises(Refused) as refused:
        send(MESSAGE)
    assert refused.value.for_good is for_good


def test_a_service_that_is_down_delays_all(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.answer = 503
    with pytest.raises(Unavailable):
        send(MESSAGE)
    monkeypatch.setenv("TEXTS_ADDRESS", "http://127.0.0.1:9/")
    with pytest.raises(Unavailable):
        send(MESSAGE)


def test_the_plugin_brings_it() -> None:
    assert [sender.name for sender in plugin.senders] == ["texts_by_http"]
