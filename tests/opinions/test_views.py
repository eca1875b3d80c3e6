"""Opinions over HTTP: where an answer leads, what is kept, and whose they are."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.opinions import moderation
from demosx.opinions.models import Opinion, OpinionReport
from demosx.opinions.services import delete, say
from demosx.people.models import Account
from demosx.proposals.models import Proposal
from tests.visiting import Page

pytestmark = pytest.mark.usefixtures("day")
SignIn = Callable[[FlaskClient, Account], FlaskClient]


@pytest.fixture
def member(client: FlaskClient, sign_in: SignIn, people: list[Actor]) -> FlaskClient:
    """The browser of the first of the people."""
    client.set_cookie("language", "en")
    return sign_in(client, db.session.get_one(Account, people[0].id))


def test_saying_leads_to_what_was_said(filed: Proposal, member: FlaskClient) -> None:
    answer = member.post(
        f"/proposals/{filed.id}/opinions", data={"body": "좋습니다", "back": "/deliberations/9?x=1"}
    )
    opinion = db.session.scalars(db.select(Opinion)).one()
    assert answer.location == f"/deliberations/9?x=1#opinion-{opinion.id}"
    page = member.get(f"/proposals/{filed.id}").text
    assert f'id="opinion-{opinion.id}"' in page
    assert "좋습니다" in page


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_the_way_back_never_leaves_the_site(filed: Proposal, member: FlaskClient, back: str) -> None:
    answer = member.post(f"/proposals/{filed.id}/opinions", data={"body": "좋습니다", "back": back})
    assert answer.location.startswith(f"/proposals/{filed.id}#opinion-")


def test_a_text_too_long_is_given_back(filed: Proposal, member: FlaskClient) -> None:
    typed = "가나다" * 1001
    answer = member.post(f"/proposals/{filed.id}/opinions", data={"body": typed})
    assert answer.status_code == 422
    assert typed in answer.text
    assert db.session.scalar(db.select(db.func.count(Opinion.id))) == 0


def test_a_visitor_writes_first_and_signs_in_then(filed: Proposal, client: FlaskClient) -> None:
    client.set_cookie("language", "en")
    page = client.get(f"/proposals/{filed.id}").text
    assert f'action="/proposals/{filed.id}/opinions"' in page
    assert "What you have written is kept." in page
    answer = client.post(
        f"/proposals/{filed.id}/opinions", data={"body": "좋습니다"}, headers={"Accept": "text/html"}
    )
    assert answer.location.startswith("/sign-in?next=")
    assert db.session.scalar(db.select(db.func.count(Opinion.id))) == 0


def test_somebody_elses_opinion_cannot_be_touched(
    filed: Proposal, member: FlaskClient, people: list[Actor]
) -> None:
    other = say(filed, "남의 말", actor=people[1])
    db.session.commit()
    for act in ("edit", "delete"):
        assert member.post(f"/opinions/{other.id}/{act}", data={"body": "x"}).status_code == 404
    assert member.get(f"/opinions/{other.id}/edit").status_code == 404
    for act in ("hide", "show", "keep"):
        assert member.post(f"/opinions/{other.id}/{act}", data={"reason": "x"}).status_code == 403
    db.session.expire_all()
    assert (other.text, other.visible) == ("남의 말", True)


def test_changing_and_deleting_ones_own(filed: Proposal, member: FlaskClient, people: list[Actor]) -> None:
    mine = say(filed, "처음 말", actor=people[0])
    db.session.commit()
    assert "처음 말" in member.get(f"/opinions/{mine.id}/edit").text
    assert member.post(f"/opinions/{mine.id}/edit", data={"body": "나중 말"}).status_code == 302
    assert "edited" in member.get(f"/proposals/{filed.id}").text
    assert member.post(f"/opinions/{mine.id}/delete").status_code == 302
    assert "나중 말" not in member.get(f"/proposals/{filed.id}").text


def test_a_second_window_overwrites_nothing(
    filed: Proposal, member: FlaskClient, people: list[Actor]
) -> None:
    mine = say(filed, "처음 말", actor=people[0])
    db.session.commit()
    address = f"/opinions/{mine.id}/edit"
    first, second = (Page(member.get(address)).form(to=address) for _window in range(2))
    assert member.post(address, data=dict(first.filled(body="첫 창에서 고친 말"))).status_code == 302
    assert member.post(address, data=dict(first.filled(body="첫 창에서 고친 말"))).status_code == 302, (
        "sent twice"
    )
    answer = member.post(address, data=dict(second.filled(body="둘째 창에서 고친 말")))
    assert answer.status_code == 409
    again = Page(answer)
    again.shows("첫 창에서 고친 말", "둘째 창에서 고친 말")
    db.session.expire_all()
    assert mine.text == "첫 창에서 고친 말"
    assert member.post(address, data=dict(again.form(to=address).filled())).status_code == 302, (
        "both were read"
    )
    db.session.expire_all()
    assert mine.text == "둘째 창에서 고친 말"


def test_what_is_hidden_or_deleted_leaves_no_word_in_the_page(
    filed: Proposal, member: FlaskClient, people: list[Actor], operator: Actor
) -> None:
    hidden, deleted = say(filed, "비밀번호", actor=people[1]), say(filed, "주민번호", actor=people[2])
    for head in (hidden, deleted):
        say(filed, "답", actor=people[0], parent_id=head.id)
    moderation.hide(hidden, "전화번호가 있습니다", actor=operator, rule="personal_data")
    delete(deleted, actor=people[2])
    db.session.commit()
    page = member.get(f"/proposals/{filed.id}").text
    assert "비밀번호" not in page
    assert "주민번호" not in page
    assert "A hidden opinion (rule: Somebody&#39;s personal data)" in page
    assert "전화번호가 있습니다" not in page, "the reason is for its author"
    assert "This opinion was deleted by its author." in page
    assert people[2].nickname not in page
    for act in ("agree", "unagree", "report"):
        assert member.post(f"/opinions/{hidden.id}/{act}", data={"reason": "abuse"}).status_code == 404


def test_the_author_learns_why_an_opinion_was_hidden(
    filed: Proposal, member: FlaskClient, people: list[Actor], operator: Actor
) -> None:
    moderation.hide(say(filed, "내 말", actor=people[0]), "다른 사람의 전화번호", actor=operator)
    db.session.commit()
    assert "hidden: 다른 사람의 전화번호" in member.get("/me").text


def test_reporting_and_agreeing(filed: Proposal, member: FlaskClient, people: list[Actor]) -> None:
    other = say(filed, "남의 말", actor=people[1])
    db.session.commit()
    assert (
        member.post(f"/opinions/{other.id}/report", data={"reason": "abuse", "note": "심해요"}).status_code
        == 302
    )
    assert member.post(f"/opinions/{other.id}/report", data={"reason": "nonsense"}).status_code == 422
    assert db.session.scalars(db.select(OpinionReport.note)).all() == ["심해요"]
    for _ in range(2):
        assert member.post(f"/opinions/{other.id}/agree").location.endswith(f"#opinion-{other.id}")
    assert 'aria-pressed="true"' in member.get(f"/proposals/{filed.id}").text
    db.session.expire_all()
    assert other.agrees == 1


def test_an_operator_hides_from_the_page(
    filed: Proposal, client: FlaskClient, sign_in: SignIn, people: list[Actor], operator: Actor
) -> None:
    opinion = say(filed, "나쁜 말", actor=people[0])
    db.session.commit()
    sign_in(client, db.session.get_one(Account, operator.id))
    assert f"/desk/opinions/{opinion.id}" in client.get(f"/proposals/{filed.id}").text
    assert client.post(f"/opinions/{opinion.id}/hide", data={"rule": ""}).status_code == 422
    assert client.post(f"/opinions/{opinion.id}/hide", data={"rule": "other"}).status_code == 422
    assert client.post(f"/opinions/{opinion.id}/hide", data={"rule": "abuse"}).status_code == 302
    assert "나쁜 말" not in client.get(f"/proposals/{filed.id}").text
    assert client.post(f"/opinions/{opinion.id}/hide", data={"rule": "abuse"}).status_code == 409
    assert client.post(f"/opinions/{opinion.id}/show").status_code == 302
    assert "나쁜 말" in client.get(f"/proposals/{filed.id}").text


def test_in_a_deliberation_the_form_says_what_a_stance_means(
    debated: Proposal, member: FlaskClient, people: list[Actor]
) -> None:
    page = member.get(f"/proposals/{debated.id}").text
    assert "your vote stays secret" in page
    assert '<input checked id="stance-0" name="stance" type="radio" value="">' in page
    assert member.post(f"/proposals/{debated.id}/opinions", data={"body": "말없이"}).status_code == 302
    assert (
        member.post(f"/proposals/{debated.id}/opinions", data={"body": "찬성", "stance": "yes"}).status_code
        == 302
    )
    assert (
        member.post(f"/proposals/{debated.id}/opinions", data={"body": "?", "stance": "maybe"}).status_code
        == 422
    )
    assert db.session.scalars(db.select(Opinion.stance).order_by(Opinion.id)).all() == [None, "yes"]
    assert "찬성" in member.get(f"/proposals/{debated.id}?side=yes").text
    assert "말없이" not in member.get(f"/proposals/{debated.id}?side=yes").text


def test_an_earlier_thread_stays_readable_and_closed(
    filed: Proposal, member: FlaskClient, people: list[Actor], request: pytest.FixtureRequest
) -> None:
    say(filed, "제안 때 한 말", actor=people[1])
    db.session.commit()
    debated: Proposal = request.getfixturevalue("debated")
    assert "제안 때 한 말" not in member.get(f"/proposals/{debated.id}").text
    earlier = member.get(f"/proposals/{debated.id}?thread=0").text
    assert "제안 때 한 말" in earlier
    assert f'action="/proposals/{debated.id}/opinions"' not in earlier
