"""The pages of proposals: what they show to whom, in how many queries, and that nobody's text becomes markup."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx.core.db import db
from demosx.opinions.models import Opinion
from demosx.opinions.services import say
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import services
from demosx.proposals.models import Proposal
from demosx.proposals.queries import Filters, Sort, listed
from demosx.stages.support.services import support
from demosx.testing import department
from tests.counting import queries
from tests.visiting import Page

At = Callable[[str], AbstractContextManager[None]]
Make = Callable[..., Account]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
HOSTILE = (
    "\"><script>alert(1)</script><img src=x onerror=alert(2)>' onmouseover='x {{7*7}} ${7*7} </textarea>"
)
MARKDOWN = "[x](javascript:alert(1)) ![i](//evil.example/i.png) <svg onload=alert(1)> [y](//evil.example)"


class Markup(HTMLParser):
    """Whatever of a page's markup only an attacker would write."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        address = given.get("href") or given.get("src") or ""
        own = address.startswith(("/theme", "http://localhost/proposals/"))
        outside = tag in ("script", "img", "link", "iframe") and not own
        elsewhere = address.startswith(("javascript:", "//", "data:"))
        if outside or elsewhere or any(name.startswith("on") for name in given):
            self.found.append(self.get_starttag_text() or tag)


@pytest.fixture
def filed(app: Flask, at: At, make_account: Make, make_proposal: Callable[..., Proposal]) -> Proposal:
    """A proposal of 1 February 2019, at noon."""
    with at("2019-02-01 12:00"):
        return make_proposal(make_account("별이"))


@pytest.fixture
def member(client: FlaskClient, make_account: Make, sign_in: SignIn) -> FlaskClient:
    return sign_in(client, make_account("달이"))


def file_many(how_many: int, actor_id: int) -> None:
    """Proposals with everything that lists and pages show, written fast."""
    began = datetime(2019, 2, 1, tzinfo=UTC)
    actor = actor_of(actor_id)
    first = services.propose("처음", "글", actor=actor, at=began)
    db.session.flush()
    columns = {c.name: getattr(first, c.key) for c in Proposal.__table__.columns if c.computed is None}
    del columns["id"]
    rows = [
        columns
        | {
            "number": f"2019-{first.id:03}{n:05}",
            "title": f"제안 {n}",
            "filed_at": began + timedelta(hours=n),
        }
        for n in range(1, how_many)
    ]
    if rows:
        db.session.execute(Proposal.__table__.insert(), rows)
    db.session.commit()


def say_many(how_many: int, proposal: Proposal, people: list[Account]) -> None:
    for n in range(how_many):
        db.session.add(Opinion(
            proposal_id=proposal.id, visit_number=1, place="proposal", account_id=people[n % len(people)].id,
            text=f"말 {n}", created_at=proposal.filed_at + timedelta(seconds=n),
        ))  # fmt: skip
    proposal.opinions = how_many
    db.session.commit()


