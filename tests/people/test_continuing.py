"""What somebody sends before signing in, or before another step, is done afterwards: once, and by nobody else."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict

from demosx import testing
from demosx.consent.models import SENSITIVE
from demosx.consent.services import answer
from demosx.core import clock, pending
from demosx.core.db import db
from demosx.core.pending import PendingAct
from demosx.core.web import Application
from demosx.opinions.models import Opinion
from demosx.people import services
from demosx.people.models import Account
from demosx.proposals.models import Proposal
from demosx.stages.support.models import Support
from tests.people.acting import AGREED
from tests.people.conftest import PASSWORD, MailTo, secret_of
from tests.visiting import Page, Person

pytestmark = pytest.mark.usefixtures("fast_hashes")
KIM = "kim@example.org"


@pytest.fixture
def proposal(app: Application) -> Proposal:
    return testing.proposal(testing.account("제안한이"))


@pytest.fixture
def kim(app: Application) -> Account:
    account = testing.account("별이")
    account.email = account.email_key = KIM
    account.password_hash = services.create_account("다른이", password=PASSWORD).password_hash
    db.session.commit()
    return account


@pytest.fixture
def visitor(app: Application) -> Person:
    return Person(app)


def count(kind: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def waiting() -> int:
    """How many acts wait. What is done leaves its row for a while, without what was sent."""
    return len(db.session.scalars(select(PendingAct).where(PendingAct.digest.not_like("done:%"))).all())


@contextmanager
def failing(statement: str) -> Iterator[None]:
    """A database that is busy the first time that a statement begins like this, and then answers again."""
    failed: list[str] = []

    def busy(said: str) -> None:
        if said.startswith(statement) and not failed:
            failed.append(said)
            raise OperationalError(said, {}, Exception("database is locked"))

    def on_statement(_connection: Any, _cursor: Any, said: str, *_more: Any) -> None:
        busy(said)

    def on_commit(_connection: Any) -> None:
        busy("COMMIT")

    event.listen(db.engine, "before_cursor_execute", on_statement)
    event.listen(db.engine, "commit", on_commit)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", on_statement)
        event.remove(db.engine, "commit", on_commit)
    assert failed


def refer(person: Person, path: str) -> None:
    """Let the browser say on which page its forms stand, as browsers do."""
    person.headers["Referer"] = f"http://localhost{path}"


def press_support(person: Person, proposal: Proposal) -> Page:
    path = f"/proposals/{proposal.id}"
    form = person.open(path).form(to="/support")
    refer(person, path)
    return person.send(form)


def sign_in(page: Page, person: Person) -> Page:
    form = page.form(to="/sign-in")
    refer(person, "/sign-in")
    return person.send(form, email=KIM, password=PASSWORD)


def test_a_visitor_presses_the_button_signs_in_and_is_counted(
    app: Application, visitor: Person, proposal: Proposal, kim: Account
) -> None:
    page = press_support(visitor, proposal)
    assert page.path == "/sign-in" and count(Support) == 0
    waits = sign_in(page, visitor)
    assert waits.path == "/continue"
    waits.shows("공감")
    assert "js/go-on.js" in waits.html
    done = visitor.send(waits.form("이어서 하기"))
    assert done.path == f"/proposals/{proposal.id}"
    assert db.session.scalars(select(Support.account_id)).all() == [kim.id]
    assert waiting() == 0
    held = visitor.client.get_cookie("pending")
    assert held is not None and held.max_age == 15 * 60


def test_what_waits_says_nothing_in_the_database(
    app: Application, visitor: Person, proposal: Proposal
) -> None:
    form = visitor.open(f"/proposals/{proposal.id}").form(to="/opinions")
    visitor.send(form, body="막차가 너무 이르다고 생각합니다")
    kept = db.session.scalars(select(PendingAct)).one()
    row = db.session.execute(text("SELECT * FROM pending_act")).one()
    cookie = visitor.client.get_cookie("pending")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"
    for word in ("막차가", "opinions", str(proposal.id) + "/", cookie.value):
        assert word.encode() not in kept.content and word not in str(row)
    assert kept.expires_at - kept.created_at == timedelta(hours=48)


def test_an_opinion_that_was_written_first_is_published_with_what_was_typed(
    app: Application, visitor: Person, proposal: Proposal, kim: Account
) -> None:
    path = f"/proposals/{proposal.id}"
    form = visitor.open(path).form(to="/opinions")
    refer(visitor, path)
    words = '여러 줄로\n씁니다 "따옴표"와 <b>꺾쇠</b>도.'
    waits = sign_in(visitor.send(form, body=words), visitor)
    visitor.send(waits.form("이어서 하기"))
    assert db.session.scalars(select(Opinion.text)).all() == [words]


def test_a_proposal_is_written_before_signing_in(app: Application, visitor: Person, kim: Account) -> None:
    form = visitor.open("/proposals/new").form(to="/proposals/new")
    refer(visitor, "/proposals/new")
    waits = sign_in(visitor.send(form, title="쓰다 만 제안", body="본문입니다."), visitor)
    done = visitor.send(waits.form("이어서 하기"))
    assert done.path.startswith("/proposals/")
    assert db.session.scalars(select(Proposal.title)).all() == ["쓰다 만 제안"]


def test_a_form_that_is_refused_is_shown_with_everything_typed_and_waits_no_more(
    app: Application, visitor: Person, kim: Account
) -> None:
    form = visitor.open("/proposals/new").form(to="/proposals/new")
    refer(visitor, "/proposals/new")
    waits = sign_in(visitor.send(form, title="", body="제목을 잊었습니다."), visitor)
    again = visitor.send(waits.form("이어서 하기"), status=422)
    again.shows("제목을 잊었습니다.")
    assert waiting() == 0


def test_who_has_not_agreed_does_so_and_goes_on(app: Application, proposal: Proposal) -> None:
    lee = testing.account("달이")
    answer(lee.id, {SENSITIVE: None})
    db.session.commit()
    person = Person(app, lee.id)
    asked = press_support(person, proposal)
    assert asked.path == "/agree" and count(Support) == 0
    waits = person.send(asked.form(to="/agree"), agree_sensitive=True)
    person.send(waits.form("이어서 하기"))
    assert db.session.scalars(select(Support.account_id)).all() == [lee.id]


def test_two_windows_do_it_once(app: Application, visitor: Person, proposal: Proposal, kim: Account) -> None:
    path = f"/proposals/{proposal.id}"
    form = visitor.open(path).form(to="/opinions")
    refer(visitor, path)
    waits = sign_in(visitor.send(form, body="한 번만"), visitor).form("이어서 하기")
    sent, held = waits.filled(), visitor.client.get_cookie("pending")
    assert held is not None
    visitor.post(waits.action, sent)
    visitor.client.set_cookie("pending", held.value)
    late = visitor.post(waits.action, sent)
    assert late.path == path and count(Opinion) == 1
    late.shows("이미 처리된 일이에요.")


def test_a_second_press_after_a_proposal_was_filed_leads_to_it(
    app: Application, visitor: Person, kim: Account
) -> None:
    form = visitor.open("/proposals/new").form(to="/proposals/new")
    refer(visitor, "/proposals/new")
    page = sign_in(visitor.send(form, title="한 번만 낼 제안", body="본문입니다."), visitor)
    waits, address = page.form("이어서 하기"), page.response.request.full_path
    done = visitor.send(waits)
    for again in (visitor.send(waits), visitor.open(address)):
        assert again.path == done.path
        again.shows("이미 처리된 일이에요. 다시 보내지 않았어요.")
    assert count(Proposal) == 1


def test_a_press_long_after_it_was_done_is_told_too(
    app: Application, visitor: Person, proposal: Proposal, kim: Account
) -> None:
    waits = sign_in(press_support(visitor, proposal), visitor).form("이어서 하기")
    visitor.send(waits)
    visitor.client.delete_cookie("pending")
    late = visitor.send(waits)
    assert late.path == f"/proposals/{proposal.id}"
    late.shows("이미 처리된 일이에요.")


def test_what_was_thrown_away_in_another_window_gives_the_words_back(
    app: Application, visitor: Person, proposal: Proposal, kim: Account
) -> None:
    path = f"/proposals/{proposal.id}"
    form = visitor.open(path).form(to="/opinions")
    refer(visitor, path)
    page = sign_in(visitor.send(form, body="버렸다가 마음을 바꾼 글"), visitor)
    visitor.send(page.form("버리기"))
    late = visitor.send(page.form("이어서 하기"), status=409)
    late.shows("더는 대기 중이 아니어서 아무것도 보내지 않았어요.", "버렸다가 마음을 바꾼 글")
    assert any(link.attributes["href"] == path for link in late.main.all("a"))
    assert count(Opinion) == 0


def test_a_press_that_waits_no_more_leads_to_its_button(
    app: Application, visitor: Person, proposal: Proposal, kim: Account
) -> None:
    page = sign_in(press_support(visitor, proposal), visitor)
    address = page.response.request.full_path
    visitor.send(page.form("버리기"))
    late = visitor.send(page.form("이어서 하기"))
    assert late.path == f"/proposals/{proposal.id}" and late.offers("/support")
    late.shows("더는 대기 중이 아니어서 아무것도 보내지 않았어요.")
    visitor.open(address).shows("시작하신 일이 여기에는 더 이상 없어서 아무것도 보내지 않았어요.")
    assert count(Support) == 0


@pytest.mark.parametrize("statement", ["UPDATE pending_act", "INSERT INTO opinion", "COMMIT"])
def test_a_database_that_fails_once_loses_nothing_and_does_it_once(
    app: Application, visitor: Person, proposal: Proposal, kim: Account, statement: str
) -> None:
    path = f"/proposals/{proposal.id}"
    form = visitor.open(path).form(to="/opinions")
    refer(visitor, path)
    waits = sign_in(visitor.send(form, body="바쁠 때 보낸 글"), visitor).form("이어서 하기")
    with failing(statement):
        busy = visitor.send(waits, status=503)
    busy.shows("보내려던 내용은 이 브라우저에 그대로 있어요.", "바쁠 때 보낸 글")
    busy.hides("저장되지 않았습니다")
    assert count(Opinion) == 0 and waiting() == 1
    again = next(link for link in busy.root.all("a") if link.text == "다시 시도하기")
    page = visitor.open(again.attributes["href"])
    assert visitor.send(page.form("이어서 하기")).path == path
    assert visitor.send(waits).path == path
    assert db.session.scalars(select(Opinion.text)).all() == ["바쁠 때 보낸 글"]
    assert waiting() == 0


def test_what_cannot_be_kept_just_now_is_given_back(
    app: Application, visitor: Person, proposal: Proposal
) -> None:
    form = visitor.open(f"/proposals/{proposal.id}").form(to="/opinions")
    with failing("INSERT INTO pending_act"):
        visitor.send(form, status=503, body="아직 어디에도 없는 글").shows("아직 어디에도 없는 글")


def test_joining_by_mail_ends_with_what_was_begun(
    app: Application, visitor: Person, proposal: Proposal, mail_to: MailTo
) -> None:
    path = f"/proposals/{proposal.id}"
    press_support(visitor, proposal)
    form = visitor.open(f"/join?next={path}").form(to="/join")
    visitor.send(form, email=KIM, nickname="새사람", **AGREED)
    confirm = visitor.open(f"/confirm/{secret_of(mail_to(KIM)[0], 'confirm')}")
    waits = visitor.send(confirm.form("네, 제 계정입니다"))
    assert waits.path == "/continue"
    visitor.send(waits.form("이어서 하기"))
    assert count(Support) == 1


def test_the_mail_app_arrives_where_the_person_was(
    app: Application, visitor: Person, proposal: Proposal, mail_to: MailTo
) -> None:
    path = f"/proposals/{proposal.id}"
    press_support(visitor, proposal)
    form = visitor.open(f"/join?next={path}").form(to="/join")
    visitor.send(form, email=KIM, nickname="새사람", **AGREED)
    mail_app = Person(app)
    confirm = mail_app.open(f"/confirm/{secret_of(mail_to(KIM)[0], 'confirm')}")
    arrived = mail_app.send(confirm.form("네, 제 계정입니다"))
    assert (arrived.path, mail_app.send(arrived.form("공감합니다")).path) == ("/continue", path)


def test_what_waits_is_replaced_and_ends(
    app: Application, visitor: Person, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    press_support(visitor, proposal)
    first = db.session.scalars(select(PendingAct.digest)).one()
    press_support(visitor, proposal)
    db.session.expire_all()
    assert db.session.scalars(select(PendingAct.digest)).one() != first
    assert pending.forget_expired() == 0
    later = clock.wall() + timedelta(hours=48, seconds=1)
    monkeypatch.setattr(clock, "wall", lambda: later)
    assert pending.forget_expired() == 1


def test_every_file_that_was_sent_along_is_missed(app: Application, visitor: Person, kim: Account) -> None:
    form = visitor.open("/proposals/new").form(to="/proposals/new")
    refer(visitor, "/proposals/new")
    files = [(BytesIO(), ""), (BytesIO(b"plan"), "plan.txt")]
    data = {**dict(form.filled(title="쓰다 만 제안", body="본문입니다.")), "plan": files}
    door = visitor.client.post(form.action, data=data, headers=visitor.headers, follow_redirects=True)
    sign_in(Page(door), visitor).shows("파일은 보관하지 못했습니다")


def test_what_is_too_large_is_given_back_and_not_lost(
    app: Application, visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "MOST", 200)
    form = visitor.open("/proposals/new").form(to="/proposals/new")
    page = visitor.send(form, status=401, title="긴 글", body="길다 " * 100)
    assert "길다 길다" in page.html and waiting() == 0
    page.shows("먼저 로그인해 주세요")
    assert page.main.one("a", css="button-primary").attributes["href"] == "/sign-in"


def test_what_looks_like_a_resident_number_is_not_kept_not_even_locked_away(
    app: Application, visitor: Person
) -> None:
    form = visitor.open("/proposals/new").form(to="/proposals/new")
    page = visitor.send(form, status=422, title="제 번호", body="900101-1234567")
    assert "1234567" not in page.html and waiting() == 0
    page.shows("주민등록번호로 보이는 번호가 있습니다", "제 번호")


def test_the_days_of_a_law_and_sums_are_no_resident_number(
    app: Application, visitor: Person, kim: Account
) -> None:
    body = "법률 2008. 3. 14., 2012. 1. 26. 개정에 따른 예산 900,101 1,234,567원을 공개해 주세요. " * 2
    form = visitor.open("/proposals/new").form(to="/proposals/new")
    refer(visitor, "/proposals/new")
    waits = sign_in(visitor.send(form, title="예산 공개", body=body), visitor)
    visitor.send(waits.form("이어서 하기"))
    assert db.session.scalars(select(Proposal.title)).all() == ["예산 공개"]


def test_somebody_else_is_asked_first_and_after_a_while_gets_nothing(
    app: Application, visitor: Person, proposal: Proposal, kim: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A computer that several people use: one has pressed the button and left, another signs in from elsewhere."""
    press_support(visitor, proposal)
    with monkeypatch.context() as soon:
        other = visitor.open("/sign-in")
        waits = sign_in(other, visitor)
        assert waits.path == "/continue" and "js/go-on.js" not in waits.html
        assert count(Support) == 0
        later = clock.wall() + timedelta(minutes=31)
        soon.setattr(clock, "wall", lambda: later)
        assert visitor.open("/continue").path == "/"
    left = visitor.send(visitor.open("/continue").form("버리기"))
    assert left.path == f"/proposals/{proposal.id}" and waiting() == 0


