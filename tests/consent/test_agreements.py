"""Agreements: asked when something is done, once for each version, taken back, and proved by the answers."""

import pytest
from sqlalchemy import select

from demosx import testing
from demosx.consent import hurdle, services, terms
from demosx.consent.models import NEWS, PRIVACY, SENSITIVE, TERMS, Agreement, Answer
from demosx.core.db import db, transaction
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from tests.visiting import Person


@pytest.fixture
def lee(app: Application) -> Account:
    return testing.account("달이")


@pytest.fixture
def person(app: Application, lee: Account) -> Person:
    made = Person(app, lee.id)
    db.session.rollback()  # what the outer session has read is older than the session that began now
    return made


@pytest.fixture
def proposal(app: Application) -> Proposal:
    db.session.rollback()
    return testing.proposal(testing.account("제안한이"))


def say(account: Account, **given: str | None) -> None:
    number = account.id
    with transaction():
        services.answer(number, given)


def agreed(account: Account) -> dict[str, str]:
    return dict(actor_of(account.id).agreed)


def new_version(monkeypatch: pytest.MonkeyPatch, **days: str) -> None:
    """Let the texts of these days hold."""
    monkeypatch.setattr(terms, "present", lambda what: _Day(days[what]) if what in days else None)


class _Day(str):
    def isoformat(self) -> str:
        return str(self)


def test_an_answer_replaces_what_holds_and_stays_as_proof(app: Application, lee: Account) -> None:
    say(lee, news="2026-01-01")
    say(lee, news=None)
    assert NEWS not in agreed(lee)
    rows = db.session.execute(
        select(Answer.version, Answer.given).where(Answer.what == NEWS).order_by(Answer.id)
    )
    assert [tuple(row) for row in rows] == [("2026-01-01", True), ("", False)]


def test_reading_and_ones_own_things_need_no_agreement(
    app: Application, lee: Account, person: Person, proposal: Proposal
) -> None:
    say(lee, privacy=None, sensitive=None)
    for path in ("/", "/proposals", f"/proposals/{proposal.id}", "/me", "/account", "/account/agreements"):
        assert person.open(path).path == path
    out = person.open("/me").form(to="/sign-out")
    assert person.send(out).path == "/"


def test_political_acts_need_their_own_agreement_and_staff_do_not(
    app: Application, lee: Account, person: Person, proposal: Proposal
) -> None:
    say(lee, sensitive=None)
    assert hurdle.missing(actor_of(lee.id), political=True) == [SENSITIVE]
    assert hurdle.missing(actor_of(lee.id), political=False) == []
    path = f"/proposals/{proposal.id}"
    page = person.send(person.open(path).form(to="/support"))
    assert page.path == "/agree"
    assert [box.attributes["name"] for box in page.root.all("input", type="checkbox", required="")] == [
        "agree_sensitive"
    ]
    db.session.rollback()
    operator = testing.account("운영이", roles=["operator"])
    say(operator, sensitive=None)
    staff = Person(app, operator.id)
    assert staff.open("/desk").path == "/desk"
    say(operator, privacy=None)
    assert staff.open("/desk").path == "/agree"


def test_who_agreed_to_an_older_version_is_asked_again_and_goes_on(
    app: Application, lee: Account, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_version(monkeypatch, terms="2026-10-01", privacy="2026-10-01")
    monkeypatch.setattr(terms, "versions", lambda what: [])
    form = person.open("/proposals/new")
    assert form.path == "/agree"
    form.shows("이용약관", "아직 여쭤보지 않았습니다", "내용이 바뀌었습니다")
    refused = person.send(form.form(to="/agree"), status=422, agree_terms=True)
    assert refused.root.all(id="agree_privacy-error")
    done = person.send(refused.form(to="/agree"), agree_terms=True, agree_privacy=True, agree_sensitive=True)
    assert done.path == "/proposals/new"
    assert {TERMS: "2026-10-01", PRIVACY: "2026-10-01", SENSITIVE: "2026-10-01"}.items() <= agreed(
        lee
    ).items()


def test_a_text_that_changes_while_the_page_is_open_is_not_agreed_to(
    app: Application, lee: Account, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(lee, privacy=None)
    form = person.open("/agree").form(to="/agree")
    new_version(monkeypatch, privacy="2026-10-01")
    again = person.send(form, status=422, agree_privacy=True)
    again.shows("내용이 바뀌었습니다. 다시 읽어 주세요.")
    assert PRIVACY not in agreed(lee)
    person.send(again.form(to="/agree"), agree_privacy=True)
    assert agreed(lee)[PRIVACY] == "2026-10-01"


def test_consent_is_taken_back_and_given_again_on_ones_own_page(
    app: Application, lee: Account, person: Person, proposal: Proposal
) -> None:
    page = person.open("/account/agreements")
    page.shows("동의 철회", "탈퇴", "동의 기록")
    page = person.send(page.form("철회하기"))
    assert SENSITIVE not in agreed(lee)
    page = person.send(page.form("동의합니다"))
    assert SENSITIVE in agreed(lee)
    page = person.send(page.form(to="/news"))
    assert NEWS in agreed(lee)
    person.send(page.form(to="/news"))
    assert NEWS not in agreed(lee)
    for needed in (TERMS, PRIVACY):
        person.post(f"/account/agreements/{needed}", page.forms[-1].filled(), status=404)


def test_whoever_took_it_back_may_still_withdraw_what_they_have_done(
    app: Application, lee: Account, person: Person, proposal: Proposal
) -> None:
    path = f"/proposals/{proposal.id}"
    person.send(person.open(path).form(to="/support"))
    page = person.send(person.open(path).form(to="/opinions"), body="지울 말")
    say(lee, sensitive=None)
    page = person.send(person.open(path).form(to="/withdraw-support"))
    assert page.path == path and page.offers("/support")
    assert person.send(page.form(to="/delete")).path == path
    assert person.send(person.open(path).form(to="/support")).path == "/agree"


def test_whoever_took_it_back_is_told_so_when_asked_again(
    app: Application, lee: Account, person: Person, proposal: Proposal
) -> None:
    page = person.open("/account/agreements")
    page = person.send(page.form("철회하기"))
    asked = person.send(person.open(f"/proposals/{proposal.id}").form(to="/support"))
    asked.shows("동의를 철회하셨습니다. 참여하시려면 다시 동의해 주세요.")
    assert "아직 여쭤보지 않았습니다" not in asked.html


def test_the_box_that_ticks_all_says_everything_that_it_ticks(app: Application) -> None:
    page = Person(app).open("/join")
    page.shows("모두 동의하며(선택 항목인 소식 받기 포함), 만 14세 이상입니다")


def test_joining_keeps_what_was_agreed_to(app: Application, lee: Account) -> None:
    rows = db.session.scalars(select(Agreement.what).where(Agreement.account_id == lee.id)).all()
    assert set(rows) == {PRIVACY, SENSITIVE}
