"""Two of the staff change the same thing: the second is told, with what is saved now and what they have typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from demosx.people.models import Account
from tests.small_city import NOW, SmallCity
from tests.visiting import Page

HTML = {"Accept": "text/html", "Accept-Language": "en"}


@dataclass(frozen=True)
class Editing:
    """A form of the desk that changes what is there: its page, what each of two people types, who they are, what the
    second has to read afterwards: what is saved, and their own."""

    page: str
    first: dict[str, Any]
    second: dict[str, Any]
    who: str = "operator"
    saved: str = ""
    to: str = ""


FORMS = {
    "document": Editing(
        "/desk/proposals/{open}/documents/{open_document}", {"title": "첫째 제목"}, {"title": "둘째 제목"}
    ),
    "agenda item": Editing(
        "/desk/proposals/{review}/agenda", {"question": "첫째 물음"}, {"question": "둘째 물음"}
    ),
    "proposal": Editing(
        "/proposals/{open}/edit", {"title": "첫째 제목을 씁니다"}, {"title": "둘째 제목을 씁니다"}, who="proposer"
    ),
    "deliberation": Editing(
        "/desk/proposals/{forum}/deliberation", {"question": "첫째 물음", "summary": "쉽게"},
        {"question": "둘째 물음", "summary": "쉽게"},
    ),
    "area": Editing(
        "/desk/proposals/{open}", {"area": "transport"}, {"area": "welfare"}, saved="Transport", to="/classify"
    ),
    "who works on a duty": Editing(
        "/desk/duties/{open_duty}", {"account_id": "{officer}"}, {"account_id": "{drafter}"}, saved="officer",
        to="/assign",
    ),
    "departments at work": Editing(
        "/desk/proposals/{open}/departments", {"lead": "{parks}"}, {"lead": ""}, saved="Parks"
    ),
    "department": Editing(
        "/desk/departments/{department}", {"name_en": "First Office", "active": True}, {"name_en": "Second Office"},
        who="admin", to="/desk/departments/{department}",
    ),
    "post": Editing(
        "/desk/departments/{department}/posts/{post}", {"name": "첫째 자리"}, {"name": "둘째 자리"}, who="admin",
        to="/posts/{post}",
    ),
    "holder of a post": Editing(
        "/desk/departments/{department}/posts/{post}", {"holder": "member@example.org"},
        {"holder": "proposer@example.org"}, who="admin", saved="member", to="/holder",
    ),
}  # fmt: skip


@pytest.fixture
def city(app: Application) -> Iterator[SmallCity]:
    """The small city, held at its day; its staff read English."""
    app.config["WTF_CSRF_ENABLED"] = False
    with testing.at(NOW):
        made = SmallCity(app)
        for name in ("operator", "admin", "proposer"):
            db.session.get_one(Account, made.people[name]).language = "en"
        db.session.commit()
        yield made


def numbers(city: SmallCity) -> dict[str, int]:
    parks = testing.department("parks").id
    return {**city.people, **city.proposals, **city.numbers, "parks": parks}


def test_the_second_is_told_with_both_texts(app: Application, city: SmallCity) -> None:
    known, wrong = numbers(city), []
    for name, editing in FORMS.items():
        colleagues = [
            testing.sign_in(app.test_client(), db.session.get_one(Account, city.people[editing.who]))
            for _one in range(2)
        ]
        first, second = (
            opened(client, editing, known, typed)
            for client, typed in zip(colleagues, (editing.first, editing.second), strict=True)
        )
        done = colleagues[0].post(first[0], data=first[1], headers=HTML)
        told = colleagues[1].post(second[0], data=second[1], headers=HTML)
        page = Page(told)
        theirs = editing.saved or next(iter(editing.first.values()))
        own = str(next(iter(editing.second.values()))).format(**known)
        if (
            done.status_code != 302
            or told.status_code != 409
            or theirs not in page.html
            or own not in page.html
        ):
            wrong.append(f"{name}: {done.status_code}, {told.status_code}: {page.text[:400]}")
            continue
        form = next(form for form in page.forms if form.action == second[0])
        again = colleagues[1].post(second[0], data=dict(form.filled()), headers=HTML)
        if again.status_code != 302:
            wrong.append(f"{name}: sent once more, it is refused again: {again.status_code}")
    assert not wrong, "\n".join(wrong)


def opened(
    client: FlaskClient, editing: Editing, known: dict[str, int], typed: dict[str, Any]
) -> tuple[str, dict[str, str]]:
    """Where the form of a page is sent, and what it sends with what somebody types."""
    address = editing.page.format(**known)
    values = {name: word.format(**known) if isinstance(word, str) else word for name, word in typed.items()}
    page = Page(client.get(address, headers=HTML))
    assert page.status == 200, (address, page.status)
    fitting = [
        form
        for form in page.forms
        if form.action.endswith(editing.to.format(**known))
        and set(values) <= {field.attributes["name"] for field in form.fields}
    ]
    assert fitting, (address, [form.action for form in page.forms])
    return fitting[0].action, dict(fitting[0].filled(**values))
