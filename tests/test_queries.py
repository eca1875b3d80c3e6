"""A page asks the database as often at 500 rows as at 10: at most eight times, and once more to know who is asking."""

from collections.abc import Iterator

import pytest

from demosx import testing
from demosx.core.db import db, transaction
from demosx.core.mail import Letter
from demosx.documents.models import Document
from demosx.opinions.models import Opinion, OpinionReport
from demosx.people.models import Account, Department, Post, RoleGrant
from demosx.stages.answer.models import Commitment
from demosx.stages.support.models import Support
from tests.counting import queries
from tests.multiplying import copy, copy_proposal
from tests.small_city import NOW, SmallCity
from tests.small_city_beside import lay_beside, multiply_beside, sort_out
from tests.visiting import Seal

FEW, MANY, MOST = 10, 500, 8
PROPOSAL = "/proposals/{open}"
PAGES = {
    "visitor": (
        "/ /proposals /proposals?sort=support /proposals?sort=closing /proposals?sort=answered "
        "/proposals?stage=support /proposals?q=막차 /proposals?state=open&origin=citizen&period=year "
        "/proposals?label=night /proposals/{open}/versions /events /events?when=past /events/{event} "
        "/proposals/{open} /proposals/{open}?opinions=agreed /proposals/{review} /proposals/{forum} "
        "/proposals/{open_forum} /proposals/{over_forum} /proposals/{execution} "
        "/deliberations /deliberations?when=coming /deliberations?when=finished "
        "/deliberations/{open_forum_visit} /deliberations/{over_forum_visit} /deliberations/{forum_visit} "
        "/ask /results /results?show=promises /results?show=late /open/overdue /open/overdue?show=stopped /how "
        "/how/rules /how/rules/citizen /how/rules/citizen/1 /sign-in /join"
    ),
    "member": (
        "/ /me /account /proposals /proposals/new /proposals/{open} /proposals/{open_forum} "
        "/proposals/{execution} /deliberations/{open_forum_visit} /me/notices /me/following /account/notifications "
        "/proposals/{open}/versions /events/{event} /me/all/supports /me/all/opinions /me/all/votes"
    ),
    "proposer": (
        "/me /me/all/proposals /proposals/{open} /proposals/{open}/edit /opinions/{open_opinion}/edit "
        "/proposals/new?draft={draft} /proposals/{open}/receipt /proposals/{open}/together "
        "/proposals/{open}/additions /proposals/{open}/versions /proposals/{open}/go-on-together"
    ),
    "operator": (
        "/desk/triage /desk/triage?show=complaint /desk/triage/labels /desk/triage/replies /desk/triage/terms "
        "/desk/triage/log /desk/triage/log/2019-02-09 /desk/events /desk/events/{event} /desk/merge-candidates "
        "/desk/intake /desk/intake/entries /desk/intake/entries/{entry} /desk/intake/reach /desk/intake/sheets "
        "/desk/intake/sheets/{sheet} /desk/intake/find?q=막차 "
        "/desk /desk/undated /desk/arrivals /desk/board /desk/board/citizen/support "
        "/desk/board/citizen/support?day=set /desk/opinions /desk/opinions/hidden /desk/duties/{open_duty} "
        "/desk/proposals/{open} /desk/proposals/{review} /desk/proposals/{forum} /desk/proposals/{open_forum} "
        "/desk/proposals/{over_forum} /desk/proposals/{execution} /desk/proposals/{staff} "
        "/desk/proposals/{open}/merge /desk/proposals/{open}/merge?into={forum} "
        "/desk/proposals/{open}/history /desk/proposals/{open}/documents /desk/proposals/{open}/documents/new "
        "/desk/proposals/{open}/documents/{open_document} /desk/proposals/{open}/departments "
        "/desk/proposals/{review}/agenda /desk/proposals/{forum}/deliberation "
        "/desk/proposals/{execution}/updates /desk/proposals/{execution}/commitments"
    ),
    "officer": "/desk /desk/board /desk/proposals/{open} /desk/proposals/{open}/answers/department_answer",
    "planner": "/desk /desk/board /desk/proposals/{review} /desk/proposals/{review}/decision",
    "lead": "/desk/proposals/{open} /desk/proposals/{open}/override",
    "admin": "/desk /desk/mail /desk/people /desk/people/{account} /desk/departments /desk/departments/{department} "
             "/desk/departments/{department}/posts/{post}",
}  # fmt: skip
# A panel's page shows its members, votes and recusals beside everything that the others do.
MOST_OF_PANEL = 14


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCity]:
    """The small city. The statements that a page sends do not depend on the database, so it is on one."""
    app = testing.application(tmp_path_factory.mktemp("queries"))
    with app.app_context():
        db.create_all()
        with testing.at("2019-01-02 09:00"):
            testing.apply_examples()
    city = SmallCity(app)
    lay_beside(city)
    yield city
    with app.app_context():
        db.engine.dispose()


