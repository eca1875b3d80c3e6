"""The same answer, and the same time, whether or not an account exists (OWASP ASVS 2.2.1; CWE-204, CWE-208)."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from random import Random
from statistics import quantiles

import pytest
from werkzeug.test import TestResponse

from demosx.core.db import db, transaction
from demosx.people.models import Account
from demosx.people.services import create_account, suspend
from tests.people.acting import AGREED
from tests.small_city import SmallCity
from tests.threats.conftest import Ask

PASSWORD = "감나무 아래 자전거 한 대"
ROUNDS = 20
# A password check takes tens of milliseconds, and a letter written at once more. What is left out shows as a factor of
# three or more. Of mixed rounds the faster quarter is compared, which other work on the machine disturbs least.
FACTOR, FREE = 1.6, 0.006
CHANGES = re.compile(r'value="[^"]*"|nonce="[^"]*"')
Door = Callable[[str], TestResponse]


@pytest.fixture(scope="module")
def people(city: SmallCity) -> Iterator[Mapping[str, str]]:
    """Addresses of every kind of account, and of none."""
    found = {kind: f"{kind}@same.example" for kind in ("known", "suspended", "invited", "no_password")}
    with city.app.app_context(), transaction():
        create_account("같은답", email=found["known"], password=PASSWORD)
        suspend(create_account("막힌답", email=found["suspended"], password=PASSWORD))
        create_account("초대된답", email=found["invited"], confirmed=False)
        create_account("암호없는답", email=found["no_password"])
    yield {**found, "nobody": "nobody@same.example"}


@pytest.fixture
def doors(ask: Ask) -> Mapping[str, Door]:
    """Everything that a visitor can send an address to."""
    joining = {"password": PASSWORD, **AGREED}
    return {
        "sign in": lambda email: ask(
            "visitor", "POST", "/sign-in", email=email, password="틀린 비밀번호입니다"
        ),
        "forgot": lambda email: ask("visitor", "POST", "/forgot", email=email),
        "mailed link": lambda email: ask("visitor", "POST", "/sign-in/link", email=email),
        "join": lambda email: ask("visitor", "POST", "/join", email=email, nickname="같은이름", **joining),
    }


def told(answer: TestResponse, email: str) -> tuple[int, str, str]:
    """What can be read in an answer, without what differs in every one."""
    body = CHANGES.sub("", answer.get_data(as_text=True)).replace(email, "address")
    return answer.status_code, answer.headers.get("Location", ""), body


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("door", ["sign in", "forgot", "mailed link", "join"])
def test_an_answer_does_not_tell_who_has_an_account(
    doors: Mapping[str, Door], people: Mapping[str, str], door: str
) -> None:
    answers = {kind: told(doors[door](email), email) for kind, email in people.items()}
    assert answers["nobody"][0] in (302, 422)
    for kind, answer in answers.items():
        assert answer == answers["nobody"], kind


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("door", ["sign in", "forgot", "mailed link", "join"])
def test_the_time_of_an_answer_does_not_tell_either(
    doors: Mapping[str, Door], people: Mapping[str, str], door: str
) -> None:
    taken: dict[str, list[float]] = {kind: [] for kind in people}
    chance = Random(door)  # in an order that no clock of the machine falls in with
    for email in people.values():
        doors[door](email)  # the first of anything is slow
    for _ in range(ROUNDS):
        for kind, email in chance.sample(sorted(people.items()), len(people)):
            begun = time.perf_counter()
            doors[door](email)
            taken[kind].append(time.perf_counter() - begun)
    usual = {kind: quantiles(times, n=4)[0] for kind, times in taken.items()}
    assert max(usual.values()) < FACTOR * min(usual.values()) + FREE, usual


@pytest.mark.usefixtures("undone")
def test_a_link_that_never_was_reads_as_one_that_is_over(city: SmallCity, ask: Ask) -> None:
    for place in ("reset", "confirm", "confirm-email", "sign-in/link", "join/on", "guardian"):
        one, other = (ask("visitor", "GET", f"/{place}/{letter * 43}") for letter in "xy")
        assert one.status_code == other.status_code == 404, place
        assert told(one, "x" * 43)[2] == told(other, "y" * 43)[2].replace("y" * 43, "address")


@pytest.mark.usefixtures("undone")
def test_nothing_was_made_by_asking(
    city: SmallCity, doors: Mapping[str, Door], people: Mapping[str, str]
) -> None:
    count = db.select(db.func.count(Account.id))
    with city.app.app_context():
        before = db.session.scalar(count)
    for door in doors.values():
        for email in people.values():
            door(email)
    with city.app.app_context():
        assert db.session.scalar(count) == before
