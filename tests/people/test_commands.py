"""`demosx people …`."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from demosx.core import clock
from demosx.core.db import db
from demosx.core.errors import DomainError
from demosx.core.mail import Letter
from demosx.people import api_tokens, queries, services
from demosx.people.api_tokens import actor_of_token
from demosx.people.commands import people
from demosx.people.commands_tokens import token
from demosx.people.looks import AccessLog
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
    assert run("list").output.split("\t")[1:] == ["kim@example.org", "별이", "officer (--department parks)\n"]
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


def test_an_invitation_with_limits(run: Run, mail_to: Callable[[str], list[Letter]]) -> None:
    run("add-department", "parks", "--name-ko", "공원과")
    limits = (
        "--department",
        "parks",
        "--process",
        "citizen",
        "--from",
        "2019-01-01",
        "--until",
        "2099-12-31",
    )
    result = run("invite", "kim@example.org", "--name", "별이", "--role", "operator", *limits)
    assert result.exit_code == 0, result.output
    account = queries.account_by_email("kim@example.org")
    assert account is not None and account.confirmed_at is None, (
        "whoever opens the link has confirmed the address"
    )
    (letter,) = mail_to("kim@example.org")
    assert secret_of(letter, "reset") not in result.output, "a link that lets in is nobody else's"
    (given,) = queries.grants_of(account.id)
    assert (given.role, given.process, str(given.begins_on), str(given.ends_on)) == (
        "operator", "citizen", "2019-01-01", "2099-12-31",
    )  # fmt: skip
    services.reset(secret_of(letter, "reset"), PASSWORD)
    db.session.commit()
    again = run("invite", "kim@example.org", "--role", "aide")
    invitations = [letter for letter in mail_to("kim@example.org") if "/reset/" in letter.body]
    assert again.exit_code == 0 and len(invitations) == 1, "who has come in needs no other"


@pytest.mark.parametrize(
    "words",
    [
        ("--role", "king"), ("--role", "officer"), ("--role", "aide", "--department", "nowhere"),
        ("--role", "aide", "--process", "nowhere"), ("--role", "aide", "--panel", "forum"),
        ("--role", "aide", "--from", "soon"), ("--role", "aide", "--from", "2019-02-01", "--until", "2019-01-01"), (),
    ],
)  # fmt: skip
def test_an_invitation_is_whole_or_not_at_all(run: Run, words: tuple[str, ...]) -> None:
    result = run("invite", "kim@example.org", "--name", "별이", *words)
    assert result.exit_code != 0
    assert queries.people().items == []


def test_roles_are_given_and_taken_with_a_reason(run: Run) -> None:
    run("add", "kim@example.org", "--name", "별이")
    account = queries.account_by_email("kim@example.org")
    assert account is not None
    for limits in ((), ("--process", "citizen"), ("--panel", "agenda")):
        assert run("grant", "kim@example.org", "aide", *limits).exit_code == 0
    assert run("revoke", "kim@example.org", "aide", "--panel", "agenda").exit_code == 2, "why?"
    assert run("revoke", "kim@example.org", "lead", "--reason", "끝남").exit_code == 2
    done = run("revoke", "kim@example.org", "aide", "--process", "citizen", "--reason", "끝남")
    assert done.exit_code == 0, done.output
    assert [given.process for given in queries.grants_of(account.id)] == [None, None]
    assert run("revoke", "kim@example.org", "aide", "--process", "agency", "--reason", "x").exit_code == 2
    assert run("revoke", "kim@example.org", "aide", "--reason", "끝남").exit_code == 0
    assert run("revoke", "kim@example.org", "aide", "--reason", "끝남").exit_code == 0, "the only one left"
    assert queries.grants_of(account.id) == []


def test_letting_in_again(run: Run) -> None:
    run("add", "kim@example.org", "--name", "별이")
    run("suspend", "kim@example.org")
    assert run("unsuspend", "kim@example.org", "--reason", "해명함").exit_code == 0
    account = queries.account_by_email("kim@example.org")
    assert account is not None and account.active


def test_the_list_as_json_is_a_look(run: Run) -> None:
    run("add", "kim@example.org", "--name", "별이")
    run("grant", "kim@example.org", "aide", "--process", "citizen")
    (found,) = json.loads(run("list", "--format", "json").output)
    assert (found["email"], found["roles"][0]["role"], found["roles"][0]["process"]) == (
        "kim@example.org", "aide", "citizen",
    )  # fmt: skip
    line = db.session.scalars(select(AccessLog)).one()
    assert (line.account_id, line.what, line.many, line.detail) == (None, "people", 1, "demosx people list")


def test_tokens(run: Run, app: Flask) -> None:
    def tokens(*words: str) -> Result:
        result = CliRunner().invoke(token, words, obj=lambda: app)
        db.session.rollback()
        return result

    run("add", "kim@example.org", "--name", "별이", "--role", "operator")
    for wrong in (("--days", "366"), ("--permission", "ballot:vote"), ("--permission", "people:grant")):
        assert tokens("create", "밤마다", "--for", "kim@example.org", *wrong).exit_code != 0, wrong
    made = tokens("create", "밤마다", "--for", "kim@example.org", "--permission", "document:write")
    assert made.exit_code == 0, made.output
    secret = made.stdout.strip().splitlines()[-1]
    found = actor_of_token(secret)
    assert found is not None and found[0].scope == {"document:write"}
    listed = tokens("list", "--for", "kim@example.org").output
    assert secret not in listed and "밤마다" in listed and "works" in listed
    assert tokens("revoke", str(found[1].id)).exit_code == 0 and actor_of_token(secret) is None
    assert "ended" in tokens("list").output and tokens("revoke", "999").exit_code == 2


def test_taking_one_grant_back_names_what_ended_and_what_stays(run: Run) -> None:
    run("add", "kim@example.org", "--name", "별이", "--role", "operator")
    run("add-department", "parks", "--name-ko", "공원과", "--name-en", "Parks")
    run("grant", "kim@example.org", "operator", "--department", "parks")
    assert "operator (--department parks)" in run("list").output
    said = run("revoke", "kim@example.org", "operator", "--department", "parks", "--reason", "끝").output
    assert "no longer has the role operator for: --department parks." in said
    assert "It stays for: everything." in said
    assert (
        "does not have the role admin." in run("revoke", "kim@example.org", "admin", "--reason", "x").output
    )


def test_a_token_for_an_owner_whose_roles_do_not_count_says_why(run: Run) -> None:
    run("invite", "kim@example.org", "--name", "별이", "--role", "operator")
    kim = queries.account_by_email("kim@example.org")
    assert kim is not None
    with pytest.raises(api_tokens.OwnerHeld, match=r"메일을 확인하지|not confirmed"):
        api_tokens.create(kim, "nightly", ["document:write"])
    kim.confirmed_at = clock.wall()
    queries.grants_of(kim.id)[0].ends_on = date(2020, 1, 1)
    db.session.flush()
    with pytest.raises(api_tokens.OwnerHeld, match=r"오늘 효력|in its term"):
        api_tokens.create(kim, "nightly", ["document:write"])


def test_what_was_typed_wrong_is_named(run: Run) -> None:
    services.create_account("별이", email="kim@example.org")
    db.session.commit()
    short = run("invite", "lee@example.org", "--name", "x", "--role", "operator")
    assert short.exit_code == 2 and "--name" in short.output
    backwards = run("grant", "kim@example.org", "operator", "--from", "2097-01-01", "--until", "2096-12-01")
    assert backwards.exit_code == 2 and "before the first" in backwards.output
    over = run("grant", "kim@example.org", "operator", "--until", "2019-12-01")
    assert over.exit_code == 2 and "over already" in over.output
    assert queries.staff() == []


def test_the_list_says_until_when(run: Run) -> None:
    services.create_account("별이", email="kim@example.org")
    db.session.commit()
    assert run("grant", "kim@example.org", "operator", "--until", "2096-12-31").exit_code == 0
    assert "operator (--until 2096-12-31)" in run("list").output