def test_who_signs_in_from_the_same_page_is_asked_too(
    app: Application, visitor: Person, proposal: Proposal, kim: Account
) -> None:
    press_support(visitor, proposal)
    waits = sign_in(visitor.open(f"/sign-in?next=/proposals/{proposal.id}"), visitor)
    assert waits.path == "/continue" and "js/go-on.js" not in waits.html
    assert "js/go-on.js" not in visitor.open(f"/continue?act=guessed&next=/proposals/{proposal.id}").html


def test_the_word_of_an_act_goes_with_joining_and_means_nothing_elsewhere(
    app: Application, visitor: Person, proposal: Proposal, mail_to: MailTo
) -> None:
    asked = press_support(visitor, proposal)
    onto = dict(asked.form(to="/sign-in").filled())["next"]
    form = visitor.open(f"/join?next={quote(onto)}").form(to="/join")
    visitor.send(form, email=KIM, nickname="새사람", **AGREED)
    path = f"/confirm/{secret_of(mail_to(KIM)[0], 'confirm')}"
    waits = visitor.send(visitor.open(path).form("네, 제 계정입니다"))
    assert waits.path == "/continue" and "js/go-on.js" in waits.html
    elsewhere = Person(app, testing.account("달이").id)
    assert elsewhere.open(onto).path == f"/proposals/{proposal.id}", (
        "another browser goes where the person was"
    )


