"""What an index still holds of a text that nobody may read any more finds nothing."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from demosx.opinions.services import say
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.queries import Filters, Sort, listing
from tests.visiting import Page

DAY = "2019-02-02 12:00"
HIDDEN = "UPDATE opinion SET hidden_at = created_at, hidden_reason = 'x' WHERE id = :id"


@pytest.fixture
def told(app: Application, make_account: Callable[..., Account]) -> tuple[Proposal, Proposal]:
    """Two proposals: of one only an opinion has the word, of the other its text has it as well. Both opinions have been
    hidden behind the back of the index."""
    author = make_account("별이")
    with testing.at(DAY):
        only, too = testing.proposal(author, "버스"), testing.proposal(author, "수달이 사는 하천")
        said = [say(one, "수달이 삽니다", actor=actor_of(author.id)).id for one in (only, too)]
        db.session.commit()
        assert {one.id for one in listing(Filters(q="수달"), Sort.NEW).page.items} == {only.id, too.id}
        for number in said:
            db.session.execute(text(HIDDEN), {"id": number})
        db.session.commit()
    return only, too


def test_a_hit_by_nothing_else_is_dropped_and_not_counted(
    told: tuple[Proposal, Proposal], client: FlaskClient
) -> None:
    _only, too = told
    found = listing(Filters(q="수달"), Sort.RELEVANCE)
    assert [one.id for one in found.page.items] == [too.id]
    assert found.found is not None and [hit.id for hit in found.found.hits] == [too.id]
    page = Page(client.get("/proposals?q=수달", headers={"Accept-Language": "ko"}))
    assert "버스" not in page.main.text and "수달이 삽니다" not in page.html
    page.shows("1건을 찾았어요")
    assert f'href="/proposals/{too.id}"' in page.html
