"""Codes that the city issues: good once, for one person, for a while."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.errors import InvalidInput
from demosx.core.resident_numbers import ResidentNumberRefused
from demosx.people.models import Account
from demosx.verification import queries, services
from demosx.verification.errors import CodeWrong, ReferenceVerified
from demosx.verification.models import IssuedCode
from demosx.verification.services.codes import EACH, GROUPS, LETTERS, new_code

from .conftest import NUMBER, a_code

pytestmark = pytest.mark.usefixtures("offer")


def test_a_code_is_easy_to_read_and_hard_to_guess() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(
        re.fullmatch(rf"[{LETTERS}]{{{EACH}}}(-[{LETTERS}]{{{EACH}}}){{{GROUPS - 1}}}", one) for one in codes
    )
    assert not set("01OIL") & set(LETTERS)
    assert len(LETTERS) ** (EACH * GROUPS) > 2**58


def test_the_database_keeps_neither_code_nor_reference() -> None:
    code = a_code("가나-2026-17")
    row = db.session.scalars(select(IssuedCode)).one()
    kept = " ".join(str(value) for value in (row.digest, row.reference_key, row.mark))
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert "2026" not in kept


@pytest.mark.parametrize("write", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} ",
                                   lambda code: code.replace("-", "－")])  # fmt: skip
def test_it_may_be_typed_in_any_way(member: Account, write: object) -> None:
    code = a_code()
    with transaction():
        found = services.redeem(write(code))  # type: ignore[operator]
        services.verify(db.session.merge(member), "code", found)
    assert queries.verification_of(member.id) is not None


def test_it_works_once(member: Account) -> None:
    code = a_code()
    with transaction():
        services.redeem(code)
    with pytest.raises(CodeWrong), transaction():
        services.redeem(code)


def test_a_new_one_takes_the_place_of_the_old() -> None:
    old, new = a_code(), a_code()
    with pytest.raises(CodeWrong), transaction():
        services.redeem(old)
    with transaction():
        assert services.redeem(new).key
    assert [one.state(clock.wall()) for one in queries.codes().items] == ["used", "voided"]


def test_it_ends_with_its_last_moment(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    code, issued = a_code(), clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: issued + timedelta(days=30, seconds=1))
    with pytest.raises(CodeWrong), transaction():
        services.redeem(code)
    assert queries.codes().items[0].state(clock.wall()) == "expired"
    with transaction():
        assert services.forget_codes() == 0
    monkeypatch.setattr(clock, "wall", lambda: issued + timedelta(days=61))
    with transaction():
        assert services.forget_codes() == 1


def test_who_is_verified_needs_none(member: Account) -> None:
    with transaction():
        services.verify(db.session.merge(member), "code", services.redeem(services.issue(["A 1"])[0][1]))
    with pytest.raises(ReferenceVerified), transaction():
        services.issue(["b 2", " a  1"])
    assert queries.usable_codes() == 0  # nobody got one


@pytest.mark.parametrize("reference", ["", "  ", "\u200b"])
def test_a_reference_says_something(reference: str) -> None:
    with pytest.raises(InvalidInput), transaction():
        services.issue([reference])


def test_a_resident_number_is_no_reference() -> None:
    with pytest.raises(ResidentNumberRefused), transaction():
        services.issue(["A 1", NUMBER])
    assert db.session.scalars(select(IssuedCode)).all() == []
