"""The people of the demonstration city: departments, staff, those who speak, and the many who only nod and vote."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import insert, select

from ..core import clock
from ..core.db import db
from ..core.permissions import Actor
from ..people.models import Account, Department
from ..people.names import nickname_key
from ..people.queries import actor_of
from ..people.services import add_department, create_account, grant

NEIGHBOURS = 5_300
FIRST = {
    "ko": ("고요한 다정한 부지런한 씩씩한 느긋한 반가운 조용한 명랑한 수줍은 든든한 슬기로운 너그러운 상냥한 꼼꼼한 유쾌한 "
           "따스한 싱그러운 담백한 재빠른 푸근한").split(),
    "en": ("Calm Kind Busy Brave Easy Glad Quiet Merry Shy Steady Wise Gentle Friendly Careful Jolly Warm Fresh Plain Quick "
           "Cosy").split(),
}  # fmt: skip
SECOND = {
    "ko": "수달 제비 두루미 고라니 너구리 다람쥐 반딧불 자작나무 소나무 버들 매화 동백 산딸기 조약돌 시냇물 노을 봄비".split(),
    "en": "Otter Swallow Crane Deer Badger Squirrel Firefly Birch Pine Willow Plum Camellia Berry Pebble Brook Dusk Rain".split(),
}


@dataclass
class City:
    """Who lives and works here, by the keys of `city.toml`."""

    language: str
    departments: dict[str, Department] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    neighbours: list[int] = field(default_factory=list)
    leads: dict[str, str] = field(default_factory=dict)
    officers: dict[str, str] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """A person as the services know them."""
        return actor_of(self.people[key])

    def officer(self, department: str) -> Actor:
        """The officer of a department."""
        return self.actor(self.officers[department])


def settle_city(facts: dict[str, Any], language: str, since: datetime) -> City:
    """Make the departments and everybody who lives here, as of `since`."""
    city = City(language, leads=facts["leads"])
    with clock.pinned(since):
        for key, names in facts["departments"].items():
            telephone = names.pop("telephone")
            city.departments[key] = add_department(key, names, telephone)
        for person in facts["staff"]:
            _staff(city, person)
        for key, department in city.departments.items():
            if key not in city.officers:
                name = f"{department.names[language]} {'담당' if language == 'ko' else 'officer'}"
                _staff(city, {"key": f"officer-{key}", "role": "officer", "department": key, "nickname": {language: name}})
        for number, nickname in enumerate(facts["citizens"][language], 1):
            email = "member@demo.invalid" if number == 1 else None
            _person(city, f"c{number:03}", nickname, email)
        city.neighbours = _neighbours(language)
    return city


def _staff(city: City, person: dict[str, Any]) -> None:
    shown = person["key"] == person["role"] or person["key"].endswith("1")
    email = f"{person['role']}@demo.invalid" if shown else f"{person['key']}@staff.invalid"
    account = _person(city, person["key"], person["nickname"][city.language], email)
    department = city.departments.get(person.get("department", ""))
    grant(account, person["role"], department=department)
    if person["role"] == "officer":
        city.officers[person["department"]] = person["key"]


def _person(city: City, key: str, nickname: str, email: str | None = None) -> Account:
    account = create_account(nickname, email=email, language=city.language)
    db.session.flush()
    city.people[key] = account.id
    return account


def _neighbours(language: str) -> list[int]:
    """The many: confirmed accounts without an address, who cannot sign in."""
    now = clock.now()
    pairs = [f"{first}{'' if language == 'ko' else ' '}{second}" for first, second in product(FIRST[language], SECOND[language])]
    names = [f"{pairs[i % len(pairs)]} {i // len(pairs) + 1}" for i in range(NEIGHBOURS)]
    db.session.execute(insert(Account), [
        {"nickname": name, "nickname_key": nickname_key(name), "language": language, "created_at": now, "confirmed_at": now}
        for name in names
    ])  # fmt: skip
    known = [nickname_key(name) for name in names]
    found = db.session.execute(select(Account.id, Account.nickname_key)).all()
    wanted = set(known)
    return [account_id for account_id, key in found if key in wanted]
