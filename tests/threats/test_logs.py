"""What the log says: no names, no addresses, no secrets, no line that somebody else has written (CWE-117, CWE-532)."""

import logging
import re
from collections.abc import Iterator

import pytest

from demosx import testing
from demosx.core.db import db, transaction
from demosx.core.mail import Letter, deliver
from demosx.people.models import Account
from demosx.people.services import create_account, write_asked_letters
from tests.people.acting import AGREED
from tests.small_city import NOW, SmallCity
from tests.threats.conftest import Ask
from tests.visiting import Page, Person

PASSWORD = "감나무 아래 자전거 한 대"
LINES = "kim\r\n2026-11-25 ERROR admin signed in\x0b\u2028\x85\x1b[31m"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that any part of the program says, at its most talkative."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def said(log: pytest.LogCaptureFixture) -> str:
    """The whole log as it would be written, with what went wrong."""
    layout = logging.Formatter("%(name)s %(levelname)s %(message)s")
    ours = [r for r in log.records if not r.name.startswith(("hypothesis", "asyncio", "faker"))]
    return "\n".join(layout.format(record) for record in ours)


def test_a_whole_story_leaves_no_person_and_no_secret_in_the_log(
    city: SmallCity, ask: Ask, log: pytest.LogCaptureFixture
) -> None:
    email, nickname = "jungho.private@example.org", "비밀스러운별명"
    secrets = [PASSWORD, email, nickname]
    with city.app.app_context(), transaction():
        number = create_account(nickname, email=email, password=PASSWORD).id
    browser = Person(city.app)
    form = browser.open("/sign-in").form(to="/sign-in")
    browser.send(form, 422, email=email, password="틀린 비밀번호입니다")
    browser.send(form, email=email, password=PASSWORD)
    browser.open("/me")
    browser.open("/account")
    joining = {"email": "new." + email, "password": PASSWORD, "nickname": nickname + "둘", **AGREED}
    ask("visitor", "POST", "/join", **joining)
    ask("visitor", "POST", "/forgot", email=email)
    ask("visitor", "POST", "/sign-in/link", email=email)
    with city.app.app_context():
        write_asked_letters()
        deliver(1000)
        bodies = list(db.session.scalars(db.select(Letter.body)))
        secrets += [found for body in bodies for found in re.findall(r"/([\w-]{43})", body)]
        deliver(1000)
    for address in ("/nowhere", f"/reset/{'x' * 43}", f"/desk/people/{number}"):
        ask("admin", "GET", address)
    cookie = browser.client.get_cookie("demosx")
    secrets += [cookie.value] if cookie else []
    text = said(log)
    assert not [secret for secret in secrets if secret in text]


def test_what_breaks_tells_the_log_nothing_of_what_was_sent(
    city: SmallCity, ask: Ask, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken statement would name its values, and a broken view the address of a link."""
    secret = "q" * 43

    def broken(*_arguments: object) -> None:
        db.session.execute(
            db.text("INSERT INTO account (nickname, nickname_key) VALUES (:it, :it)"),
            {"it": "kim@example.org"},
        )

    monkeypatch.setattr("demosx.people.services.token_holder", broken)
    monkeypatch.setitem(city.app.config, "PROPAGATE_EXCEPTIONS", False)
    assert ask("visitor", "GET", f"/reset/{secret}").status_code == 500
    assert "Exception on /reset/<secret>" in said(log), "the test looks at nothing"
    for word in ("kim@example.org", secret):
        assert word not in said(log)


def test_nobody_writes_a_line_into_the_log(city: SmallCity, ask: Ask, log: pytest.LogCaptureFixture) -> None:
    for address in ("/sign-in", "/forgot", "/join", "/sign-in/link"):
        ask(
            "visitor",
            "POST",
            address,
            email=LINES + "@example.org",
            nickname=LINES,
            password=PASSWORD,
            next=LINES,
        )
    for place in ("/proposals", "/proposals/1", "/nowhere"):
        ask("visitor", "GET", place, query={"q": LINES, "sort": LINES})
        ask(
            "visitor", "GET", place, headers={"User-Agent": "x admin signed in", "X-Forwarded-For": "1.2.3.4"}
        )
    ask("visitor", "GET", "/", at_path="/nowhere\r\nERROR admin signed in")
    for record in log.records:
        assert not re.search(r"[\r\x0b\x85\u2028\x1b]|\nERROR|\n2026", record.getMessage()), (
            record.getMessage()
        )


def test_a_name_with_lines_in_it_is_kept_as_one_line(city: SmallCity, ask: Ask) -> None:
    answer = ask(
        "visitor", "POST", "/join", email="line@example.org", nickname="두\r\n줄", password=PASSWORD, **AGREED
    )
    assert answer.status_code in (302, 422)
    with city.app.app_context():
        names = db.session.scalars(db.select(Account.nickname)).all()
        assert not [name for name in names if "\n" in name or "\r" in name]
    assert not Page(ask("visitor", "GET", "/sign-in")).root.all("script", type="text/javascript")


def test_an_emoji_comes_back_as_it_was_typed(city: SmallCity, ask: Ask) -> None:
    """The first DemosX kept text in three bytes a letter and lost what takes four."""
    family = "👩‍👩‍👧‍👦🇰🇷🏳️‍🌈𠮷"
    proposal = f"/proposals/{city.proposals['open']}"
    assert ask("member", "POST", f"{proposal}/opinions", body=f"저도요 {family}").status_code == 302
    assert family in ask("visitor", "GET", proposal).get_data(as_text=True)
    with testing.at(NOW):
        filed = ask("member", "POST", "/proposals/new", title=f"나무를 {family}", body=family * 3)
    assert family in ask("member", "GET", filed.headers["Location"]).get_data(as_text=True)
