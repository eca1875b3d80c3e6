"""`demosx verification …`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from demosx.core.db import db, transaction
from demosx.core.errors import DomainError
from demosx.people.models import Account
from demosx.verification import queries, services
from demosx.verification.commands import verification
from demosx.verification.errors import CodesWait

from .conftest import NUMBER
from .test_residents import LIST

pytestmark = pytest.mark.usefixtures("offer")
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `demosx verification …` on the site of the test."""
    monkeypatch.setenv("DEMOSX_LANGUAGE", "en")

    def invoke(*words: str) -> Result:
        result = CliRunner().invoke(verification, words, obj=lambda: app)
        db.session.rollback()
        return result

    return invoke


def test_codes_are_printed_once_and_work(run: Run, member: Account) -> None:
    result = run("issue", "A 1", "B 2", "A 1")
    assert result.exit_code == 0, result.output
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert [line[0] for line in lines] == ["A 1", "B 2"]
    with transaction():
        services.verify(db.session.merge(member), "code", services.redeem(lines[0][1]))
    assert "Code from the city\t1" in run("status").stdout


def test_a_code_that_can_be_used_is_replaced_only_with_the_option(run: Run) -> None:
    assert run("issue", "A 1").exit_code == 0
    refused = run("issue", "A 1", "B 2")
    assert isinstance(refused.exception, CodesWait)
    assert refused.stdout == ""
    assert run("issue", "--replace", "A 1").exit_code == 0


def test_a_resident_number_is_refused_and_not_printed(run: Run) -> None:
    result = run("issue", "A 1", NUMBER)
    assert result.exit_code == 1
    assert "resident registration number" in result.output
    assert "1234567" not in result.output
    assert queries.usable_codes() == 0


def test_a_list_is_taken_in(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "residents.csv"
    file.write_text(LIST, encoding="utf-8")
    result = run("residents", str(file))
    assert (result.exit_code, "Residents: 3" in result.stdout) == (0, True)
    assert "홍길동" not in result.output
    file.write_text("\n".join(line.rsplit(",", 1)[0] for line in LIST.splitlines()), encoding="utf-8")
    assert "twice" in run("residents", str(file)).stderr


def test_a_list_with_a_resident_number_is_refused_by_its_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "residents.csv"
    file.write_text(LIST + f"박해,{NUMBER},나래1동,R-9\n", encoding="utf-8")
    result = run("residents", str(file))
    assert isinstance(result.exception, DomainError)  # the command itself makes one clear line of it
    assert "5" in str(result.exception)
    assert "1234567" not in str(result.exception) + result.output
    assert queries.residents() == 0
