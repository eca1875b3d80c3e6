"""Too much of anything is refused in words, at once, and nothing is kept of it."""

from io import BytesIO
from pathlib import Path

import pytest

from demosx import testing
from demosx.core.db import db
from demosx.core.settings import Limits
from demosx.core.text import rich
from demosx.core.web import SAFE
from tests.small_city import SmallCity
from tests.threats.conftest import Ask
from tests.visiting import Page, Person

FORMS = """
visitor /sign-in
visitor /join
visitor /forgot
member /proposals/new
member /proposals/{open}/opinions
member /proposals/{open}/support
operator /desk/proposals/{open}/notes
officer /desk/proposals/{open}/answers/department_answer
admin /desk/people/new
""".strip().splitlines()
TOO_LONG = "가" * (Limits().request // 3 + 1)


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("form", FORMS)
def test_a_body_that_is_too_large_is_413(city: SmallCity, ask: Ask, form: str) -> None:
    who, path = form.format(**city.proposals).split()
    for fields in (
        {"body": TOO_LONG},
        {"body": (BytesIO(TOO_LONG.encode()), "a.txt")},
        {f"field{number}": "x" for number in range(300)} | {"file": (BytesIO(b"x"), "a.txt")},
    ):
        answer = ask(who, "POST", path, **fields)
        assert answer.status_code == 413, f"{list(fields)[:2]}: {answer.status_code}"
        assert Page(answer).title


def test_no_route_reads_more_than_the_limit(city: SmallCity, ask: Ask) -> None:
    for rule in city.app.url_map.iter_rules():
        if not (rule.methods or set()) - SAFE or rule.arguments - {"id", "proposal_id"}:
            continue
        path = rule.rule.replace("<int:id>", "1").replace("<int:proposal_id>", "1")
        assert ask("lead", "POST", path, body=TOO_LONG).status_code == 413, path


@pytest.mark.usefixtures("undone")
def test_texts_at_their_limit_are_taken_and_one_more_is_not(city: SmallCity, ask: Ask) -> None:
    limits = Limits()
    proposal = f"/proposals/{city.proposals['open']}"
    for path, field, longest, others in (
        ("/proposals/new", "title", limits.title, {"body": "글"}),
        ("/proposals/new", "body", limits.text, {"title": "제목"}),
        (f"{proposal}/opinions", "body", limits.opinion, {}),
    ):
        assert ask("member", "POST", path, **{field: "가" * longest}, **others).status_code == 302, field
        answer = ask("member", "POST", path, **{field: "가" * (longest + 1)}, **others)
        assert answer.status_code == 422
        assert "가" * (longest + 1) in Page(answer).html, "what was typed is lost"


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize(
    "text",
    [
        "[" * 15_000,
        "*" * 15_000,
        "> " * 7_000,
        "`" * 15_000,
        "(" * 15_000,
        "<" * 15_000,
        "\\" * 15_000,
        "- " * 7_000,
        "[a](" * 4_000,
    ],
    ids=lambda text: text[:4],
)
def test_a_text_made_to_be_slow_is_shown(city: SmallCity, ask: Ask, text: str) -> None:
    answer = ask("member", "POST", "/proposals/new", title="느리게 하는 글", body=text)
    assert answer.status_code == 302
    assert len(str(rich(text))) < 40 * len(text)


def test_nobody_chooses_the_address_by_which_they_are_counted(tmp_path: Path) -> None:
    app = testing.application(tmp_path)
    app.config["RATELIMIT_ENABLED"] = True
    with app.app_context():
        db.create_all()
        testing.apply_examples()
    person = Person(app)
    form = person.open("/sign-in").form(to="/sign-in")
    statuses = []
    for number in range(12):
        headers = {
            **person.headers,
            "X-Forwarded-For": f"198.51.100.{number}",
            "X-Real-IP": f"203.0.113.{number}",
        }
        sent = dict(form.filled(email="victim@example.org", password="guess"))
        statuses.append(person.client.post("/sign-in", data=sent, headers=headers).status_code)
    assert statuses[:9] == [422] * 9 and statuses[-1] == 429
    with app.app_context():
        db.engine.dispose()
