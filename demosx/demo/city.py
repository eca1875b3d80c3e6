"""The people of the demonstration city: departments, staff, those who speak, and the many who only nod and vote."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import insert, select

from ..consent.services import agree_to_all
from ..core import clock
from ..core.db import db
from ..core.permissions import Actor
from ..people.models import Account, Department
from ..people.names import nickname_key
from ..people.queries import actor_of
from ..people.services import add_department, create_account, grant
from .places import Spot, spots

NEIGHBOURS = 5_300


@dataclass
class City:
    """Who lives and works here, by the keys of `city.toml`."""

    language: str
    departments: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    neighbours: list[int] = field(default_factory=list)
    leads: dict[str, str] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    officers: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """A person as the services know them. Nobody's roles change while the city is filled."""
        if key not in self.actors:
            self.actors[key] = actor_of(self.people[key])
        return self.actors[key]

    def officer(self, department: str) -> Actor:
        """The officer of a department."""
        return self.actor(self.officers[department])


def settle_city(facts: dict[str, Any], language: str, since: datetime) -> City:
    """Make the departments and everybody who lives here, as of `since`."""
    city = City(language, leads=facts["leads"], spots=spots())
    made: dict[str, Department] = {}
    with clock.pinned(since):
        for key, names in facts["departments"].items():
            telephone = names.pop("telephone")
            made[key] = add_department(key, names, telephone)
        db.session.flush()
        city.departments = {key: department.id for key, department in made.items()}
        for person in facts["staff"]:
            _staff(city, person, made)
        for key, department in made.items():
            if key not in city.officers:
                name = f"{department.names[language]} {facts['officer'][language]}"
                person = {
                    "key": f"officer-{key}",
                    "role": "officer",
                    "department": key,
                    "nickname": {language: name},
                }
                _staff(city, person, made)
        for number, nickname in enumerate(facts["citizens"][language], 1):
            email = "member@demo.invalid" if number == 1 else None
            _person(city, f"c{number:03}", nickname, email)
        city.neighbours = _neighbours(language, facts["neighbours"][language])
    return city


def _staff(city: City, person: dict[str, Any], departments: dict[str, Department]) -> None:
    account = _person(city, person["key"], person["nickname"][city.language], f"{person['key']}@demo.invalid")
    department = departments.get(person.get("department", ""))
    grant(account, person["role"], department=department)
    if person["role"] == "officer":
        city.officers[person["department"]] = person["key"]


def _person(city: City, key: str, nickname: str, email: str | None = None) -> Account:
    account = create_account(nickname, email=email, language=city.language)
    db.session.flush()
    agree_to_all(account.id)
    city.people[key] = account.id
    return account


def _neighbours(language: str, words: dict[str, list[str]]) -> list[int]:
    """The many: confirmed accounts without an address, who cannot sign in."""
    now = clock.now()
    space = "" if language == "ko" else " "
    pairs = [f"{first}{space}{second}" for first, second in product(words["first"], words["second"])]
    names = {nickname_key(name): name for name in _numbered(pairs)}
    common = {"language": language, "created_at": now, "confirmed_at": now}
    db.session.execute(
        insert(Account), [{"nickname": name, "nickname_key": key, **common} for key, name in names.items()]
    )
    found = db.session.execute(select(Account.id, Account.nickname_key).order_by(Account.id))
    return [account_id for account_id, key in found if key in names]


def _numbered(pairs: list[str]) -> list[str]:
    return [f"{pairs[i % len(pairs)]} {i // len(pairs) + 1}" for i in range(NEIGHBOURS)]