def test_one_address_keeps_only_so_much(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    monkeypatch.setattr(pending, "BYTES_FROM_ONE_ADDRESS", "4000 per hour")
    for number in range(5):
        somebody = Person(app)
        form = somebody.open("/proposals/new").form(to="/proposals/new")
        somebody.send(form, status=200 if number < 2 else 401, title="긴 글", body="길다" * 200)
    assert waiting() == 2


def test_after_a_while_the_same_person_is_asked_but_nothing_is_done_by_itself(
    app: Application, visitor: Person, proposal: Proposal, kim: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = press_support(visitor, proposal)
    later = clock.wall() + timedelta(hours=3)
    monkeypatch.setattr(clock, "wall", lambda: later)
    waits = sign_in(page, visitor)
    assert waits.path == "/continue" and "js/go-on.js" not in waits.html


def test_a_sign_in_page_left_open_says_what_waits_and_asks_after_a_while(
    app: Application, visitor: Person, proposal: Proposal, kim: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tablet of many: one has pressed the button and left, the next signs in on the page that is open."""
    page = press_support(visitor, proposal)
    page.shows("로그인하거나 가입하면 공감이 바로 반영됩니다.", "본인이 시작하지 않았다면 버려 주세요.")
    later = clock.wall() + timedelta(minutes=16)
    with monkeypatch.context() as soon:
        soon.setattr(clock, "wall", lambda: later)
        waits = sign_in(page, visitor)
        assert waits.path == "/continue" and "js/go-on.js" not in waits.html and count(Support) == 0
        waits.shows("이 기기에서 시작한 일입니다.")
        assert [waits.form(label).labels for label in ("이어서 하기", "버리기")] == [
            ["이어서 하기"],
            ["버리기"],
        ]
        visitor.send(waits.form("버리기")).shows("아무것도 보내지 않았습니다.")
    assert count(Support) == 0 and waiting() == 0


def test_what_waits_is_thrown_away_before_signing_in(
    app: Application, visitor: Person, proposal: Proposal, kim: Account
) -> None:
    page = visitor.send(press_support(visitor, proposal).form("버리기"))
    assert page.path == "/sign-in" and waiting() == 0
    page.hides("공감이 바로 반영됩니다")
    assert sign_in(page, visitor).path != "/continue"
    assert count(Support) == 0


def test_eight_windows_at_the_same_moment_do_it_once(
    app: Application, visitor: Person, proposal: Proposal, kim: Account
) -> None:
    path = f"/proposals/{proposal.id}"
    form = visitor.open(path).form(to="/opinions")
    refer(visitor, path)
    waits = sign_in(visitor.send(form, body="한 번만"), visitor).form("이어서 하기")
    sent = MultiDict(waits.filled())
    cookies = "; ".join(
        f"{name}={held.value}"
        for name in (app.config["SESSION_COOKIE_NAME"], "pending")
        if (held := visitor.client.get_cookie(name))
    )
    db.session.rollback()
    together = threading.Barrier(8)

    def send(_: int) -> int:
        window = app.test_client(use_cookies=False)
        together.wait()
        return window.post(
            waits.action, data=sent, headers={**visitor.headers, "Cookie": cookies}
        ).status_code

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(send, range(8))) == [302] * 8
    assert count(Opinion) == 1 and waiting() == 0
