"""Letters leave once, later if they must, and never get lost."""

import email
import email.policy
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from demosx.core import clock, mail
from demosx.core.db import db, transaction
from demosx.core.mail import Delivered, Letter, deliver, post, wait_after
from demosx.core.mail_transports import Files, Refused, Server, Unavailable
from demosx.core.settings import Smtp
from tests.core.smtp_server import CERTIFICATE, Behaviour, MailServer
from tests.counting import queries

MakeApp = Callable[..., Flask]
DEAD_PORT = 9  # discard: nothing answers mail there


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def smtp(port: int, tls: str = "none", timeout: int = 5) -> dict[str, Any]:
    return {"transport": "smtp", "sender": "office@handeul.example",
            "smtp": {"host": "127.0.0.1", "port": port, "tls": tls, "timeout": timeout}}  # fmt: skip


@pytest.fixture
def site_with(make_app: MakeApp) -> Iterator[Callable[[dict[str, Any]], Flask]]:
    """Make a site with these mail settings and hold its context."""
    contexts = []

    def make(settings: dict[str, Any]) -> Flask:
        app = make_app(mail=settings)
        context = app.app_context()
        context.push()
        contexts.append(context)
        return app

    yield make
    for context in contexts:
        context.pop()


def write(
    to: str = "kim@example.org",
    key: str | None = None,
    subject: str = "안녕하세요",
    body: str = "본문입니다.",
) -> None:
    with transaction():
        post(to, subject, body, key)


def letters() -> list[Letter]:
    db.session.rollback()
    return list(
        db.session.scalars(select(Letter).order_by(Letter.id).execution_options(populate_existing=True))
    )


