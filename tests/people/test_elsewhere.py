"""A link is opened in another browser than the one in which something waits: said there, and done by one more press."""

import re
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from demosx import testing
from demosx.core import elsewhere
from demosx.core.db import db
from demosx.core.web import Application
from demosx.people import services
from demosx.people.models import Account, AskedLetter, Joining
from demosx.proposals.models import Proposal
from demosx.stages.support.models import Support
from tests.people.acting import AGREED, KIM
from tests.people.conftest import MailTo, secret_of
from tests.people.test_continuing import count, press_support, refer
from tests.visiting import Page, Person

pytestmark = pytest.mark.usefixtures("fast_hashes")


@pytest.fixture
def proposal(app: Application) -> Proposal:
    return testing.proposal(testing.account("제안한이"))


@pytest.fixture
def kim(app: Application) -> Account:
    account = testing.account("별이")
    account.email = account.email_key = KIM
    account.last_seen_on = date(2026, 1, 1)
    db.session.commit()
    return account


@pytest.fixture
def visitor(app: Application) -> Person:
    return Person(app)


def ask_link(person: Person, page: Page) -> Page:
    """Send the page of signing in without a password."""
    sent = person.send(page.form(to="/sign-in"), email=KIM)
    services.write_asked_letters()
    return sent


def open_mailed_link(person: Person, mail_to: MailTo) -> Page:
    """Open the newest link in a browser, and press its button."""
    found = re.search(r"http://localhost(/sign-in/link/\S+)", mail_to(KIM)[-1].body)
    assert found
    return person.send(person.open(found[1]).form("로그인"))


def test_a_support_goes_along_with_the_link_to_a_mail_app_and_takes_one_more_press(
    app: Application, visitor: Person, proposal: Proposal, kim: Account, mail_to: MailTo
) -> None:
    page = press_support(visitor, proposal)
    page.shows("로그인하거나 가입하면 공감이 바로 반영됩니다.")
    ask_link(visitor, page).shows("로그인하거나 가입하면 공감이 바로 반영됩니다.")
    mail_app = Person(app)
    arrived = open_mailed_link(mail_app, mail_to)
    arrived.shows("공감은 아직 반영되지 않았습니다. ‘공감합니다’를 한 번 더 눌러 주세요.")
    assert count(Support) == 0, "opening a page does nothing"
    done = mail_app.send(arrived.form("공감합니다"))
    assert done.path == f"/proposals/{proposal.id}"
    assert db.session.scalars(select(Support.account_id)).all() == [kim.id]


def test_in_the_browser_that_has_asked_it_goes_on_as_before(
    app: Application, visitor: Person, proposal: Proposal, kim: Account, mail_to: MailTo
) -> None:
    ask_link(visitor, press_support(visitor, proposal))
    waits = open_mailed_link(visitor, mail_to)
    assert waits.path == "/continue" and "js/go-on.js" in waits.html
    assert visitor.send(waits.form("이어서 하기")).path == f"/proposals/{proposal.id}"
    assert count(Support) == 1


def test_joining_ends_with_the_button_in_a_mail_app(
    app: Application, visitor: Person, proposal: Proposal, mail_to: MailTo
) -> None:
    press_support(visitor, proposal)
    form = visitor.open(f"/join?next=/proposals/{proposal.id}")
    form.shows("로그인하거나 가입하면 공감이 바로 반영됩니다.")
    sent = visitor.send(form.form(to="/join"), email=KIM, nickname="새사람", **AGREED)
    sent.shows("로그인하거나 가입하면 공감이 바로 반영됩니다.")
    mail_app = Person(app)
    confirm = mail_app.open(f"/confirm/{secret_of(mail_to(KIM)[0], 'confirm')}")
    arrived = mail_app.send(confirm.form("네, 제 계정입니다"))
    mail_app.send(arrived.form("공감합니다"))
    assert count(Support) == 1


def test_whoever_is_new_gets_there_by_the_same_link(
    app: Application, visitor: Person, proposal: Proposal, mail_to: MailTo
) -> None:
    ask_link(visitor, press_support(visitor, proposal))
    mail_app = Person(app)
    join = mail_app.open(f"/join/on/{secret_of(mail_to(KIM)[0], 'on')}")
    own = {"mine": "y"} if 'name="mine"' in join.html else {}
    arrived = mail_app.send(join.form("회원가입"), nickname="새사람", **own, **AGREED)
    mail_app.send(arrived.form("공감합니다"))
    assert count(Support) == 1


def test_words_stay_where_they_were_written_and_the_page_says_so(
    app: Application, visitor: Person, kim: Account, mail_to: MailTo
) -> None:
    form = visitor.open("/proposals/new").form(to="/proposals/new")
    refer(visitor, "/proposals/new")
    page = visitor.send(form, title="쓰다 만 제안", body="본문입니다.")
    page.shows("제안은 그대로 있습니다")
    sent = visitor.send(page.form(to="/sign-in"), email=KIM)
    sent.shows("제안은 그대로 있습니다")
    wish = db.session.scalars(select(AskedLetter)).one()
    assert "쓰다" not in wish.onward and "title" not in wish.onward
    services.write_asked_letters()
    arrived = open_mailed_link(Person(app), mail_to)
    assert arrived.path == "/proposals/new"
    arrived.shows("쓰시던 글은 처음 쓰신 브라우저에 있습니다. 그 브라우저에서 로그인하면 이어집니다.")


def test_only_a_mere_press_goes_along_never_a_field_and_never_a_vote(app: Application) -> None:
    pressed = {endpoint for endpoint, name in app.extensions["demosx_pending_names"].items() if name.pressed}
    assert pressed == {
        "support.give", "notifications.follow", "opinions.agree", "proposals.join_together",
    }  # fmt: skip
    assert set(app.extensions["demosx_pending_names"]) <= set(app.view_functions)


def test_nobody_else_makes_such_a_mark(app: Application, proposal: Proposal, kim: Account) -> None:
    person = Person(app, kim.id)
    path = f"/proposals/{proposal.id}/support"
    forged = URLSafeTimedSerializer("another key", salt="what waits elsewhere").dumps([path, False])
    assert person.open(f"/continue?next=/results&along={forged}").path == "/results"
    assert person.open("/continue?next=/results&along=x").path == "/results"
    ours = elsewhere._signer()
    for to in ("/sign-out", f"/proposals/{proposal.id}/withdraw-support", "//evil.example/", ""):
        assert person.open(f"/continue?next=/results&along={ours.dumps([to, False])}").path == "/results"
    person.open(f"/continue?next=/results&along={ours.dumps([path, False])}").form("공감합니다")
    assert count(Support) == 0


def test_what_was_sent_says_only_where_it_goes(app: Application, visitor: Person, proposal: Proposal) -> None:
    press_support(visitor, proposal)
    form = visitor.open(f"/join?next=/proposals/{proposal.id}").form(to="/join")
    visitor.send(form, email=KIM, nickname="새사람", **AGREED)
    kept = urlsplit(db.session.scalars(select(Joining.onward)).one())
    query = dict(parse_qsl(kept.query))
    assert (kept.path, query["next"]) == ("/continue", f"/proposals/{proposal.id}")
    assert elsewhere._signer().loads(query["along"]) == [f"/proposals/{proposal.id}/support", False]


def test_nothing_is_said_where_nothing_waits(app: Application, visitor: Person) -> None:
    for path in ("/sign-in", "/join", "/join/sent", "/sign-in/link/sent"):
        assert "notice-warning" not in visitor.open(path).html
