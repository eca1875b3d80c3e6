"""`demosx people …`."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from demosx.core.db import db
from demosx.core.errors import DomainError
from demosx.core.mail import Letter
from demosx.people import queries, services
from demosx.people.commands import people
from tests.people.conftest import PASSWORD, secret_of

pytestmark = pytest.mark.usefixtures("fast_hashes")
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `demosx people …` on the site of the test."""
    monkeypatch.setenv("DEMOSX_LANGUAGE", "en")

    def invoke(*words: str, typed: str | None = None) -> Result:
        result = CliRunner().invoke(people, words, input=typed, obj=lambda: app)
        db.session.rollback()
        return result

    return invoke


def test_an_account_with_a_link_for_its_password(run: Run, mail_to: Callable[[str], list[Letter]]) -> None:
    result = run("add", "Kim@example.org", "--name", "운영자", "--role", "operator", "--role", "admin")
    assert result.exit_code == 0, result.output
    account = queries.account_by_email("kim@example.org")
    assert account is not None
    assert queries.actor_of(account.id).roles == {"visitor", "member", "operator", "admin"}
    secret = secret_of(mail_to("Kim@example.org")[0], "reset")
    assert f"http://localhost/reset/{secret}" in result.output
    assert services.token_holder(secret, "reset").id == account.id


def test_an_account_with_a_password(run: Run, mail_to: Callable[[str], list[Letter]]) -> None:
    result = run(
        "add", "kim@example.org", "--name", "별이", "--password-stdin", typed=f"{PASSWORD}\nsecond line\n"
    )
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert services.sign_in("kim@example.org", PASSWORD)
    assert mail_to("kim@example.org") == []


def test_roles_for_an_account_that_exists(run: Run) -> None:
    run("add", "kim@example.org", "--name", "별이")
    run("add-department", "parks", "--name-ko", "공원과", "--name-en", "Parks")
    result = run("add", "KIM@example.org", "--role", "officer", "--department", "parks")
    assert result.exit_code == 0, result.output
    account = queries.account_by_email("kim@example.org")
    parks = queries.department_by_key("parks")
    assert account is not None
    assert parks is not None
    assert queries.actor_of(account.id).departments("officer") == {parks.id}
    assert run("list").output.split("\t")[1:] == ["kim@example.org", "별이", "officer\n"]
    assert run("list", "--role", "admin").output == ""


def test_somebody_who_never_came_in_gets_a_new_link(run: Run, mail_to: Callable[[str], list[Letter]]) -> None:
    run("add", "kim@example.org", "--name", "별이")
    result = run("add", "kim@example.org")
    first, second = (secret_of(letter, "reset") for letter in mail_to("kim@example.org"))
    assert f"/reset/{second}" in result.output
    services.reset(second, PASSWORD)
    db.session.commit()
    assert "/reset/" not in run("add", "kim@example.org").output
    assert first != second


@pytest.mark.parametrize(
    "words",
    [
        ("kim@example.org", "--name", "별이", "--role", "king"),
        ("kim@example.org", "--name", "별이", "--role", "officer"),
        ("kim@example.org", "--name", "별이", "--role", "officer", "--department", "nowhere"),
        ("kim", "--name", "별이"),
        ("kim@example.org", "--name", "별"),
        ("kim@example.org", "--name", "별이", "--role", "admin", "--role", "admin"),
    ],
)
def test_all_of_it_or_nothing(run: Run, words: tuple[str, ...]) -> None:
    result = run("add", *words)
    assert result.exit_code != 0
    assert result.exit_code == 2 or isinstance(result.exception, DomainError)
    assert queries.people().items == []


@pytest.mark.parametrize("typed", ["", "\n", "password\n"])
def test_a_password_that_will_not_do(run: Run, typed: str) -> None:
    result = run("add", "kim@example.org", "--name", "별이", "--password-stdin", typed=typed)
    assert result.exit_code != 0
    assert queries.people().items == []


def test_keeping_somebody_out(run: Run) -> None:
    run("add", "kim@example.org", "--name", "별이")
    assert run("suspend", "kim@example.org", "--reason", "규칙을 어김").exit_code == 0
    account = queries.account_by_email("kim@example.org")
    assert account is not None
    assert not account.active
    assert run("suspend", "nobody@example.org").exit_code == 2


def test_a_department_has_a_name(run: Run) -> None:
    assert run("add-department", "parks").exit_code == 2
    assert queries.departments() == []
