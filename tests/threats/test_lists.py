"""Lists answer the questions that they know, and no others."""

import ast
from pathlib import Path
from urllib.parse import quote

import pytest

import demosx
from demosx.core.db import db
from tests.small_city import SmallCity
from tests.threats.conftest import Ask
from tests.visiting import Page

PACKAGE = Path(demosx.__file__).parent
LISTS = {
    "/proposals": ("sort", "stage", "area", "district", "origin", "state", "period", "department"),
    "/proposals/{open}": ("opinions", "side", "thread"),
    "/deliberations": ("when",),
    "/deliberations/{open_forum_visit}": ("opinions", "side"),
    "/results": ("show", "verdict"),
    "/open/overdue": ("department",),
}
INJECTIONS = """
id; DROP TABLE proposal
(SELECT password_hash FROM account LIMIT 1)
supports DESC, (CASE WHEN 1=1 THEN 1 END)
1 UNION SELECT * FROM account
proposal.hidden_at
password_hash
'
"
--
/**/
sleep(9)
0x31
""".strip().splitlines()


@pytest.mark.parametrize("injection", INJECTIONS)
def test_an_order_that_is_not_offered_is_the_usual_one(city: SmallCity, ask: Ask, injection: str) -> None:
    numbers = {**city.proposals, **city.numbers}
    for address, names in LISTS.items():
        path = address.format(**numbers)
        usual = cards(Page(ask("visitor", "GET", path)))
        for name in names:
            page = Page(ask("visitor", "GET", path, query={name: injection}))
            assert page.status == 200 and cards(page) == usual, f"{path}?{name}={injection}"
    with city.app.app_context():
        assert db.session.scalar(db.text("SELECT count(*) FROM proposal")) > 5


def cards(page: Page) -> list[str]:
    """What a page lists, in its order."""
    lists = (
        page.main.all("ul", css="cards")
        + page.main.all("ul", css="opinions")
        + page.main.all("ul", css="duties")
    )
    return [row.text for found in lists for row in found.all("li")]


@pytest.mark.parametrize(
    "name",
    ["audience", "listed", "hidden_at", "hidden", "include", "proposer_id", "fields", "with", "deleted"],
)
def test_a_question_that_no_list_knows_changes_nothing(city: SmallCity, ask: Ask, name: str) -> None:
    for path in ("/proposals", "/deliberations?when=coming", "/results?show=promises"):
        usual = cards(Page(ask("visitor", "GET", path)))
        joint = "&" if "?" in path else "?"
        for value in ("1", "staff", "true", "*", "0"):
            assert cards(Page(ask("visitor", "GET", f"{path}{joint}{name}={quote(value)}"))) == usual


def test_sql_is_never_put_together_from_text() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if (
                called in ("text", "exec_driver_sql", "literal_column")
                and node.args
                and is_sql_room(file, called)
            ):
                first = node.args[0]
                joined = isinstance(first, ast.JoinedStr | ast.BinOp) or (
                    isinstance(first, ast.Call)
                    and isinstance(first.func, ast.Attribute)
                    and first.func.attr == "format"
                )
                assert not joined, f"{file.name}:{node.lineno} builds SQL from text"


def is_sql_room(file: Path, called: str) -> bool:
    """Whether the word means SQL there: forms and error pages have a `text` of their own."""
    source = file.read_text("utf-8")
    return called != "text" or (
        "import" in source
        and any(
            "sqlalchemy" in line and "text" in line.replace(",", " ").split() for line in source.splitlines()
        )
    )


# What asks other machines: providers that the site file names, and the makers of browsers in a closed list. Tests of
# their own hold that no other address is asked (tests/sign_in/test_discovery.py, tests/notifications/test_ways.py).
ASKING = frozenset(
    {"identity/discovery.py", "identity/outward.py", "identity/exchange.py", "notifications/push.py"}
)


def test_no_address_that_somebody_types_is_fetched() -> None:
    fetching = {
        "urllib.request",
        "http.client",
        "requests",
        "httpx",
        "aiohttp",
        "urllib3",
        "ftplib",
        "telnetlib",
    }
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            where = str(file.relative_to(PACKAGE))
            assert where in ASKING or not fetching & set(names), f"{where} can fetch an address"
            if "socket" in names:
                assert file.parent.name == "commands", f"{file.relative_to(PACKAGE)} opens connections"