def make_due() -> None:
    with transaction():
        db.session.execute(update(Letter).values(not_before=clock.wall()))


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_letter_is_written_with_what_causes_it_or_not_at_all(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        post("kim@example.org", "안녕하세요", "본문")
        raise RuntimeError
    assert letters() == []


def test_the_same_key_is_the_same_letter(app: Flask) -> None:
    write(key="duty:1:opened:7")
    write(key="duty:1:opened:7")
    write(key="duty:1:opened:8")
    write()
    write()
    assert [letter.key for letter in letters()] == ["duty:1:opened:7", "duty:1:opened:8", None, None]


def test_a_letter_arrives_whole(site_with: Any, server: MailServer) -> None:
    site_with(smtp(server.port))
    write(body="첫 줄\n둘째 줄 🌱\n.\n끝")
    assert deliver() == Delivered(sent=1)
    message = read(server.behaviour.letters[0])
    assert message["Subject"] == "안녕하세요"
    assert message["To"] == "kim@example.org"
    assert "office@handeul.example" in message["From"]
    assert message.get_content().replace("\r\n", "\n").rstrip() == "첫 줄\n둘째 줄 🌱\n.\n끝"
    assert server.behaviour.recipients == ["kim@example.org"]
    assert deliver() == Delivered()
    assert len(server.behaviour.letters) == 1


def test_a_letter_that_has_left_keeps_no_secret(site_with: Any, server: MailServer) -> None:
    site_with(smtp(server.port))
    write(body="http://localhost/reset/a-live-secret", subject="새 비밀번호")
    assert letters()[0].body
    deliver()
    (letter,) = letters()
    assert (letter.subject, letter.body, letter.to_address) == ("새 비밀번호", "", "kim@example.org")
    assert mail.forget_addresses() == 0, "for a day the office can still see whether it left"
    with transaction():
        db.session.execute(update(Letter).values(sent_at=clock.wall() - timedelta(days=1, seconds=1)))
    write("waiting@example.org")
    assert mail.forget_addresses() == 1
    assert mail.forget_addresses() == 0
    assert [letter.to_address for letter in letters()] == ["", "waiting@example.org"]


def test_a_letter_that_has_not_left_keeps_its_text(site_with: Any, server: MailServer) -> None:
    site_with(smtp(server.port))
    server.behaviour.answers["RCPT"] = "550 no such person"
    write()
    assert deliver() == Delivered(failed=1)
    assert letters()[0].body == "본문입니다.", "it can be sent again"


def test_one_connection_serves_many_letters(site_with: Any, server: MailServer) -> None:
    site_with(smtp(server.port))
    for number in range(5):
        write(f"kim{number}@example.org")
    assert deliver(limit=3) == Delivered(sent=3)
    assert server.behaviour.connections == 1
    assert deliver() == Delivered(sent=2)
    assert sorted(server.behaviour.recipients) == [f"kim{number}@example.org" for number in range(5)]


def test_a_server_that_is_down_delays_and_loses_nothing(site_with: Any) -> None:
    app = site_with(smtp(DEAD_PORT))
    write("one@example.org")
    write("two@example.org")
    assert deliver() == Delivered(delayed=1), "after the first failure the others wait for the next run"
    first, second = letters()
    assert (first.state, first.attempts, second.state, second.attempts) == ("queued", 1, "queued", 0)
    assert first.not_before > clock.wall() + timedelta(seconds=30)
    assert "127.0.0.1" in first.error
    with MailServer() as back:
        site = app.extensions["demosx_site"]
        way = site.mail.smtp.model_copy(update={"port": back.port})
        app.extensions["demosx_site"] = site.model_copy(
            update={"mail": site.mail.model_copy(update={"smtp": way})}
        )
        assert deliver() == Delivered(sent=1)
        make_due()
        assert deliver() == Delivered(sent=1)
    assert [letter.state for letter in letters()] == ["sent", "sent"]


@pytest.mark.parametrize("word", ["RCPT", "END"])
def test_a_temporary_refusal_is_tried_again(site_with: Any, server: MailServer, word: str) -> None:
    site_with(smtp(server.port))
    server.behaviour.answers[word] = "451 try later"
    write("grey@example.org")
    write("two@example.org")
    assert deliver() == Delivered(delayed=2), "another recipient's letter is tried in the same run"
    assert {letter.state for letter in letters()} == {"queued"}
    del server.behaviour.answers[word]
    make_due()
    assert deliver() == Delivered(sent=2)


@pytest.mark.parametrize("word", ["RCPT", "END"])
def test_a_refusal_for_good_is_not_tried_again(site_with: Any, server: MailServer, word: str) -> None:
    site_with(smtp(server.port))
    server.behaviour.answers[word] = "550 no such person"
    write("nobody@example.org")
    assert deliver() == Delivered(failed=1)
    (letter,) = letters()
    assert (letter.state, letter.sent_at) == ("failed", None)
    assert "550" in letter.error
    make_due()
    assert deliver() == Delivered()


@pytest.mark.parametrize("word", ["CONNECT", "MAIL"])
def test_what_is_wrong_with_the_office_fails_no_letter(site_with: Any, server: MailServer, word: str) -> None:
    site_with(smtp(server.port))
    server.behaviour.answers[word] = "554 not from you"
    write()
    assert deliver() == Delivered(delayed=1)
    assert letters()[0].state == "queued"


def test_a_temporary_refusal_of_days_is_given_up(site_with: Any, server: MailServer) -> None:
    site_with(smtp(server.port))
    server.behaviour.answers["RCPT"] = "452 mailbox full"
    write()
    with transaction():
        db.session.execute(update(Letter).values(created_at=clock.wall() - timedelta(days=6)))
    assert deliver() == Delivered(failed=1)


def test_the_same_letter_has_the_same_message_id(site_with: Any, server: MailServer) -> None:
    site_with(smtp(server.port))
    server.behaviour.hang_up_after_data = True
    write()
    assert deliver() == Delivered(delayed=1)
    server.behaviour.hang_up_after_data = False
    make_due()
    assert deliver() == Delivered(sent=1)
    first, second = (read(raw) for raw in server.behaviour.letters)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_a_claim_of_somebody_who_died_is_taken_up(site_with: Any, server: MailServer) -> None:
    site_with(smtp(server.port))
    write()
    (claimed,) = mail._claim()
    assert mail._claim() == [], "a fresh claim is left alone"
    assert deliver() == Delivered()
    with transaction():
        db.session.execute(update(Letter).values(claimed_at=clock.wall() - timedelta(minutes=11)))
    assert deliver() == Delivered(sent=1)
    with transaction():
        late = mail._outcome(claimed, "delayed", "the one who was thought dead")
        db.session.connection().execute(mail._marking(), [late])
    assert letters()[0].state == "sent", "a lost claim changes nothing"


def test_letters_are_claimed_in_the_order_of_an_index_however_many_wait(app: Flask) -> None:
    with queries() as sent:
        deliver()
    claim = next(one for one in sent if "UPDATE letter" in one)
    assert "first_few" in claim and "left_behind" in claim
    if db.engine.dialect.name == "sqlite":
        plan = db.session.execute(db.text("EXPLAIN QUERY PLAN " + claim.replace("?", "1"))).all()
        steps = [row[-1] for row in plan]
        assert "SEARCH letter USING INTEGER PRIMARY KEY (rowid=?)" in steps
        assert not [step for step in steps if "TEMP B-TREE" in step or "SCAN letter" in step]


def test_several_deliverers_send_each_letter_once(site_with: Any, server: MailServer) -> None:
    app = site_with(smtp(server.port))
    for number in range(20):
        write(f"kim{number}@example.org")
    together = threading.Barrier(4)

    def run() -> None:
        with app.app_context():
            together.wait()
            deliver()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(server.behaviour.recipients) == sorted(f"kim{number}@example.org" for number in range(20))
    assert {letter.state for letter in letters()} == {"sent"}


def test_waits_grow_to_six_hours() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 60)]
    assert waits[0] == timedelta(minutes=1)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


