"""Doors: coming in, being led on, and what an answer tells the browser and the caches."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.mail import Letter
from demosx.people.models import Account
from demosx.people.services import create_account, suspend, write_asked_letters
from demosx.people.services import sign_in as prove
from demosx.proposals.models import Proposal
from tests.people.acting import AGREED
from tests.small_city import SmallCity
from tests.threats.conftest import Ask
from tests.visiting import Page, Person

PASSWORD = "감나무 아래 자전거 한 대"
ELSEWHERE = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "https://evil.example/", "//evil.example",
    "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", " //evil.example", "\n//evil.example",
    "https:evil.example", "http:///evil.example", "evil.example", "@evil.example", "//\x00evil.example",
    "/\r\n/evil.example", "\u2028//evil.example",
)  # fmt: skip


@pytest.fixture(scope="module")
def member(city: SmallCity) -> Iterator[str]:
    """The address of somebody who has a password."""
    with city.app.app_context(), transaction():
        create_account("문지기", email="door@example.org", password=PASSWORD)
    yield "door@example.org"


def write_letters(city: SmallCity) -> None:
    """What somebody has asked for is written by the next round of the calendar."""
    with city.app.app_context():
        write_asked_letters()


def local(address: str) -> bool:
    """Whether a browser that is told to go there stays on the site."""
    plain = re.sub(r"[\t\r\n]", "", address).replace("\\", "/").strip()
    return plain.startswith("/") and not plain.startswith("//") and not urlsplit(plain).netloc


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_leads_nowhere_else(city: SmallCity, ask: Ask, member: str, target: str) -> None:
    signed_in = ask("visitor", "POST", "/sign-in", email=member, password=PASSWORD, next=target)
    opinion = f"/opinions/{city.numbers['open_opinion']}"
    answers = [
        signed_in,
        ask("member", "GET", "/sign-in", query={"next": target}),
        ask("member", "GET", "/join", query={"next": target}),
        ask("visitor", "GET", "/language", query={"language": "en", "next": target}),
        ask("member", "POST", "/language", language="en", next=target),
        ask("member", "POST", f"{opinion}/agree", back=target),
        ask("member", "POST", f"{opinion}/unagree", back=target),
    ]
    if "\n" not in target:
        came_from = {"Referer": f"http://localhost{target}"}
        answers.append(ask("visitor", "POST", f"{opinion}/agree", headers=came_from))
    for answer in answers:
        assert answer.status_code == 302 or "\0" in target
        assert local(answer.headers.get("Location", "/")), answer.headers["Location"]
    page = Page(ask("visitor", "GET", "/sign-in", query={"next": target}))
    assert not page.form(to="/sign-in").filled()[-1][1].strip("/")


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/..", "/\\evil.example", "/proposals//evil.example/%2e%2e"]
)
def test_a_path_of_two_slashes_leads_nowhere_else(ask: Ask, path: str) -> None:
    answer = ask("visitor", "GET", "/", at_path=path)
    assert answer.status_code in (301, 308, 404)
    found = urlsplit(answer.headers.get("Location", "/"))
    assert found.netloc in ("", "localhost") and not found.path.startswith("//")


def test_the_host_header_is_in_no_letter_and_no_link(city: SmallCity, ask: Ask, member: str) -> None:
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    assert ask("visitor", "POST", "/forgot", email=member, headers=evil).status_code == 302
    write_letters(city)
    joining = {"email": "new@example.org", "password": PASSWORD, "nickname": "새사람"} | AGREED
    assert ask("visitor", "POST", "/join", headers=evil, **joining).status_code == 302
    with city.app.app_context():
        letters = db.session.scalars(
            db.select(Letter).where(Letter.to_address.in_([member, "new@example.org"]))
        ).all()
        assert {letter.to_address for letter in letters} == {member, "new@example.org"}
        for letter in letters:
            assert "http://localhost/" in letter.body and "evil.example" not in letter.body + letter.subject
    for address in ("/", "/proposals", "/sign-in"):
        assert "evil.example" not in ask("visitor", "GET", address, headers=evil).get_data(as_text=True)


def test_a_session_from_before_signing_in_is_nothing_afterwards(city: SmallCity, member: str) -> None:
    victim = Person(city.app)
    form = victim.open("/sign-in").form(to="/sign-in")
    planted = victim.client.get_cookie("demosx")
    assert planted is not None
    victim.send(form, email=member, password=PASSWORD)
    attacker = Person(city.app)
    attacker.client.set_cookie("demosx", planted.value)
    assert attacker.open("/me").path == "/sign-in"
    assert victim.open("/me").path == "/me"


def test_a_blocked_account_is_out_at_once(city: SmallCity, ask: Ask) -> None:
    with city.app.app_context(), transaction():
        blocked = create_account("막힌이", email="blocked@example.org", password=PASSWORD)
    person = Person(city.app)
    form = person.open("/sign-in").form(to="/sign-in")
    person.send(form, email="blocked@example.org", password=PASSWORD)
    assert person.open("/me").path == "/me"
    with city.app.app_context(), transaction():
        suspend(db.session.merge(blocked))
    assert person.open("/me").path == "/sign-in"
    again = ask("visitor", "POST", "/sign-in", email="blocked@example.org", password=PASSWORD)
    wrong = ask("visitor", "POST", "/sign-in", email="nobody@example.org", password=PASSWORD)
    assert again.status_code == wrong.status_code == 422
    hide = re.compile(r'value="[^"]*"')
    assert hide.sub("", again.get_data(as_text=True)) == hide.sub("", wrong.get_data(as_text=True))


def test_a_reset_link_ends_and_works_once(
    city: SmallCity, ask: Ask, member: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("visitor", "POST", "/forgot", email=member).status_code == 302
    write_letters(city)
    with city.app.app_context():
        letter = db.session.scalars(
            db.select(Letter)
            .where(Letter.to_address == member, Letter.body.contains("/reset/"))
            .order_by(Letter.id.desc())
        ).first()
        assert letter is not None
        path = urlsplit(next(word for word in letter.body.split() if "/reset/" in word)).path
    later = clock.wall() + timedelta(hours=1, seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "wall", lambda: later)
        assert ask("visitor", "POST", path, new_password=PASSWORD).status_code == 404
    assert ask("visitor", "POST", path, new_password=PASSWORD + "!").status_code == 302
    assert ask("visitor", "POST", path, new_password=PASSWORD + "?").status_code == 404
    with city.app.app_context():
        assert prove(member, PASSWORD + "!")
        db.session.rollback()
        with transaction():
            account = db.session.scalars(db.select(Account).where(Account.email == member)).one()
            account.password_hash = create_account(
                "같은 암호", email="x@example.org", password=PASSWORD
            ).password_hash


def test_no_password_is_kept_as_it_was_typed(city: SmallCity, member: str) -> None:
    with city.app.app_context():
        account = db.session.scalars(db.select(Account).where(Account.email == member)).one()
        assert account.password_hash is not None and account.password_hash.startswith("$argon2id$")
        for table in db.metadata.sorted_tables:
            rows = db.session.execute(db.select(table)).all()
            assert not [row for row in rows if PASSWORD in str(row)], table.name


def test_a_form_gives_nobody_what_it_does_not_offer(city: SmallCity, ask: Ask) -> None:
    extra = {
        "id": "1", "proposer_id": str(city.people["lead"]), "supports": "9999", "supports_site": "9999",
        "number": "1999-000001", "stage": "execution", "ended": "answered", "listed": "", "audience": "staff",
        "version_id": "2", "revision": "1", "filed_at": "1999-01-01", "hidden_at": "",
    }  # fmt: skip
    answer = ask("member", "POST", "/proposals/new", title="덤으로 얻은 것", body="없습니다.", **extra)
    number = int(answer.headers["Location"].rsplit("/", 1)[1])
    ask("member", "POST", f"/proposals/{number}/edit", title="덤으로 얻은 것", body="고침", **extra)
    joining = {"email": "mass@example.org", "password": PASSWORD, "nickname": "덤이", "role": "admin", "id": "1",
               "confirmed_at": "2019-01-01", "grants": "admin", "suspended_at": ""} | AGREED  # fmt: skip
    ask("visitor", "POST", "/join", **joining)
    with city.app.app_context():
        made = db.session.get_one(Proposal, number)
        assert (made.proposer_id, made.supports, made.stage, made.audience, made.text) == (
            city.people["member"], 0, "support", "everyone", "고침",
        )  # fmt: skip
        assert made.number.startswith("2019-")
        account = db.session.scalars(
            db.select(Account).where(Account.email == "mass@example.org")
        ).one_or_none()
        assert account is None or account.confirmed_at is None
        taken = db.session.get_one(Account, 1)
        assert taken.nickname == "unconfirmed", "an account was taken over by its number"


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
def test_cookies_are_for_this_site_alone(tmp_path: Path, secure: bool) -> None:
    app = testing.application(tmp_path, url="https://handeul.example" if secure else "http://localhost")
    with app.app_context():
        db.create_all()
        testing.apply_examples()
    base = "https://handeul.example" if secure else "http://localhost"
    client = app.test_client()
    said = client.get("/sign-in", base_url=base).headers.getlist("Set-Cookie")
    said += client.get("/language?language=en", base_url=base).headers.getlist("Set-Cookie")
    assert len(said) == 2
    for cookie in said:
        flags = {part.strip().lower() for part in cookie.split(";")}
        assert {"httponly", "samesite=lax"} <= flags and ("secure" in flags) is secure
        assert not any(flag.startswith("domain=") for flag in flags)
    strict = client.get("/", base_url=base).headers.get("Strict-Transport-Security")
    assert bool(strict) is secure
    with app.app_context():
        db.engine.dispose()