def multiply(city: SmallCity, times: int) -> None:
    """As many again of everything: proposals in each state, and all that is listed below one of them."""
    with city.app.app_context(), transaction():
        member = city.people["member"]
        for kind in ("open", "review", "forum", "open_forum", "over_forum", "execution", "staff"):
            numbers = copy_proposal(city.proposals[kind], times)
            if kind == "forum":
                sort_out(numbers)
            for number in numbers:
                if kind == "open":
                    visit = {"visit_number": 1, "account_id": member}
                    db.session.add(Support(proposal_id=number, at=city.proposal("open").filed_at, **visit))
        opinions = copy(Opinion, city.numbers["open_opinion"], times)
        for number in opinions:
            at = city.proposal("open").filed_at
            db.session.add(OpinionReport(opinion_id=number, account_id=member, reason="abuse", at=at))
        copy(Document, city.numbers["open_document"], times)
        copy(Letter, city.numbers["letter"], times)
        promise = db.session.scalars(db.select(Commitment.id).order_by(Commitment.id)).first() or 0
        copy(Commitment, promise, times, position=lambda number: number)
        names = ("email", "email_key", "nickname", "nickname_key")
        people = copy(
            Account, city.people["aide"], times, **dict.fromkeys(names, lambda number: f"x{number}")
        )
        multiply_beside(city, times, people, opinions)
        copy(RoleGrant, city.numbers["grant"], times, account_id=lambda number: people.pop())
        copy(Department, city.numbers["department"], times, key=lambda number: f"office-{number}")
        copy(Post, city.numbers["post"], times, name=lambda number: f"Post {number}")


def counted(city: SmallCity) -> dict[str, list[str]]:
    """The statements of every page, by who opens it and its address."""
    seal, client = Seal(city.app), city.app.test_client(use_cookies=False)
    numbers = {**city.proposals, **city.numbers, "account": city.people["aide"]}
    found = {}
    for who, pages in PAGES.items():
        headers = {"Cookie": seal.cookie(city.secrets[who]), "Accept": "text/html", "Accept-Language": "ko"}
        for page in pages.split():
            address = page.format(**numbers)
            with city.app.app_context(), queries() as sent:
                assert client.get(address, headers=headers).status_code == 200, address
            found[f"{who} {page}"] = [statement for statement in sent if not statement.startswith("BEGIN")]
    return found


def test_no_page_asks_more_often_where_there_is_more(city: SmallCity) -> None:
    with testing.at(NOW):
        multiply(city, FEW - 1)
        few = counted(city)
        multiply(city, MANY - FEW)
        many = counted(city)
    grown = {
        page: f"{len(few[page])} → {len(many[page])}" for page in few if len(few[page]) < len(many[page])
    }
    assert not grown
    over = {page: len(sent) for page, sent in many.items() if len(sent) > allowed(page)}
    assert not over


def allowed(page: str) -> int:
    """How often a page may ask; who is asking, and what is new to them, are two more than a visitor causes."""
    if page.split()[1].startswith(("/desk/proposals/{review}", "/desk/proposals/{staff}")):
        return MOST_OF_PANEL
    return MOST + 2 * (not page.startswith("visitor "))