def test_files_hold_a_letter_once(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    with app.app_context():
        write(subject="제목\nBcc: everybody@example.org")
        assert deliver() == Delivered(sent=1)
        folder = app.extensions["demosx_site"].folder / "data" / "mail"
        (file,) = folder.iterdir()
        message = read(file.read_bytes())
        assert (message["Subject"], message["Bcc"]) == ("제목 Bcc: everybody@example.org", None)
        assert file.stat().st_mode & 0o077 == 0
        with transaction():
            db.session.execute(update(Letter).values(state="queued", sent_at=None, body="본문"))
        assert deliver() == Delivered(sent=1)
        assert len(list(folder.iterdir())) == 1


def test_a_folder_that_cannot_be_written_delays(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file where the folder should be")
    message = EmailMessage()
    message["Message-ID"] = "<letter-1.x@localhost>"
    with pytest.raises(Unavailable):
        Files(tmp_path / "mail").send(message, "kim@example.org")


def test_the_console_shows_letters(make_app: MakeApp, capsys: pytest.CaptureFixture[str]) -> None:
    with make_app(mail={"transport": "console"}).app_context():
        write(body="주소: http://localhost/confirm/abc")
        assert deliver() == Delivered(sent=1)
    assert "주소: http://localhost/confirm/abc" in capsys.readouterr().out


def a_letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "office@example.org", "kim@example.org", "Hello"
    message.set_content("Hello")
    return message


def test_a_certificate_that_nobody_vouches_for_is_not_accepted() -> None:
    with MailServer(Behaviour(starttls=True)) as server:
        way = Server(Smtp(host="localhost", port=server.port, tls="starttls", timeout=5), "")
        with pytest.raises(Unavailable, match="CERTIFICATE_VERIFY_FAILED"):
            way.send(a_letter(), "kim@example.org")
        assert server.behaviour.letters == []


def test_a_trusted_server_gets_the_letter_encrypted() -> None:
    with MailServer(Behaviour(starttls=True)) as server:
        trust = ssl.create_default_context(cafile=str(CERTIFICATE))
        way = Server(Smtp(host="localhost", port=server.port, tls="starttls", timeout=5), "", trust)
        way.send(a_letter(), "kim@example.org")
        way.close()
        assert len(server.behaviour.letters) == 1


def test_a_server_without_encryption_gets_nothing_when_it_was_asked_for(server: MailServer) -> None:
    way = Server(Smtp(host="127.0.0.1", port=server.port, tls="starttls", timeout=5), "")
    with pytest.raises(Unavailable):
        way.send(a_letter(), "kim@example.org")
    assert server.behaviour.letters == []


def test_a_refused_letter_says_whether_for_good(server: MailServer) -> None:
    way = Server(Smtp(host="127.0.0.1", port=server.port, tls="none", timeout=5), "")
    server.behaviour.answers["RCPT"] = "450 later"
    with pytest.raises(Refused) as later:
        way.send(a_letter(), "kim@example.org")
    server.behaviour.answers["RCPT"] = "553 never"
    with pytest.raises(Refused) as never:
        way.send(a_letter(), "kim@example.org")
    assert (later.value.for_good, never.value.for_good) == (False, True)
    way.close()


def test_links_begin_with_the_sites_own_address(make_app: MakeApp) -> None:
    app = make_app(url="https://square.handeul.example/")
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert mail.link("people.sign_in") == "https://square.handeul.example/sign-in"


def test_a_letter_that_cannot_be_made_keeps_no_other_from_leaving(site_with: Any, server: MailServer) -> None:
    app = site_with(smtp(server.port))

    def break_it(letter: Letter) -> mail.Made | None:
        raise ZeroDivisionError

    mail.add_maker(app, "broken", break_it)
    mail.add_maker(app, "silent", lambda letter: None)
    with transaction():
        mail.post_later("broken", [("one", mail.MAIL, {})])
        mail.post_later("silent", [("two", mail.MAIL, {})])
    write("kim@example.org")
    with pytest.raises(ExceptionGroup):
        deliver()
    assert [letter.state for letter in letters()] == ["queued", "dropped", "sent"]
    assert "ZeroDivisionError" in letters()[0].error and server.behaviour.recipients == ["kim@example.org"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("550 5.1.1 <kim@example.org>: user unknown", "550 5.1.1 <…>: user unknown"),
        ("553 한글@예시.한국 is not here, 010-1234-5678 neither", "553 … is not here, … neither"),
        ("421 4.7.0 try again later", "421 4.7.0 try again later"),
    ],
)
def test_what_a_server_says_is_kept_without_addresses(said: str, kept: str) -> None:
    assert mail.without_addresses(said) == kept
