"""Other ways than e-mail: web push and text messages, with the same promises."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask

from demosx import testing
from demosx.core import jobs
from demosx.core.db import db, transaction
from demosx.core.mail import Letter, deliver
from demosx.core.push_keys import new_key
from demosx.core.text_senders import TextMessage, TextSender
from demosx.notifications import push, texting
from demosx.notifications.kinds import IMMEDIATELY, Choice
from demosx.notifications.models import PushSubscription, TextNumber
from demosx.notifications.services import choose
from demosx.notifications.services.browsers import BrowserUnknown, add_browser
from tests.notifications.conftest import At, make_town, step

http_ece = pytest.importorskip("http_ece")


class BrowserMaker(HTTPServer):
    """What a browser maker runs: takes messages for browsers, and answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, str], bytes]] = []
        self.answer = 201
        super().__init__(("127.0.0.1", 0), _Answering)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"


class _Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        maker: Any = self.server
        if maker.answer < 300:
            maker.taken.append((self.path, dict(self.headers), body))
        self.send_response(maker.answer)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Nothing is said."""


@pytest.fixture
def maker() -> Iterator[BrowserMaker]:
    running = BrowserMaker()
    thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def pushing(make_app: Callable[..., Flask], maker: BrowserMaker, at: At) -> Iterator[SimpleNamespace]:
    """A site with web push, and the proposer's browser."""
    app = make_app(push_key=new_key(), notifications={"push_subject": "mailto:office@example.org"})
    app.config["PUSH_HOSTS"] = (maker.address,)
    with app.app_context():
        town = make_town(at)
        town.key, town.auth = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
        p256dh = words(town.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
        with transaction():
            add_browser(town.proposer.id, f"{maker.address}/one", p256dh, words(town.auth), "Firefox")
        yield town


def words(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def pushes() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Letter.state).where(Letter.way == "push").order_by(Letter.id)))


def test_a_browser_is_told_that_there_is_news_and_no_more(
    pushing: SimpleNamespace, maker: BrowserMaker, at: At
) -> None:
    with at("2019-02-10 12:00"):
        step(pushing.proposal)
        jobs.run_due()
        deliver()
        deliver()
    ((path, headers, body),) = maker.taken
    said = json.loads(
        http_ece.decrypt(body, private_key=pushing.key, auth_secret=pushing.auth, version="aes128gcm")
    )
    assert said == {"title": "한들시", "body": "새 소식이 있습니다.", "link": "/me/notices"}
    spelled = {name.lower(): value for name, value in headers.items()}
    assert path == "/one" and spelled["authorization"].startswith("vapid t=")
    assert pushes() == ["sent"]


def test_a_browser_that_has_gone_is_forgotten(pushing: SimpleNamespace, maker: BrowserMaker, at: At) -> None:
    maker.answer = 410
    with at("2019-02-10 12:00"):
        step(pushing.proposal)
        jobs.run_due()
        deliver()
    assert pushes() == ["dropped"]
    assert db.session.scalar(db.select(db.func.count(PushSubscription.id))) == 0


def test_a_maker_that_is_down_delays_and_keeps_no_mail_waiting(
    pushing: SimpleNamespace, maker: BrowserMaker, at: At
) -> None:
    maker.answer = 503
    with at("2019-02-10 12:00"):
        step(pushing.proposal)
        jobs.run_due()
        run = deliver()
        assert run.sent >= 1 and run.delayed == 1 and pushes() == ["queued"]
        maker.answer = 201
        with transaction():
            db.session.execute(db.update(Letter).values(not_before=Letter.created_at))
        deliver()
    assert len(maker.taken) == 1 and pushes() == ["sent"]


def test_what_is_hidden_meanwhile_is_not_pushed(
    pushing: SimpleNamespace, maker: BrowserMaker, at: At
) -> None:
    with at("2019-02-10 12:00"):
        step(pushing.proposal)
        jobs.run_due()
        pushing.proposal.hidden_at, pushing.proposal.hidden_reason = pushing.proposal.filed_at, "개인정보"
        db.session.commit()
        deliver()
    assert maker.taken == [] and pushes() == ["dropped"]


