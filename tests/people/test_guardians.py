"""Age: a declaration, or a guardian who agrees, refuses, or does not answer; and the birth date that is said once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from demosx import testing
from demosx.consent.models import Answer
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.settings import Joining as JoiningSettings
from demosx.core.settings import site
from demosx.core.web import Application
from demosx.ledger.models import Entry
from demosx.people import queries, services
from demosx.people.age import age_on
from demosx.people.errors import BirthDateInvalid, BirthDateKnown
from demosx.people.guardian_models import GuardianAsk
from demosx.people.models import Account, Joining
from tests.people.acting import AGREED
from tests.people.conftest import PASSWORD, MailTo, secret_of
from tests.visiting import Page, Person

pytestmark = pytest.mark.usefixtures("fast_hashes")
KIM, MOTHER = "kim@example.org", "mother@example.org"
CHILD = {"agree_privacy": "y", "agree_sensitive": "y", "born_on": "", "guardian_email": MOTHER}


def ten_years_old() -> date:
    return clock.wall().date() - timedelta(days=10 * 365 + 10)


@pytest.fixture
def rule(app: Application, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set who may join."""

    def set_rule(**values: object) -> None:
        own = site().model_copy(update={"joining": JoiningSettings(**values)})
        monkeypatch.setitem(app.extensions, "demosx_site", own)

    return set_rule


def join(person: Person, status: int = 200, **more: object) -> Page:
    form = person.open("/join").form(to="/join")
    return person.send(form, status, email=KIM, password=PASSWORD, nickname="어린별", **more)


@pytest.fixture
def child(app: Application, rule: Callable[..., None], mail_to: MailTo) -> Person:
    """A child who has joined and confirmed, and whose guardian was asked."""
    rule(younger="guardian")
    person = Person(app)
    join(person, **(CHILD | {"born_on": ten_years_old().isoformat()}))
    page = person.open(f"/confirm/{secret_of(mail_to(KIM)[0], 'confirm')}")
    waits = person.send(page.form("네, 제 계정입니다"))
    assert waits.path == "/account/guardian"
    return person


def account() -> Account | None:
    db.session.expire_all()
    return queries.account_by_email(KIM)


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2012, 11, 25), date(2026, 11, 24), 13),
        (date(2012, 11, 25), date(2026, 11, 25), 14),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
    ],
)
def test_a_birthday_completes_a_year(born_on: date, day: date, age: int) -> None:
    assert age_on(born_on, day) == age


def test_who_does_not_declare_to_be_old_enough_is_refused_and_nothing_is_kept(app: Application) -> None:
    page = join(Person(app), 422, **(AGREED | {"of_age": False}))
    page.shows("만 14세 미만은 가입할 수 없습니다.")
    assert count(Joining) == count(Account) == 0


def test_a_site_may_ask_nobody(app: Application, rule: Callable[..., None]) -> None:
    rule(minimum_age=0)
    page = Person(app).open("/join")
    assert not page.root.all(id="of_age") and not page.root.all(id="born_on")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, "of_age"),
        ({"guardian_email": MOTHER}, "born_on"),
        ({"born_on": "2099-01-01"}, "born_on"),
        ({"born_on": "1850-01-01"}, "born_on"),
        ({"born_on": "CHILD"}, "guardian_email"),
        ({"born_on": "CHILD", "guardian_email": "mother"}, "guardian_email"),
        ({"born_on": "CHILD", "guardian_email": " KIM@example.org"}, "guardian_email"),
        ({"born_on": "CHILD", "guardian_email": MOTHER, "of_age": "y"}, "of_age"),
    ],
)
def test_a_child_names_its_age_and_a_guardian(
    app: Application, rule: Callable[..., None], typed: dict[str, str], wrong: str
) -> None:
    rule(younger="guardian")
    typed = {
        name: ten_years_old().isoformat() if value == "CHILD" else value for name, value in typed.items()
    }
    page = join(Person(app), 422, agree_privacy=True, agree_sensitive=True, **typed)
    assert page.root.all(id=f"{wrong}-error"), page.main.text
    assert count(Joining) == 0


def test_a_child_waits_and_takes_part_once_the_guardian_agrees(
    app: Application, child: Person, mail_to: MailTo
) -> None:
    waiting = account()
    assert waiting is not None and waiting.awaits_guardian
    assert queries.actor_of(waiting.id).roles == {"visitor"}
    assert child.open("/proposals/new").path == "/account/guardian"
    guardian = Person(app)
    path = f"/guardian/{secret_of(mail_to(MOTHER)[0], 'guardian')}"
    for _ in range(2):
        page = guardian.open(path)
    page.shows("어린별", "제22조의2")
    assert account().awaits_guardian
    guardian.send(page.form("보호자로서 동의합니다")).shows("이제 자녀가 참여할 수 있습니다.")
    agreed = account()
    assert agreed is not None and not agreed.awaits_guardian
    assert "member" in queries.actor_of(agreed.id).roles
    ask = db.session.scalars(select(GuardianAsk)).one()
    assert ask.email is None and ask.agreed_on is not None and len(ask.proof) == 64
    guardian.open(path, status=404)
    assert "참여할 수 있습니다" in mail_to(KIM)[-1].subject


