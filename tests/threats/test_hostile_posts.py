"""Every address that takes a form, with what no keyboard makes in any field that a form has: never an error of ours.

The routes come from the URL map and the fields from the forms and the views themselves, so that a new one is tried
without being written down here.
"""

import ast
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

import demosx
from demosx import testing
from demosx.core.forms import Form
from demosx.core.web import SAFE
from tests.route_access import ACCESS
from tests.small_city import NOW, SmallCity
from tests.test_routes import Walk
from tests.threats.test_junk import JUNK, TAKEN_DIFFERENTLY

PACKAGE = Path(demosx.__file__).parent
WHO = ("proposer", "operator", "officer", "official", "planner", "lead", "admin", "member", "visitor")
KINDS = ("no day", *TAKEN_DIFFERENTLY)
ODD = st.one_of(
    st.sampled_from(sorted(JUNK)).map(lambda kind: JUNK[kind]),
    st.text(max_size=60),
    st.binary(max_size=20),
    st.integers(-(2**70), 2**70).map(str),
    st.sampled_from(
        ["", "1", "2", "y", "on", "citizen", "support", "2019-02-11", "operator", "kim@example.org"]
    ),
)


def names_of_forms() -> Iterator[str]:
    """The fields of every form in the package."""
    for module in pkgutil.walk_packages(demosx.__path__, "demosx."):
        if module.name.rpartition(".")[2].endswith("forms"):
            import_module(module.name)
    waiting = [Form]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        yield from (name for name in dir(kind) if hasattr(getattr(kind, name, None), "field_class"))


def names_of_views() -> Iterator[str]:
    """What views read from a form without a class: `request.form.get("name")` and its like."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            reads = isinstance(node, ast.Call | ast.Subscript) and "request.form" in ast.unparse(node)[:40]
            if reads:
                words = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
                yield from (word for word in words if isinstance(word, str) and word.isidentifier())


FIELDS = sorted({*names_of_forms(), *names_of_views()} - {"csrf_token"})


@pytest.fixture(scope="module")
def writes(city: SmallCity) -> list[tuple[Rule, str, Walk]]:
    """Every route that takes a form, with its address in the small city; signing out would end the test."""
    walk = Walk(city)
    return [
        (rule, walk.address(rule), walk)
        for rule, method in walk.routes()
        if method not in SAFE and rule.endpoint not in ("people.sign_out", "people.sign_out_everywhere")
    ]


def test_the_fields_are_those_of_the_forms() -> None:
    assert len(FIELDS) > 60
    assert {"email", "nickname", "password", "reason", "title", "body", "role", "choice"} <= set(FIELDS)


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_junk_in_every_field(writes: list[tuple[Rule, str, Walk]], kind: str) -> None:
    value = JUNK[kind] if kind != "long" else "가" * 310  # in all of them: no request may be larger
    with testing.at(NOW):
        for rule, address, walk in writes:
            who = next((person for person in WHO if person in ACCESS[rule.endpoint]), "lead")
            sent = {"csrf_token": walk.seal.token, **dict.fromkeys(FIELDS, value)}
            answer = walk.ask(who, "POST", address, data=sent)
            assert answer.status_code < 500, f"{who} {address} with {kind}: {answer.status_code}"
            assert answer.status_code != 413, "so large that nothing of it was read"


@pytest.mark.usefixtures("undone")
@given(data=st.data())
@settings(
    max_examples=100, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_anything_in_any_field(writes: list[tuple[Rule, str, Walk]], data: st.DataObject) -> None:
    _rule, address, walk = data.draw(st.sampled_from(writes))
    who = data.draw(st.sampled_from(WHO))
    fields = data.draw(st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=12))
    with testing.at(NOW):
        answer = walk.ask(who, "POST", address, data={"csrf_token": walk.seal.token, **fields})
    assert answer.status_code < 500, f"{who} {address} {fields}: {answer.status_code}"
