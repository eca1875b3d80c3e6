"""A proposal's cost, worked out in the open."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from demosx_participatory_budget import plugin, queries, services
from demosx_participatory_budget.models import CostItem
from flask.testing import FlaskClient
from sqlalchemy import inspect

from demosx import testing
from demosx.commands import database
from demosx.core.db import db
from demosx.core.web import Application
from demosx.journey.queries import standing
from demosx.journey.travel import StageClosed, moment
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal


@pytest.fixture
def officer(app: Application) -> Account:
    """The officer of the department that leads."""
    return testing.account("교통과 담당자", ["officer"], at_department="transport")


@pytest.fixture
def proposal(app: Application, officer: Account) -> Proposal:
    """A proposal that its supporters have brought to the estimate."""
    made = testing.proposal(
        testing.account("나래"), "놀이터 그늘막", "미끄럼틀이 뜨겁습니다.", process_key="budget"
    )
    with moment(made) as journey:
        made.supports = made.supports_elsewhere = 30
        made.lead_department_id = testing.department().id
        db.session.flush()
        assert journey.visit.stage == "support"
    db.session.commit()
    assert made.stage == "costing"
    return made


def test_lines_are_summed_and_shown(client: FlaskClient, proposal: Proposal, officer: Account) -> None:
    services.add_item(proposal, "그늘막 2개", 12_000_000, "견적 평균", actor=actor_of(officer.id))
    services.add_item(proposal, "설치비", 3_500_000, actor=actor_of(officer.id))
    db.session.commit()
    assert queries.total(proposal.id, proposal.visit_number) == (15_500_000, 2)
    page = client.get(f"/proposals/{proposal.id}", headers={"Accept-Language": "ko"}).text
    assert "15,500,000" in page and "그늘막 2개" in page and "산정한 비용" in page
    assert "비용 추가: 그늘막 2개, 12,000,000원" in page
    listed = client.get("/costs", headers={"Accept-Language": "en"}).text
    assert "15,500,000 won" in listed and proposal.title in listed


def test_conditions_read_the_cost(proposal: Proposal, officer: Account) -> None:
    operator = testing.account("운영자", ["operator"])
    assert [rule.target for rule in standing(proposal).buttons(actor_of(operator.id))] == []
    services.add_item(proposal, "그늘막", 400_000_000, actor=actor_of(officer.id))
    db.session.commit()
    assert [rule.target for rule in standing(proposal).buttons(actor_of(operator.id))] == ["choice"]
    services.add_item(proposal, "기초 공사", 100_000_001, actor=actor_of(officer.id))
    db.session.commit()
    assert [rule.target for rule in standing(proposal).buttons(actor_of(operator.id))] == ["too_costly"]


def test_a_line_taken_back_does_not_count_but_stays_in_the_history(
    client: FlaskClient, proposal: Proposal, officer: Account
) -> None:
    line = services.add_item(proposal, "그늘막", 400, actor=actor_of(officer.id))
    services.remove_item(proposal, line.id, actor=actor_of(officer.id))
    db.session.commit()
    assert queries.total(proposal.id, proposal.visit_number) == (0, 0)
    assert (
        "비용 삭제: 그늘막" in client.get(f"/proposals/{proposal.id}", headers={"Accept-Language": "ko"}).text
    )


def test_only_while_the_stage_allows_it(proposal: Proposal, officer: Account) -> None:
    operator = testing.account("운영자", ["operator"])
    services.add_item(proposal, "그늘막", 400, actor=actor_of(officer.id))
    rule = standing(proposal).buttons(actor_of(operator.id))[0]
    with moment(proposal, actor_of(operator.id)) as journey:
        journey.press(rule.key, {})
    db.session.commit()
    with pytest.raises(StageClosed):
        services.add_item(proposal, "더", 1, actor=actor_of(officer.id))
    assert db.session.query(CostItem).count() == 1


@pytest.mark.parametrize(("title", "amount"), [("", 1), ("그늘막", 0), ("그늘막", -1), ("그늘막", 10**14)])
def test_impossible_costs_are_refused(proposal: Proposal, officer: Account, title: str, amount: int) -> None:
    with pytest.raises(services.ImpossibleCost):
        services.add_item(proposal, title, amount, actor=actor_of(officer.id))


def test_the_desk_form_adds_a_line_and_keeps_what_was_typed(
    client: FlaskClient, proposal: Proposal, officer: Account
) -> None:
    testing.sign_in(client, officer)
    address = f"/desk/proposals/{proposal.id}"
    assert f"{address}/costs" in client.get(address).text
    wrong = client.post(f"{address}/costs", data={"title": "그늘막", "amount": "많이"})
    assert wrong.status_code == 422 and "그늘막" in wrong.text
    done = client.post(f"{address}/costs", data={"title": "그늘막", "amount": "12000000"})
    assert (done.status_code, done.location) == (302, address)
    assert "12,000,000" in client.get(address).text
    line = db.session.query(CostItem).one()
    assert client.post(f"{address}/costs/{line.id}/remove").status_code == 302
    assert client.post(f"{address}/costs/{line.id}/remove").status_code == 404


@pytest.mark.parametrize("roles", [[], ["operator"], ["officer"]])
def test_who_may_write_costs(client: FlaskClient, proposal: Proposal, roles: list[str]) -> None:
    """An officer of another department may not, an operator may."""
    testing.sign_in(
        client, testing.account("누구", roles, at_department="welfare" if "officer" in roles else None)
    )
    answer = client.post(f"/desk/proposals/{proposal.id}/costs", data={"title": "그늘막", "amount": "1"})
    assert answer.status_code == (302 if "operator" in roles else 403)


def test_a_hidden_proposal_is_in_no_list(client: FlaskClient, proposal: Proposal) -> None:
    assert proposal.title in client.get("/costs").text
    proposal.hidden_at, proposal.hidden_reason = datetime.now(ZoneInfo("UTC")), "시험"
    db.session.commit()
    assert proposal.title not in client.get("/costs").text


def test_the_migration_makes_what_the_models_say(app: Application) -> None:
    db.session.remove()
    db.drop_all()
    database.upgrade(app)
    ours = set(plugin_tables())
    assert ours <= set(inspect(db.engine).get_table_names())
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [diff for diff in compare_metadata(context, db.metadata) if names_one_of(diff, ours)]
    assert differences == []
    command.downgrade(database.config(app), f"{plugin.name}@base")
    assert not ours & set(inspect(db.engine).get_table_names())


def plugin_tables() -> list[str]:
    return [CostItem.__tablename__]


def names_one_of(difference: object, tables: set[str]) -> bool:
    return any(table in repr(difference) for table in tables)