def test_a_guardian_who_refuses_ends_the_account_and_everything_of_it(
    app: Application, child: Person, mail_to: MailTo
) -> None:
    guardian = Person(app)
    page = guardian.open(f"/guardian/{secret_of(mail_to(MOTHER)[0], 'guardian')}")
    guardian.send(page.form("동의하지 않고 삭제"))
    assert account() is None
    assert count(GuardianAsk) == count(Answer) == 0
    assert child.open("/me").path == "/sign-in"
    (told,) = mail_to(KIM)
    assert "삭제" in told.subject and told.about_id is None, "it is told, and nothing else is left to it"
    assert mail_to(MOTHER) == []


def test_without_an_answer_everything_is_deleted_after_seven_days(
    app: Application, child: Person, mail_to: MailTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: start + timedelta(days=6, hours=23))
    assert services.settle_children() == 0 and account() is not None
    monkeypatch.setattr(clock, "wall", lambda: start + timedelta(days=7, minutes=1))
    Person(app).open(f"/guardian/{secret_of(mail_to(MOTHER)[0], 'guardian')}", status=404)
    assert services.settle_children() == 1 and account() is None
    assert services.settle_children() == 0


def test_growing_old_enough_ends_the_need(
    app: Application, child: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        found = account()
        assert found is not None
        found.born_on = clock.wall().date() - timedelta(days=14 * 365 - 2)
    later = clock.wall() + timedelta(days=6)
    monkeypatch.setattr(clock, "wall", lambda: later)
    assert services.settle_children() == 1
    grown = account()
    assert grown is not None and not grown.awaits_guardian and count(GuardianAsk) == 0


def test_the_question_can_be_sent_again_and_only_the_new_letter_works(
    app: Application, child: Person, mail_to: MailTo
) -> None:
    page = child.open("/account/guardian")
    first = secret_of(mail_to(MOTHER)[0], "guardian")
    child.send(page.form("다시 보내기"), email="father@example.org")
    guardian = Person(app)
    guardian.open(f"/guardian/{first}", status=404)
    assert mail_to(MOTHER) == [], "what went to a wrong address is not kept"
    guardian.open(f"/guardian/{secret_of(mail_to('father@example.org')[0], 'guardian')}")
    own = child.send(child.open("/account/guardian").form("다시 보내기"), status=422, email=KIM)
    assert own.root.all(id="email-error")


def test_a_birth_date_is_said_once_and_corrected_by_the_office(app: Application) -> None:
    kim = services.create_account("별이", email=KIM)
    db.session.commit()
    with pytest.raises(BirthDateInvalid):
        services.say_birth_date(kim, clock.wall().date() + timedelta(days=2))
    services.say_birth_date(kim, date(2000, 1, 1))
    with pytest.raises(BirthDateKnown):
        services.say_birth_date(kim, date(1990, 1, 1))
    services.correct_birth_date(kim, date(1999, 1, 1))
    assert kim.born_on == date(1999, 1, 1)


def test_the_office_corrects_a_birth_date_at_the_desk_and_the_history_says_who(app: Application) -> None:
    kim = services.create_account("별이", email=KIM)
    services.say_birth_date(kim, date(2000, 1, 1))
    admin = testing.account("관리하는이", roles=["admin"])
    db.session.commit()
    person = Person(app, admin.id)
    db.session.rollback()
    form = person.open(f"/desk/people/{kim.id}").form(to="/birth-date")
    person.send(form, status=422, born_on="1999-02-03", reason=" ")
    person.send(form, born_on="1999-02-03", reason="주민등록초본").shows("생년월일을 고쳤습니다.")
    db.session.expire_all()
    assert kim.born_on == date(1999, 2, 3)
    entry = db.session.scalars(select(Entry).where(Entry.verb == "birth_date_corrected")).one()
    assert (entry.actor_id, entry.reason, entry.public) == (admin.id, "주민등록초본", False)
    assert "1999" not in str(entry.data)


def test_the_page_of_the_birth_date_leads_on(app: Application) -> None:
    kim = services.create_account("별이", email=KIM)
    db.session.commit()
    person = Person(app, kim.id)
    form = person.open("/account/birth-date?next=/proposals").form(to="/birth-date")
    person.send(form, status=422, born_on="2099-01-01")
    assert person.send(form, born_on="2000-02-03").path == "/proposals"
    assert person.open("/account/birth-date?next=//evil.example").path == "/"