@pytest.mark.parametrize(
    "address", ["/proposals", "/proposals?sort=support&area=transport&q=제안", "/proposals?sort=closing"]
)
def test_the_list_takes_as_many_queries_for_five_hundred_as_for_ten(
    app: Flask, address: str, at: At, client: FlaskClient, make_account: Make
) -> None:
    author = make_account("별이").id
    taken = []
    for how_many in (10, 490):
        with at("2019-02-02 12:00"):
            file_many(how_many, author)
            client.get(address)
            with queries() as sent:
                assert client.get(address).status_code == 200
        taken.append(len(sent))
    assert taken[0] == taken[1] <= 8


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_proposal_takes_as_many_queries_with_five_hundred_opinions_as_with_ten(
    filed: Proposal, signed_in: bool, at: At, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    people = [make_account(f"사람{n}") for n in range(5)]
    if signed_in:
        sign_in(client, people[0])
    page, taken = f"/proposals/{filed.id}", []
    for how_many in (10, 490):
        say_many(how_many, filed, people)
        with at("2019-02-02 12:00"), queries() as sent:
            assert client.get(page).status_code == 200
        taken.append(len(sent))
    assert taken[0] == taken[1] <= 8, sent


def test_filters_and_orders_narrow_the_list(app: Flask, at: At, make_account: Make) -> None:
    actor = actor_of(make_account("별이").id)
    with at("2019-02-01 12:00"):
        bus = services.propose("버스", "글", actor=actor, area="transport", district="narae")
        care = services.propose("돌봄", "글", actor=actor, area="welfare")
    with at("2019-02-05 12:00"):
        late = services.propose("나중", "글", actor=actor)
        support(care, actor=actor)
    db.session.commit()

    def found(sort: Sort = Sort.NEW, **wanted: object) -> list[str]:
        return [proposal.title for proposal in listed(Filters(**wanted), sort).items]  # type: ignore[arg-type]

    assert found() == ["나중", "돌봄", "버스"]
    assert found(Sort.SUPPORT)[0] == "돌봄"
    assert found(Sort.CLOSING) == ["버스", "돌봄", "나중"]
    assert found(Sort.ANSWERED) == []
    assert found(area="transport") == found(district="narae") == ["버스"]
    assert found(since=datetime(2019, 2, 2).date()) == ["나중"]
    assert found(until=datetime(2019, 2, 1).date()) == ["돌봄", "버스"]
    assert found(origin="agency") == found(stage="forum") == found(state="ended") == []
    assert late.listed and bus.listed


def test_the_list_is_narrowed_by_what_everybody_may_see(filed: Proposal, client: FlaskClient) -> None:
    page = Page(client.get("/proposals", headers={"Accept-Language": "ko"}))
    menus = {one.attributes["name"]: one for one in page.main.all("select")}
    stages = [one.attributes["value"] for one in menus["stage"].all("option")]
    assert "forum" in stages and not {"draft", "fact_check"} & set(stages)
    (origin,) = [one for one in page.main.all("label") if one.all("select", name="origin")]
    assert origin.text.startswith("제안한 곳")


def test_an_address_with_nonsense_shows_the_list(app: Flask, filed: Proposal, client: FlaskClient) -> None:
    for nonsense in (
        "sort=title%3BDROP", "stage=zzz&area='&district=%00", "department=x", "department=99999999999999999999",
        "from=2019-99-99&to=x", "from=0001-01-01&to=9999-12-31", "page=%F0%9F%9A%8C",
        "page=" + "A" * 3000, "q=%ED%A0%80%00",
    ):  # fmt: skip
        for page in ("/proposals", f"/proposals/{filed.id}"):
            answer = client.get(f"{page}?{nonsense}")
            assert answer.status_code == 200, nonsense
            assert "javascript:" not in answer.text


def test_hostile_text_stays_text_on_every_page(
    app: Flask, at: At, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    author = make_account("<b>별이</b>")
    actor = actor_of(author.id)
    with at("2019-02-02 12:00"):
        proposal = services.propose(HOSTILE[:100], MARKDOWN + HOSTILE, actor=actor, place=HOSTILE)
        opinion = say(proposal, MARKDOWN + HOSTILE, actor=actor)
        say(proposal, HOSTILE, actor=actor, parent_id=opinion.id)
        db.session.commit()
        sign_in(client, author)
        pages = (f"/proposals/{proposal.id}", "/proposals", "/me", f"/proposals/{proposal.id}/edit",
                 f"/opinions/{opinion.id}/edit", "/proposals?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")  # fmt: skip
        for page in pages:
            markup = Markup()
            text = client.get(page).text
            markup.feed(text)
            assert markup.found == [], page
            assert " 49 " not in text, page


def test_hidden_is_absent_from_every_page(
    filed: Proposal, at: At, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    operator, other = make_account("운영", roles=["operator"]), make_account("달이")
    with at("2019-02-02 12:00"):
        support(filed, actor=actor_of(other.id))
        say(filed, "한마디", actor=actor_of(other.id))
        services.hide(filed, "사유", actor_of(operator.id))
        db.session.commit()
        page = f"/proposals/{filed.id}"
        for who in (None, other):
            if who is not None:
                sign_in(client, who)
            assert client.get(page).status_code == 404
            for act in ("support", "withdraw-support", "opinions", "press", "edit", "hide", "show"):
                assert client.post(f"{page}/{act}", data={"body": "x"}).status_code in (401, 403, 404), act
            for place in (
                "/",
                "/proposals",
                "/proposals?sort=support",
                "/proposals?q=버스",
                "/results",
                "/deliberations",
                "/ask",
            ):
                assert filed.title not in client.get(place).text, place
        mine = client.get("/me").text
        assert filed.title not in mine
        assert "한마디" not in mine


def test_a_hidden_proposals_proposer_sees_why(
    filed: Proposal, at: At, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    services.hide(filed, "전화번호가 있습니다", actor_of(make_account("운영", roles=["operator"]).id))
    db.session.commit()
    sign_in(client, filed.proposer)
    with at("2019-02-02 12:00"):
        assert "전화번호가 있습니다" in client.get(f"/proposals/{filed.id}").text
        mine = Page(client.get("/me", headers={"Accept-Language": "ko"})).main.one("article", css="card")
        assert filed.title in mine.text and "숨겨짐" in mine.text


def test_two_who_edit_see_both_texts(filed: Proposal, at: At, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, filed.proposer)
    page = f"/proposals/{filed.id}/edit"
    with at("2019-02-02 12:00"):
        assert (
            client.post(
                page, data={"title": "먼저", "body": "먼저 쓴 글", "revision": "1", "place": "역 앞"}
            ).status_code
            == 302
        )
        answer = client.post(page, data={"title": "나중", "body": "나중 쓴 글", "revision": "1"})
        assert answer.status_code == 409
        assert "먼저 쓴 글" in answer.text
        assert "나중 쓴 글" in answer.text
        assert "역 앞" in answer.text, "what else was changed is told too"
        assert 'name="revision" value="2"' in answer.text
        db.session.expire_all()
        assert filed.title == "먼저"
        assert (
            client.post(page, data={"title": "나중", "body": "합친 글", "revision": "2"}).status_code == 302
        )


def test_an_edit_that_is_sent_twice_is_one(
    filed: Proposal, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, filed.proposer)
    changed = {"title": "새 제목", "body": "새 글", "revision": "1", "place": " 역  앞 "}
    with at("2019-02-02 12:00"):
        answers = [
            client.post(f"/proposals/{filed.id}/edit", data=changed).status_code for _press in range(2)
        ]
    db.session.expire_all()
    assert (answers, filed.title, filed.revision) == ([302, 302], "새 제목", 2)


def test_a_failed_submission_keeps_what_was_typed(member: FlaskClient, at: At) -> None:
    typed = {"title": "", "body": "길게 쓴 글", "place": "시장 앞", "area": "transport"}
    answer = member.post("/proposals/new", data=typed)
    assert answer.status_code == 422
    assert "길게 쓴 글" in answer.text
    assert "시장 앞" in answer.text
    assert re.search(r'<option selected value="transport"', answer.text)


def test_filing_over_http(member: FlaskClient, at: At) -> None:
    with at("2019-02-02 12:00"):
        answer = member.post("/proposals/new", data={"title": "버스", "body": "글"})
        assert answer.status_code == 302
        page = member.get(answer.location)
    assert "2019-000001" in page.text
    assert "달이" in page.text


def test_a_visitor_is_asked_to_sign_in(client: FlaskClient, filed: Proposal) -> None:
    assert client.get("/proposals/new").status_code == 200, "visitors write first"
    for answer in (
        client.get(f"/proposals/{filed.id}/edit", headers={"Accept": "text/html"}),
        client.post("/proposals/new", data={"title": "버스"}, headers={"Accept": "text/html"}),
    ):
        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in")


def test_an_unconfirmed_account_is_told_what_is_missing(
    app: Flask, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    account = make_account("새내기")
    account.confirmed_at = None
    db.session.commit()
    sign_in(client, account)
    client.set_cookie("language", "en")
    answer = client.get("/proposals/new")
    assert answer.status_code == 403
    assert "confirm your e-mail" in answer.text


def test_the_proposer_withdraws_and_nobody_else(
    filed: Proposal, at: At, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    page = f"/proposals/{filed.id}"
    with at("2019-02-02 12:00"):
        sign_in(client, make_account("달이"))
        assert client.post(f"{page}/press", data={"rule": "/end:withdrawn"}).status_code == 403
        assert "/press" not in client.get(page).text
        sign_in(client, filed.proposer)
        assert f"{page}/press" in client.get(page).text
        assert client.post(f"{page}/press", data={"rule": "support/move:agenda#2"}).status_code == 409
        assert client.post(f"{page}/press", data={"rule": "/end:withdrawn"}).status_code == 302
    db.session.expire_all()
    assert filed.ended == "withdrawn"


def test_every_write_needs_its_token(
    filed: Proposal, client: FlaskClient, app: Flask, sign_in: SignIn
) -> None:
    sign_in(client, filed.proposer)
    app.config["WTF_CSRF_ENABLED"] = True
    writes = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in ("proposals", "opinions", "support")
    ]
    posted = 0
    for rule in writes:
        if "POST" in (rule.methods or ()):
            address = re.sub(r"<int:\w+>", "1", rule.rule)
            assert client.post(address).status_code == 400, address
            posted += 1
    assert posted >= 12
    db.session.expire_all()
    assert (filed.supports, filed.opinions, filed.hidden_at) == (0, 0, None)


def test_a_page_that_is_opened_late_has_settled_first(filed: Proposal, at: At, client: FlaskClient) -> None:
    client.set_cookie("language", "en")
    with at("2019-03-10 09:00"):
        text = client.get(f"/proposals/{filed.id}").text
    db.session.expire_all()
    assert filed.ended == "expired"
    assert "Ended on Mon 4 Mar" in text


def test_a_departments_draft_is_seen_by_those_who_work_on_it_only(
    app: Flask, at: At, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    officer = make_account("주무관", roles=["officer"], at_department="transport")
    colleague = make_account("동료", roles=["officer"], at_department="transport")
    elsewhere = make_account("딴부서", roles=["officer"], at_department="parks")
    operator, citizen = make_account("운영", roles=["operator"]), make_account("달이")
    with at("2019-02-02 12:00"):
        sign_in(client, officer)
        form = client.get("/proposals/new?process=agency").text
        assert 'name="department_id"' in form
        typed = {
            "process_key": "agency",
            "title": "안전모 의무",
            "body": "글",
            "department_id": str(department().id),
        }
        prepared = client.post("/proposals/new", data=typed).location
        assert client.get(prepared).status_code == 200
        page = f"/proposals/{db.session.query(Proposal).one().id}"
        assert client.get(page).status_code == 200
        for who, status in ((colleague, 200), (operator, 200), (elsewhere, 404), (citizen, 404)):
            sign_in(client, who)
            assert client.get(page).status_code == status, who.nickname
            assert page not in client.get("/proposals?q=안전모").text
        assert client.get("/proposals/new?process=agency").status_code == 403
        assert "/proposals/new?process=agency" not in client.get("/proposals/new").text
