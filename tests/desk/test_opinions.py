"""The queue of opinions: each once with all that is known, many decided at once, each by a rule of the house."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.opinions import moderation, objections
from demosx.opinions.models import Objection, Opinion, OpinionReport
from demosx.opinions.reports import report
from demosx.opinions.services import edit, say
from demosx.opinions.waiting import number_waiting, queue
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.triage import replies
from tests.visiting import Page

from .conftest import At

DeskOf = Callable[[Account], FlaskClient]
LIST = "/desk/opinions"


@pytest.fixture
def said(city: SimpleNamespace, at: At) -> Opinion:
    """An opinion that two people have reported."""
    with at("2019-02-02 09:00"):
        proposal: Proposal = testing.proposal(city.citizen, "밤 11시 이후에도 버스를")
        opinion = say(proposal, "그 동네 사람들은 다 똑같아", actor=actor_of(city.citizen.id))
        for nickname in ("솔이", "달이"):
            report(opinion, "abuse", note="동네를 욕함", actor=actor_of(testing.account(nickname).id))
        db.session.commit()
        return opinion


def form(*decisions: tuple[Opinion, str], **more: str) -> dict[str, object]:
    """The form of the queue with these decisions."""
    numbers = [str(opinion.id) for opinion, _what in decisions]
    sent: dict[str, object] = {"opinion": numbers, "open": numbers, **more}
    for opinion, what in decisions:
        sent |= {f"decision-{opinion.id}": what, f"revision-{opinion.id}": str(opinion.revision)}
    return sent


def test_one_opinion_stands_there_once_with_all_its_reports(
    city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    assert number_waiting() == 1
    (item,) = queue(None).items
    assert item.opinion.id == said.id and len(item.reports) == 2
    with at("2019-02-03 09:00"):
        desk = desk_of(city.operator)
        for address in (LIST, f"{LIST}/{said.id}"):
            page = desk.get(address).get_data(as_text=True)
            assert page.count("그 동네 사람들은") == 1 and page.count("동네를 욕함") == 2
            assert "의견 1 → 0, 참여한 사람 1 → 0" in page
            assert desk_of(city.transport).get(address).status_code == 403
        waits = desk.get("/desk").get_data(as_text=True)
        assert re.search(r'href="/desk/opinions">[^<]+</a></dt>\s*<dd><span class="stat-value">1<', waits)


def test_hiding_settles_the_reports(city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf) -> None:
    with at("2019-02-03 09:00"):
        assert desk_of(city.transport).post(LIST, data=form((said, "abuse"))).status_code == 403
        assert (
            desk_of(city.transport).post(f"/opinions/{said.id}/hide", data={"rule": "abuse"}).status_code
            == 403
        )
        done = desk_of(city.operator).post(LIST, data=form((said, "abuse"), words="이웃을 욕함", back=LIST))
        assert done.status_code == 302 and done.location.startswith(LIST)
        assert "그 동네 사람들은" not in desk_of(city.operator).get(LIST).get_data(as_text=True)
    db.session.refresh(said)
    assert (said.hidden_rule, said.hidden_reason, number_waiting()) == ("abuse", "이웃을 욕함", 0)
    assert {row.handled_as for row in db.session.scalars(db.select(OpinionReport))} == {"hidden"}


def test_what_was_hidden_can_be_shown_again(
    city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-03 09:00"):
        desk = desk_of(city.operator)
        assert "그 동네 사람들은" not in desk.get(f"{LIST}/hidden").get_data(as_text=True)
        desk.post(f"/opinions/{said.id}/hide", data={"rule": "abuse", "reason": "이웃을 욕함"})
        page = desk.get(f"{LIST}/hidden").get_data(as_text=True)
        assert "그 동네 사람들은" in page and "이웃을 욕함" in page and "3월 5일" in page
        assert desk_of(city.transport).get(f"{LIST}/hidden").status_code == 403
        assert desk.post(f"/opinions/{said.id}/show").status_code == 302
        assert "그 동네 사람들은" not in desk.get(f"{LIST}/hidden").get_data(as_text=True)
    db.session.refresh(said)
    assert said.visible


def test_keeping_settles_them_too(city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf) -> None:
    with at("2019-02-03 09:00"):
        assert desk_of(city.operator).post(LIST, data=form((said, "keep"))).status_code == 302
    db.session.refresh(said)
    assert said.visible and number_waiting() == 0
    assert {row.handled_as for row in db.session.scalars(db.select(OpinionReport))} == {"kept"}


def test_many_are_decided_at_once_and_the_rest_together(
    city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-03 09:00"):
        spam = [say(said.proposal, f"싸게 팝니다 {n}", actor=actor_of(city.aide.id)) for n in range(5)]
        for opinion in spam:
            report(opinion, "advertising", actor=actor_of(city.head.id))
        db.session.commit()
        desk = desk_of(city.operator)
        page = desk.get(f"{LIST}?author={city.aide.id}").get_data(as_text=True)
        assert page.count("싸게 팝니다") == 5 and "그 동네 사람들은" not in page
        sent = form((said, "keep"), *((opinion, "") for opinion in spam), rest="advertising")
        answer = desk.post(LIST, data=sent)
        assert "의견 5건을 숨겼습니다. 의견 1건은 그대로 둡니다." in desk.get(answer.location).get_data(
            as_text=True
        )
    assert number_waiting() == 0
    assert {opinion.hidden_rule for opinion in spam} == {"advertising"}


def test_what_changed_in_the_meantime_is_left_and_told(
    city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-03 09:00"):
        other = say(said.proposal, "다른 말", actor=actor_of(city.citizen.id))
        report(other, "abuse", actor=actor_of(city.head.id))
        read = form((said, "abuse"), (other, "abuse"))
        edit(said, "미안합니다", actor=actor_of(city.citizen.id))
        moderation.hide(other, "", actor=actor_of(city.lead.id), rule="abuse")
        db.session.commit()
        desk = desk_of(city.operator)
        page = desk.get(desk.post(LIST, data=read).location).get_data(as_text=True)
        assert "글쓴이가 고친 의견이 있습니다" in page and "다른 사람이 먼저" in page
        assert "미안합니다" in page
    db.session.refresh(said)
    assert said.visible


def test_words_are_asked_for_where_a_rule_says_nothing_and_what_was_typed_stays(
    city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-03 09:00"):
        desk = desk_of(city.operator)
        other = say(said.proposal, "다른 말", actor=actor_of(city.citizen.id))
        report(other, "abuse", actor=actor_of(city.head.id))
        db.session.commit()
        sent = form((said, "other"), (other, "")) | {"rest": "keep"}
        answer = desk.post(LIST, data=sent)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and f'href="#opinion-{said.id}"' in page
        assert re.search(r'value="other" checked', page) and '<option value="keep" selected>' in page
        assert desk.post(LIST, data=form((said, ""))).status_code == 422
        assert desk.post(LIST, data=form((said, "nonsense"))).status_code == 422
        assert desk.post(LIST, data=form((said, "other")) | {f"words-{said.id}": "까닭"}).status_code == 302
    db.session.refresh(said)
    assert (said.hidden_rule, said.hidden_reason) == ("other", "까닭")


def test_a_template_of_the_site_is_offered_and_holds_where_nothing_is_typed(
    city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-03 09:00"):
        operator = actor_of(city.operator.id)
        abuse = replies.add("욕설", "abuse", "「{title}」에 쓰신 의견에 욕설이 있습니다.", operator)
        replies.add("민원", "complaint", "민원입니다.", operator)
        other = say(said.proposal, "다른 말", actor=actor_of(city.citizen.id))
        report(other, "abuse", actor=actor_of(city.head.id))
        db.session.commit()
        desk = desk_of(city.operator)
        for address in (LIST, f"{LIST}/{said.id}"):
            page = Page(desk.get(address))
            words = page.root.one("textarea", name=f"words-{said.id}")
            assert not page.main.all("details", css="queued-words") and words.text == ""
            choice = page.root.one("select", name=f"template-{said.id}")
            assert [one.text for one in choice.all("option")] == ["없음", "욕설"]
            (kept,) = page.main.all("template")
            assert kept.attributes == {"data-reply": str(abuse.id), "data-for": "abuse"}
        sent = form((said, "abuse"), (other, "abuse")) | {f"template-{said.id}": str(abuse.id)}
        sent |= {f"words-{other.id}": "이번에는 다르게", "template": str(abuse.id)}
        assert desk.post(LIST, data=sent).status_code == 302
    for opinion in (said, other):
        db.session.refresh(opinion)
    assert said.hidden_reason == f"「{said.proposal.title}」에 쓰신 의견에 욕설이 있습니다."
    assert other.hidden_reason == "이번에는 다르게"


def test_a_proposal_is_hidden_in_the_words_of_a_template(
    city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-03 09:00"):
        replies.add("광고", "hide", "「{title}」은 광고여서 숨겼습니다.", actor_of(city.operator.id))
        db.session.commit()
        desk, number = desk_of(city.operator), said.proposal_id
        for address in (f"/desk/proposals/{number}", f"/proposals/{number}"):
            links = Page(desk.get(address)).main.all("a", href=f"/proposals/{number}/hide")
            assert [link.text for link in links] == ["이 제안 숨기기"]
        hide = Page(desk.get(f"/proposals/{number}/hide")).form(to="/hide")
        (choice,) = hide.element.all("select")
        assert [one.text for one in choice.all("option")] == ["없음", "광고"]
        words = choice.all("option")[1].attributes["value"]
        assert desk.post(hide.action, data={"reason": " ", "template": ""}).status_code == 422
        assert desk.post(hide.action, data={"reason": "", "template": words}).status_code == 302
    hidden = db.session.get_one(Proposal, number)
    assert hidden.hidden_reason == f"「{hidden.title}」은 광고여서 숨겼습니다."


def test_an_objection_is_decided_by_somebody_else(
    city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-03 09:00"):
        moderation.hide(said, "", actor=actor_of(city.operator.id), rule="abuse")
        objections.object_to(said, "욕이 아닙니다", actor=actor_of(city.citizen.id))
        db.session.commit()
        operator, lead = desk_of(city.operator), desk_of(city.lead)
        assert "욕이 아닙니다" in lead.get(LIST).get_data(as_text=True)
        page = operator.get(LIST).get_data(as_text=True)
        assert "다른 담당자가 이의를 판단합니다" in page and f'name="decision-{said.id}"' not in page
        operator.post(LIST, data=form((said, "restore")))
        db.session.refresh(said)
        assert not said.visible, "whoever hid it does not decide"
        assert lead.post(LIST, data=form((said, "uphold"))).status_code == 422, "turning down takes an answer"
        answer = {f"words-{said.id}": "동네를 가리켜 욕했습니다"}
        assert lead.post(LIST, data=form((said, "uphold")) | answer).status_code == 302
        assert "욕이 아닙니다" not in lead.get(LIST).get_data(as_text=True)
        assert "동네를 가리켜 욕했습니다" in lead.get(f"{LIST}/{said.id}").get_data(as_text=True)
    found = db.session.scalars(db.select(Objection)).one()
    assert (found.decision, found.decided_by) == ("kept", city.lead.id)


def test_one_who_is_alone_decides_on_objections_too(
    app: Flask, city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-03 09:00"):
        for other in (city.official, city.lead):
            other.suspended_at = said.created_at
        moderation.hide(said, "", actor=actor_of(city.operator.id), rule="abuse")
        objections.object_to(said, "욕이 아닙니다", actor=actor_of(city.citizen.id))
        db.session.commit()
        assert desk_of(city.operator).post(LIST, data=form((said, "restore"))).status_code == 302
    db.session.refresh(said)
    assert said.visible


def test_a_page_of_the_queue_leads_to_the_next(city: SimpleNamespace, said: Opinion, at: At) -> None:
    with at("2019-02-03 09:00"):
        for number in range(7):
            opinion = say(said.proposal, f"{number}번 010-1234-567{number}", actor=actor_of(city.head.id))
            if number % 2:
                report(opinion, "off_topic", actor=actor_of(city.citizen.id))
        db.session.commit()
        found, cursor = [], None
        for _ in range(5):
            page = queue(cursor, size=3)
            found += [item.opinion.id for item in page.items]
            cursor = page.next
            if cursor is None:
                break
    assert len(found) == len(set(found)) == number_waiting() == 8
    assert found[-1] == said.id, "what may show personal data comes first"


def test_the_rest_is_what_can_be_read(city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf) -> None:
    with at("2019-02-03 09:00"):
        other = say(said.proposal, "다른 말", actor=actor_of(city.head.id))
        report(other, "abuse", actor=actor_of(city.citizen.id))
        moderation.hide(said, "", actor=actor_of(city.operator.id), rule="abuse")
        objections.object_to(said, "욕이 아닙니다", actor=actor_of(city.citizen.id))
        db.session.commit()
        desk = desk_of(city.lead)
        page = desk.get(LIST).get_data(as_text=True)
        readable = re.findall(r'name="open" value="(\d+)"', page)
        assert readable == [str(other.id)]
        sent = form((said, ""), (other, ""), rest="abuse") | {"open": readable}
        answer = desk.get(desk.post(LIST, data=sent).location).get_data(as_text=True)
        assert "의견 1건을 숨겼습니다" in answer and "다른 사람이 먼저" not in answer
    assert number_waiting() == 1, "the objection still waits"
