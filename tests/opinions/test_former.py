"""What an opinion said before: kept once somebody has relied on it, and gone where the opinion goes."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.ledger.models import Entry
from demosx.opinions import errors, former, moderation
from demosx.opinions.models import FormerOpinion, Opinion
from demosx.opinions.reports import report
from demosx.opinions.services import agree, delete, edit, say
from demosx.people.models import Account
from demosx.proposals.errors import VersionGone
from demosx.proposals.models import Proposal
from tests.counting import queries
from tests.visiting import Page

At = Callable[[str], AbstractContextManager[None]]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
pytestmark = pytest.mark.usefixtures("day")


@pytest.fixture
def turned(filed: Proposal, people: list[Actor], at: At) -> Opinion:
    """An opinion that somebody has agreed with, which its author has then turned into its opposite."""
    opinion = say(filed, "찬성합니다", actor=people[0])
    agree(opinion, actor=people[1])
    with at("2019-02-02 12:01"):
        edit(opinion, "반대합니다", actor=people[0])
    with at("2019-02-02 13:00"):
        agree(opinion, actor=people[2])
    db.session.commit()
    return opinion


def texts(opinion: Opinion) -> list[str]:
    return [one.text for one in former.versions(opinion)]


def test_who_agreed_can_read_with_what(turned: Opinion, client: FlaskClient) -> None:
    page = Page(client.get(f"/proposals/{turned.proposal_id}"))
    assert "찬성합니다" not in page.html
    (link,) = [one for one in page.main.all("a") if one.text.startswith("고침")]
    assert link.attributes["href"] == f"/opinions/{turned.id}/versions"
    page = Page(client.get(link.attributes["href"]))
    page.shows("찬성합니다", "반대합니다", "공감한 사람 가운데 1명은 마지막으로 고치기 전에 공감했습니다.")
    assert [one.text for one in page.main.all("h2")] == ["지금 글", "처음 글"]
    assert not page.offers("/remove")


def test_the_thread_is_still_read_in_one_query(
    turned: Opinion, client: FlaskClient, people: list[Actor]
) -> None:
    with queries() as one_changed:
        client.get(f"/proposals/{turned.proposal_id}")
    for number in range(3):
        other = say(turned.proposal, f"하나 {number}", actor=people[3])
        agree(other, actor=people[1])
        edit(other, f"둘 {number}", actor=people[3])
    db.session.commit()
    with queries() as many_changed:
        client.get(f"/proposals/{turned.proposal_id}")
    assert len(many_changed) == len(one_changed)


def test_a_slip_put_right_at_once_leaves_nothing(filed: Proposal, people: list[Actor], at: At) -> None:
    quick, late = say(filed, "오타엿다", actor=people[0]), say(filed, "늦게 고칠 말", actor=people[0])
    edit(quick, "오타였다", actor=people[0])
    with at("2019-02-02 12:05"):
        edit(late, "늦게 고친 말", actor=people[0])
    assert texts(quick) == ["오타였다"] and texts(late) == ["늦게 고친 말", "늦게 고칠 말"]


@pytest.mark.parametrize("how", ["answered", "quoted", "reported", "changed before"])
def test_what_somebody_relied_on_is_kept_from_the_first_minute(
    filed: Proposal, people: list[Actor], how: str
) -> None:
    opinion = say(filed, "처음", actor=people[0])
    if how == "answered":
        say(filed, "답", actor=people[1], parent_id=opinion.id)
    elif how == "quoted":
        say(filed, "인용", actor=people[1], quotes_id=opinion.id)
    elif how == "reported":
        report(opinion, "abuse", actor=people[1])
    else:
        db.session.add(FormerOpinion(opinion_id=opinion.id, revision=0, text="영", until=opinion.created_at))
    edit(opinion, "나중", actor=people[0])
    assert texts(opinion)[:2] == ["나중", "처음"]


def test_the_same_again_is_no_change(turned: Opinion, people: list[Actor]) -> None:
    before = turned.revision
    edit(turned, "반대합니다", actor=people[0])
    assert (turned.revision, len(texts(turned))) == (before, 2)


def test_a_side_that_was_changed_is_told_too(
    debated: Proposal, people: list[Actor], client: FlaskClient
) -> None:
    opinion = say(debated, "그대로인 글", actor=people[0], stance="yes")
    agree(opinion, actor=people[1])
    edit(opinion, "그대로인 글", actor=people[0], stance="no")
    db.session.commit()
    assert [one.stance for one in former.versions(opinion)] == ["no", "yes"]
    page = Page(client.get(f"/opinions/{opinion.id}/versions"))
    page.shows("찬성", "반대")


def test_what_is_hidden_hides_what_it_said_before(
    turned: Opinion, client: FlaskClient, sign_in: SignIn, operator: Actor, people: list[Actor]
) -> None:
    address = f"/opinions/{turned.id}/versions"
    moderation.hide(turned, "", actor=operator, rule="abuse")
    db.session.commit()
    assert client.get(address).status_code == 404
    assert "찬성합니다" not in client.get(f"/proposals/{turned.proposal_id}").text
    desk = sign_in(client, db.session.get_one(Account, operator.id))
    Page(desk.get(address)).shows("찬성합니다", "반대합니다")
    assert address in desk.get(f"/desk/opinions/{turned.id}").text
    assert sign_in(client, db.session.get_one(Account, people[0].id)).get(address).status_code == 404
    moderation.show(turned, actor=operator)
    db.session.commit()
    assert client.get(address).status_code == 200


def test_what_is_deleted_leaves_nothing(turned: Opinion, client: FlaskClient, people: list[Actor]) -> None:
    delete(turned, actor=people[0])
    db.session.commit()
    assert db.session.scalars(select(FormerOpinion)).all() == []
    assert client.get(f"/opinions/{turned.id}/versions").status_code == 404


def test_an_operator_takes_a_telephone_number_away(
    turned: Opinion, client: FlaskClient, sign_in: SignIn, operator: Actor, people: list[Actor]
) -> None:
    address = f"/opinions/{turned.id}/versions"
    with pytest.raises(errors.OwnOpinion):
        former.take_away(turned, 1, actor=people[0])
    for revision in (turned.revision, 99, 2**40):
        with pytest.raises(VersionGone):
            former.take_away(turned, revision, actor=operator)
    desk = sign_in(client, db.session.get_one(Account, operator.id))
    remove = Page(desk.get(address)).form(to="/remove")
    assert remove.action == f"{address}/1/remove"
    assert desk.post(remove.action).status_code == 302
    page = Page(desk.get(address))
    page.shows("담당자가 지운 글입니다.", "반대합니다")
    assert "찬성합니다" not in page.html and desk.post(remove.action).status_code == 409
    entry = db.session.scalars(select(Entry).where(Entry.verb == "opinion_version_removed")).one()
    assert not entry.public and entry.data == {"opinion": turned.id, "revision": 1}


def test_what_was_agreed_with_is_never_buried_under_changes(
    turned: Opinion, people: list[Actor], at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(former, "MOST", 3)
    with at("2019-02-02 14:00"):
        for number in range(2):
            edit(turned, f"글 {number}", actor=people[0])
        with pytest.raises(errors.ChangedOften):
            edit(turned, "또 다른 글", actor=people[0])
    db.session.rollback()
    assert texts(turned)[-1] == "찬성합니다"
