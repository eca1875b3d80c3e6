"""Quotes and links: a quote shows the words of today, a link leads to where an opinion stands, voices are marked."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.journey.rules import apply_version
from demosx.journey.travel import moment
from demosx.opinions import errors, moderation
from demosx.opinions import queries as queries_of_opinions
from demosx.opinions.models import Opinion
from demosx.opinions.queries import cursor_of, opinions
from demosx.opinions.services import delete, edit, say
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.writing_models import CoProposer
from tests.counting import queries

KEPT_TO_STAFF = """
format = 1
key = "kept"
name = { ko = "안", en = "Inside" }
opened_by = ["member"]
first = "open"
[stages.open]
kind = "support"
name = { ko = "밖", en = "Open" }
allows = ["support", "opine"]
[[stages.open.rules]]
by = ["operator"]
move = "inside"
[stages.inside]
kind = "deliberation"
name = { ko = "안", en = "Inside" }
shown_to = "staff"
allows = ["vote", "opine"]
[[stages.inside.rules]]
by = ["operator"]
move = "open"
"""
pytestmark = pytest.mark.usefixtures("day")
SignIn = Callable[[FlaskClient, Account], FlaskClient]


@pytest.fixture
def member(client: FlaskClient, sign_in: SignIn, people: list[Actor]) -> FlaskClient:
    """The browser of the first of the people."""
    return sign_in(client, db.session.get_one(Account, people[0].id))


def test_a_quote_shows_the_words_of_today(
    filed: Proposal, member: FlaskClient, people: list[Actor], operator: Actor
) -> None:
    first, gone = say(filed, "처음 말", actor=people[1]), say(filed, "지울 말", actor=people[2])
    db.session.commit()
    form = member.get(f"/proposals/{filed.id}/opinions/new?quotes={first.id}").text
    assert "처음 말" in form and f'name="quotes" value="{first.id}"' in form
    for quoted in (first, gone):
        sent = {"body": f"{quoted.id}번 말에 대해", "quotes": str(quoted.id)}
        assert member.post(f"/proposals/{filed.id}/opinions", data=sent).status_code == 302
    edit(first, "나중 말", actor=people[1])
    db.session.commit()
    page = member.get(f"/proposals/{filed.id}").text
    assert page.count("나중 말") == 2 and "처음 말" not in page
    moderation.hide(first, "", actor=operator, rule="abuse")
    delete(gone, actor=people[2])
    db.session.commit()
    page = member.get(f"/proposals/{filed.id}").text
    assert "숨겨진 의견을 인용했습니다" in page and "지워진 의견을 인용했습니다" in page
    assert "나중 말" not in page and "지울 말" not in page
    assert member.get(f"/proposals/{filed.id}/opinions/new?quotes={first.id}").status_code == 404


def test_only_what_is_read_in_the_same_thread_is_quoted(
    filed: Proposal, people: list[Actor], operator: Actor, request: pytest.FixtureRequest
) -> None:
    elsewhere = say(
        testing.proposal(db.session.get_one(Account, people[5].id), "다른 제안"), "말", actor=people[1]
    )
    hidden = say(filed, "숨길 말", actor=people[1])
    moderation.hide(hidden, "", actor=operator, rule="abuse")
    before = say(filed, "제안 때 한 말", actor=people[1])
    for number in (elsewhere.id, hidden.id, 0, -1, 2**70, before.id + 99):
        with pytest.raises(errors.QuoteGone):
            say(filed, "인용", actor=people[0], quotes_id=number)
    reply = say(filed, "답", actor=people[2], parent_id=before.id)
    assert say(filed, "답을 인용", actor=people[0], quotes_id=reply.id).quotes_id == reply.id
    db.session.commit()
    debated: Proposal = request.getfixturevalue("debated")
    with pytest.raises(errors.QuoteGone):
        say(debated, "인용", actor=people[0], quotes_id=before.id)


def test_a_link_leads_to_the_page_on_which_an_opinion_stands(
    filed: Proposal, client: FlaskClient, people: list[Actor], operator: Actor
) -> None:
    heads = [say(filed, f"말 {n}", actor=people[n % 6]) for n in range(25)]
    replies = [say(filed, f"답 {n}", actor=people[n % 6], parent_id=heads[0].id) for n in range(40)]
    db.session.commit()
    assert cursor_of(heads[-1]) is None
    for opinion in (heads[0], heads[3], heads[-1], replies[-1]):
        answer = client.get(f"/opinions/{opinion.id}")
        assert answer.location.endswith(f"#opinion-{opinion.id}")
        assert f'id="opinion-{opinion.id}"' in client.get(answer.location).text
    moderation.hide(heads[0], "", actor=operator, rule="abuse")
    moderation.hide(heads[1], "", actor=operator, rule="abuse")
    db.session.commit()
    assert client.get(f"/opinions/{heads[0].id}").status_code == 302, "the head of replies has its place"
    assert client.get(f"/opinions/{heads[1].id}").status_code == 404
    assert client.get("/opinions/999999").status_code == 404


def test_many_replies_are_folded_and_the_rest_is_a_link_away(
    filed: Proposal, client: FlaskClient, people: list[Actor]
) -> None:
    head = say(filed, "물음", actor=people[0])
    for n in range(40):
        say(filed, f"답 {n}번", actor=people[n % 6], parent_id=head.id)
    db.session.commit()
    page = client.get(f"/proposals/{filed.id}").text
    assert '<details class="folded">' in page and "답글 27개 더 보기" in page and "답글 10개 더 보기" in page
    assert "답 29번" in page and "답 30번" not in page
    whole = client.get(f"/proposals/{filed.id}?opened={head.id}").text
    assert "답 39번" in whole and '<details class="folded">' not in whole
    (said,) = opinions(filed.id, 0, opened=head.id).items
    assert len(said.replies) == 40


def test_it_is_said_as_whom_somebody_speaks(
    filed: Proposal, client: FlaskClient, people: list[Actor], operator: Actor
) -> None:
    filed.lead_department_id = testing.department("transport").id
    officer = testing.account("교통", ["officer"], "transport")
    stranger = testing.account("공원", ["officer"], "parks")
    panel = testing.account("기획", ["planning_panel"])
    db.session.add(CoProposer(
        proposal_id=filed.id, digest="x" * 64, invited_at=filed.filed_at, expires_at=filed.filed_at,
        account_id=people[1].id, joined_at=filed.filed_at,
    ))  # fmt: skip
    db.session.flush()
    for actor in (operator, *people[:2], *(actor_of(one.id) for one in (officer, stranger, panel))):
        say(filed, f"{actor.nickname}의 말", actor=actor)
    say(filed, "제안한 사람의 말", actor=actor_of(filed.proposer_id or 0))
    db.session.commit()
    number = filed.id
    with queries() as sent:
        roles = {
            said.author: (said.proposes, said.staff.partition("/")[0]) for said in opinions(number, 0).items
        }
    assert len(sent) == 1
    assert roles == {
        "운영": (False, "operator"), "사람0": (False, ""), "사람1": (True, ""), "교통": (False, "officer"),
        "공원": (False, ""), "기획": (False, ""), "별이": (False, ""),
    }  # fmt: skip
    page = client.get(f"/proposals/{filed.id}").text
    assert "담당부서 · " in page and page.count("공동 제안자") == 1 and "기획단</span>" not in page


def test_who_writes_a_telephone_number_is_asked_once(filed: Proposal, member: FlaskClient) -> None:
    address, sent = f"/proposals/{filed.id}/opinions", {"body": "연락 주세요 010-1234-5678"}
    asked = member.post(address, data=sent)
    assert asked.status_code == 422 and "010-1234-****" in asked.text and sent["body"] in asked.text
    mark = asked.text.partition('name="contact_meant" type="hidden" value="')[2].partition('"')[0]
    other = member.post(address, data={"body": "010-8765-4321", "contact_meant": mark})
    assert other.status_code == 422, "another number is asked about anew"
    assert db.session.scalars(db.select(Opinion)).all() == []
    assert member.post(address, data=sent | {"contact_meant": mark}).status_code == 302
    assert db.session.scalars(db.select(Opinion.text)).all() == [sent["body"]]


def test_the_rules_of_the_house_are_on_a_page(client: FlaskClient) -> None:
    page = client.get("/opinions/rules").text
    assert "욕설" in page and "30일 안에 이의를" in page


def test_what_is_said_where_only_staff_read_is_found_by_nobody_else(
    client: FlaskClient, people: list[Actor], make_account: Callable[..., Account], member: FlaskClient
) -> None:
    lead = actor_of(make_account("총괄", roles=["lead"]).id)
    apply_version(KEPT_TO_STAFF, "kept.toml")
    proposal = testing.proposal(make_account("달이"), process_key="kept")
    with moment(proposal, lead) as journey:
        journey.force("move", "inside", "시험")
    opinion = say(proposal, "안에서만 하는 말", actor=lead)
    db.session.commit()
    assert opinion.thread == 2
    for browser in (client.application.test_client(), member):
        assert browser.get(f"/proposals/{proposal.id}/opinions/new?quotes={opinion.id}").status_code == 404
        assert browser.get(f"/opinions/{opinion.id}").status_code == 404
    assert member.post(f"/opinions/{opinion.id}/agree").status_code == 404
    sent = {"body": "인용", "quotes": str(opinion.id)}
    assert "안에서만" not in member.post(f"/proposals/{proposal.id}/opinions", data=sent).text
    assert queries_of_opinions.visible(opinion.id, lead).id == opinion.id
