"""Who may do what, and why: the same as `can()` and the pages say."""

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale

from demosx import testing
from demosx.consent.models import Agreement
from demosx.core.db import db, transaction
from demosx.core.permissions import book
from demosx.core.web import Application
from demosx.journey.queries import standing
from demosx.oversight.explain import case_of, explain, subjects_of
from demosx.oversight.matrix import matrix, roles
from demosx.people import services
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.people.roles import PERMISSIONS
from tests.small_city import NOW, PEOPLE, SmallCity

HTML = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture
def city(app: Application) -> Iterator[SmallCity]:
    """The small city, held at its day, with somebody of each limit more."""
    with testing.at(NOW):
        made = SmallCity(app)
        with transaction():
            for name, limits in (
                ("agency_only", {"process": "agency"}),
                ("agenda_only", {"panel": "agenda"}),
            ):
                account = services.create_account(name, email=f"{name}@example.org")
                db.session.flush()
                services.grant(account, "operator" if "process" in limits else "planning_panel", **limits)  # type: ignore[arg-type]
                made.people[name] = account.id
        yield made


def person(city: SmallCity, name: str) -> Account:
    return db.session.get_one(Account, city.people[name])


def test_the_answer_is_that_of_can_for_everybody_everything_everywhere(city: SmallCity) -> None:
    with transaction():
        services.suspend(person(city, "aide"))
    for kind in (None, *city.proposals):
        proposal = city.proposal(kind) if kind else None
        here = standing(proposal) if proposal is not None else None
        for name in city.people:
            actor = actor_of(city.people[name])
            case = case_of(person(city, name), proposal)
            for permission in book().sentences:
                told = explain(case, permission)
                subjects = subjects_of(permission, here)
                assert told.may == any(book().can(actor, permission, one) for one in subjects), (
                    name, permission, kind
                )  # fmt: skip
                assert told.lines and told.verdict, (name, permission, kind)
                if not told.may:
                    assert not told.now and any(line.fits is False for line in told.lines), (
                        name, permission, kind, [line.text for line in told.lines]
                    )  # fmt: skip


REASONS = (
    ("operator", "proposal:hide", "open", "gives it", "once what is missing"),
    ("agency_only", "proposal:hide", "open", "does not reach", "No."),
    ("agency_only", "proposal:hide", "staff", "gives it", "once what is missing"),
    ("agenda_only", "agenda:write", "review", "gives it", "once what is missing"),
    ("agenda_only", "agenda:write", "open", "does not reach", "No."),
    ("member", "proposal:hide", "open", "takes one of these roles", "No."),
    ("unconfirmed", "proposal:support", "open", "not confirmed", "No."),
    ("member", "ballot:vote", "open", "does not allow it", "Not now"),
    ("member", "ballot:vote", "open_forum", "stage allows it", "Yes."),
    ("member", "proposal:edit_own", "open", "Only its proposer", "No."),
    ("proposer", "proposal:edit_own", "open", "Only its proposer", "Yes."),
    ("member", "proposal:support", "hidden", "not shown", "Not now"),
    ("officer", "answer:write", "open", "who owe an answer", "once what is missing"),
    ("other_officer", "answer:write", "open", "does not reach", "No."),
    ("operator", "proposal:hide", None, "depends on the proposal", "once what is missing"),
)


def test_the_reasons_are_those(city: SmallCity, app: Application) -> None:
    for who, permission, kind, said, verdict in REASONS:
        with app.test_request_context(), force_locale("en"):
            told = explain(case_of(person(city, who), city.proposal(kind) if kind else None), permission)
            texts = " / ".join(line.text for line in told.lines)
            assert said in texts and verdict in told.verdict, (who, permission, kind, texts, told.verdict)


def test_terms_suspension_and_agreements_are_told(city: SmallCity, app: Application) -> None:
    with transaction():
        member = person(city, "member")
        services.grant(member, "aide", begins_on=date(2019, 3, 1))
        services.suspend(person(city, "official"))
        db.session.query(Agreement).filter_by(account_id=city.people["proposer"]).delete()
    with app.test_request_context(), force_locale("en"):
        told = explain(case_of(person(city, "member")), "proposal:note")
        assert not told.may and "has not begun" in " ".join(line.text for line in told.lines)
        told = explain(case_of(person(city, "official")), "proposal:hide")
        assert not told.may and "suspended" in told.lines[0].text
        told = explain(case_of(person(city, "proposer"), city.proposal("open")), "proposal:support")
        assert told.may and [line.text for line in told.steps], "an agreement comes first"


def test_the_table_is_what_the_roles_have(city: SmallCity) -> None:
    rows = {row.permission: row for group in matrix() for row in group.rows}
    assert rows.keys() == book().sentences.keys()
    for role in roles():
        held = {word for word, row in rows.items() if role.key in row.roles}
        assert held == book().roles.get(role.key, frozenset()) and held <= PERMISSIONS[role.key] | held
    assert {role.key for role in roles() if role.second_factor} == set(PERMISSIONS) - {
        "visitor", "member", "verified", "drawn_panel"
    }  # fmt: skip


@pytest.fixture
def desk(client: FlaskClient, city: SmallCity) -> FlaskClient:
    admin = person(city, "admin")
    admin.language = "en"
    return testing.sign_in(client, admin)


def test_the_screen_shows_roles_holders_and_what_they_may(desk: FlaskClient, city: SmallCity) -> None:
    page = desk.get("/desk/permissions", headers=HTML)
    assert page.status_code == 200 and "needs the second factor" in page.text
    for name in ("operator", "agency_only"):
        assert f">{name}<" in page.text
    table = desk.get("/desk/permissions?view=table", headers=HTML).text
    assert table.count('scope="row"') == len(book().sentences)
    rows = list(csv.reader(io.StringIO(desk.get("/desk/permissions.csv").data.decode("utf-8-sig"))))
    assert len(rows) == len(book().sentences) + 1 and len(rows[0]) == len(roles()) + 2


def test_asking_why(desk: FlaskClient, city: SmallCity) -> None:
    number = city.proposal("open").number
    page = desk.get(
        f"/desk/permissions/why?person=member&permission=proposal:hide&proposal={number}", headers=HTML
    )
    assert "No." in page.text and "takes one of these roles" in page.text
    assert "Nobody is called" in desk.get("/desk/permissions/why?person=nobody", headers=HTML).text
    for kind in ("hidden", "staff"):
        unseen = (
            f"/desk/permissions/why?person=member&permission=proposal:hide&proposal={city.proposals[kind]}"
        )
        assert "no such proposal" in desk.get(unseen, headers=HTML).text, kind
    for odd in ("person=%00", "person=1&permission=x", "person=99999999999999999999", "proposal=%00"):
        assert desk.get(f"/desk/permissions/why?{odd}", headers=HTML).status_code == 200, odd


def test_it_is_for_who_keeps_accounts(app: Application, city: SmallCity) -> None:
    for name in sorted(set(PEOPLE) - {"admin"}):
        client = testing.sign_in(app.test_client(), person(city, name))
        for page in ("/desk/permissions", "/desk/permissions.csv", "/desk/permissions/why"):
            assert client.get(page, headers=HTML).status_code == 403, (name, page)