@pytest.mark.parametrize(
    ("endpoint", "allowed"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://db5p.notify.windows.com/w/?token=abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com:8443/abc", False),
        ("https://user@fcm.googleapis.com/abc", False),
        ("https://fcm.googleapis.com.evil.example/abc", False),
        ("https://evilpush.apple.com/abc", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://localhost/abc", False),
        ("https://[::1]/abc", False),
        ("https://[/abc", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_browser_makers_are_called(app: Flask, endpoint: str, allowed: bool) -> None:
    assert push.may_be_called(endpoint) is allowed


def test_keys_of_another_shape_are_refused(app: Flask) -> None:
    who, endpoint = testing.account("별이"), "https://fcm.googleapis.com/fcm/send/abc"
    for p256dh, auth in (
        ("x", words(b"1" * 16)),
        (words(b"1" * 65), "!"),
        (words(b"1" * 64), words(b"1" * 16)),
    ):
        with pytest.raises(BrowserUnknown):
            add_browser(who.id, endpoint, p256dh, auth, "")


def test_a_site_without_the_key_offers_no_push(app: Flask) -> None:
    assert not push.offered()


# --- text messages -----------------------------------------------------------------------------------------------


@pytest.fixture
def texts(make_app: Callable[..., Flask], at: At) -> Iterator[SimpleNamespace]:
    """A site that sends text messages, into files."""
    app = make_app(notifications={"text_sender": "file"})
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        town = make_town(at)
        town.client = testing.sign_in(app.test_client(), town.proposer)
        town.folder = app.extensions["demosx_site"].folder / "data" / "texts"
        yield town


def sent(folder: Path) -> list[str]:
    deliver()
    files = sorted(folder.glob("*.txt"), key=lambda file: file.stat().st_mtime_ns) if folder.exists() else []
    return [file.read_text() for file in files]


def kept(town: SimpleNamespace) -> TextNumber | None:
    db.session.rollback()
    return db.session.get(TextNumber, town.proposer.id, populate_existing=True)


def test_a_number_counts_once_its_code_has_come_back(texts: SimpleNamespace, at: At) -> None:
    choose(texts.proposer.id, {"mine": Choice(IMMEDIATELY, mail=False, text=True)})
    db.session.commit()
    post = texts.client.post
    assert post("/account/notifications/telephone", data={"telephone": "010-1234-5678"}).status_code == 302
    (message,) = sent(texts.folder)
    assert message.startswith("+821012345678\n[한들시] 인증번호는 ")
    code = message.split("인증번호는 ")[1][:6]
    with at("2019-02-10 12:00"):
        step(texts.proposal)
        jobs.run_due()
        assert len(sent(texts.folder)) == 1, "nobody has shown yet whose the number is"
    assert post("/account/notifications/telephone/code", data={"code": "000000"}).status_code == 422
    assert (
        post("/account/notifications/telephone/code", data={"code": f"{code[:3]} {code[3:]}"}).status_code
        == 302
    )
    assert (number := kept(texts)) is not None and number.confirmed_at is not None
    assert post("/account/notifications/telephone/remove").status_code == 302
    assert kept(texts) is None


def test_a_confirmed_number_gets_notices_without_what_they_are_about(texts: SimpleNamespace, at: At) -> None:
    confirm(texts)
    choose(texts.proposer.id, {"mine": Choice(IMMEDIATELY, mail=False, text=True)})
    db.session.commit()
    with at("2019-02-10 12:00"):
        step(texts.proposal)
        jobs.run_due()
        (message,) = sent(texts.folder)
        assert message == "+821012345678\n[한들시] 새 소식이 있습니다. http://localhost/me/notices\n"
        assert len(sent(texts.folder)) == 1


def confirm(town: SimpleNamespace) -> None:
    db.session.add(
        TextNumber(account_id=town.proposer.id, number="+821012345678", confirmed_at=town.proposer.created_at)
    )
    db.session.commit()


def test_a_number_that_was_deleted_gets_nothing(texts: SimpleNamespace, at: At) -> None:
    confirm(texts)
    choose(texts.proposer.id, {"mine": Choice(IMMEDIATELY, mail=False, text=True)})
    db.session.commit()
    with at("2019-02-10 12:00"):
        step(texts.proposal)
        jobs.run_due()
        db.session.delete(db.session.get_one(TextNumber, texts.proposer.id))
        db.session.commit()
        assert sent(texts.folder) == [], "also of what was written before"


def test_codes_are_guessed_a_few_times_only(texts: SimpleNamespace) -> None:
    post = texts.client.post
    post("/account/notifications/telephone", data={"telephone": "010-1234-5678"})
    (message,) = sent(texts.folder)
    code = message.split("인증번호는 ")[1][:6]
    wrong = "111111" if code != "111111" else "222222"
    for _attempt in range(5):
        assert post("/account/notifications/telephone/code", data={"code": wrong}).status_code == 422
    answer = post("/account/notifications/telephone/code", data={"code": code})
    assert answer.status_code == 422 and "여러 번" in answer.get_data(as_text=True)
    assert (number := kept(texts)) is not None and number.confirmed_at is None


@pytest.mark.parametrize("written", ["02-123-4567", "hello", "010", "+82", "010-1234-5678; rm"])
def test_what_is_no_mobile_number_is_refused(texts: SimpleNamespace, written: str) -> None:
    answer = texts.client.post("/account/notifications/telephone", data={"telephone": written})
    assert answer.status_code == 422 and written.split(";")[0] in answer.get_data(as_text=True)
    assert kept(texts) is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("010 1234 5678", "+821012345678"),
        ("011-123-4567", "+82111234567"),
        ("+44 7911 123456", "+447911123456"),
    ],
)
def test_numbers_are_written_in_many_ways(texts: SimpleNamespace, written: str, number: str) -> None:
    assert texting.telephone(written) == number


def test_a_plugin_brings_a_sender(make_app: Callable[..., Flask], at: At) -> None:
    taken: list[TextMessage] = []
    app = make_app(notifications={"text_sender": "test"})
    app.extensions["demosx_text_senders"] = {"test": TextSender(name="test", label="Test", send=taken.append)}
    with app.app_context():
        town = make_town(at)
        confirm(town)
        choose(town.proposer.id, {"mine": Choice(IMMEDIATELY, mail=False, text=True)})
        db.session.commit()
        with at("2019-02-10 12:00"):
            step(town.proposal)
            jobs.run_due()
            deliver()
    (message,) = taken
    assert message.to == "+821012345678" and message.reference.startswith("letter-")
