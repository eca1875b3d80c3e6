"""The board: each stage holds what is in it, narrowed as asked."""

from collections.abc import Callable
from types import SimpleNamespace

from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.desk.queries import board
from demosx.desk.queries.board import IN_COLUMN, Narrowing
from demosx.journey.rules import apply_version, version_for
from demosx.people.models import Account
from demosx.people.queries import actor_of

from .conftest import At, gather, lead

DeskOf = Callable[[Account], FlaskClient]


def titles(who: Account, narrowing: Narrowing | None = None) -> dict[tuple[str, str], list[str]]:
    """The titles on somebody's board by process and stage; empty stages left out."""
    columns = board.filled(actor_of(who.id), board.columns(), narrowing or Narrowing())
    return {
        (column.process.key, column.stage.key): [proposal.title for proposal in column.proposals]
        for column in columns
        if column.proposals
    }


def test_every_stage_of_both_processes_is_a_column(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-02 09:00"):
        keys = [(column.process.key, column.stage.key) for column in board.columns()]
    assert ("citizen", "support") in keys and ("agency", "draft") in keys
    assert len(keys) == len(set(keys))


def test_proposals_stand_in_their_stage_the_earliest_last_day_first(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-03 09:00"):
        later = testing.proposal(city.citizen, "나중")
    with at("2019-02-02 09:00"):
        testing.proposal(city.citizen, "먼저")
        draft = testing.proposal(city.transport, "초안", process_key="agency")
    with at("2019-02-04 09:00"):
        assert titles(city.operator) == {
            ("citizen", "support"): ["먼저", "나중"],
            ("agency", "draft"): [draft.title],
        }
        gather(later, 500)
        assert titles(city.operator)["citizen", "agenda"] == ["나중"]


def test_it_can_be_narrowed_down(city: SimpleNamespace, at: At, desk_of: DeskOf) -> None:
    with at("2019-02-02 09:00"):
        bus = testing.proposal(city.citizen, "버스", area="transport")
        testing.proposal(city.citizen, "돌봄", area="welfare")
        lead(bus, "transport", city.operator)
        office = testing.department("transport").id
        column = ("citizen", "support")
        assert titles(city.operator, Narrowing(area="welfare")) == {column: ["돌봄"]}
        assert titles(city.operator, Narrowing(department_id=office)) == {column: ["버스"]}
        assert titles(city.operator, Narrowing(process="agency")) == {}
        page = desk_of(city.operator).get(f"/desk/board?department={office}").get_data(as_text=True)
        assert "버스" in page and "돌봄" not in page
        assert desk_of(city.operator).get("/desk/board?area=%27&process=%00&department=x").status_code == 200


def test_a_full_column_leads_to_its_own_pages(city: SimpleNamespace, at: At, desk_of: DeskOf) -> None:
    with at("2019-02-02 09:00"):
        for number in range(board.SIZE + 3):
            testing.proposal(city.operator, f"제안 {number:02}")
        (column,) = [
            c for c in board.filled(actor_of(city.operator.id), board.columns(), Narrowing()) if c.proposals
        ]
        assert len(column.proposals) == IN_COLUMN and column.more
        desk = desk_of(city.operator)
        assert "제안 00" not in desk.get("/desk/board/citizen/support").get_data(as_text=True)
        first = desk.get("/desk/board/citizen/support?day=set").get_data(as_text=True)
        assert first.count('class="card"') == board.SIZE
        after = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert desk.get(after).get_data(as_text=True).count('class="card"') == 3
        assert desk.get("/desk/board/citizen/nothing").status_code == 404


def test_a_stage_of_earlier_rules_shows_while_it_holds_something(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-02 09:00"):
        old = testing.proposal(city.citizen, "옛 규칙의 제안")
        source = version_for("citizen").source.replace("stages.support", "stages.gather")
        source = source.replace('first      = "support"', 'first = "gather"')
        apply_version(source, "citizen.toml")
        db.session.commit()
        testing.proposal(city.citizen, "새 규칙의 제안")
        assert titles(city.operator) == {
            ("citizen", "gather"): ["새 규칙의 제안"], ("citizen", "support"): [old.title],
        }  # fmt: skip
        assert ("citizen", "support") in {(c.process.key, c.stage.key) for c in board.columns()}
        gather(old, 500)
        assert ("citizen", "support") not in titles(city.operator)
