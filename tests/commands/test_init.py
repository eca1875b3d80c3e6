"""`demosx init`: a site is made whole, or not at all, and never over something else."""

import os
import re
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from demosx.commands import making
from demosx.config import load_site
from demosx.core.db import db
from demosx.core.errors import DomainError
from demosx.core.mail import Letter
from demosx.core.resources import shipped
from demosx.people import queries

from ..conftest import POSTGRES
from .calling import ADMIN, call, ok

SCENARIOS = [
    f"scenarios/{file.name}"
    for file in sorted(shipped("examples/scenarios").glob("*.toml"))
    if file.name.startswith(("seoul-2019-", "agency-"))
]
FILES = {
    "data", "data/demosx.sqlite", "data/mail", "data/secrets.toml", "demosx.toml", "processes",
    "processes/agency.toml", "processes/citizen.toml",
    "processes/process.schema.json", "scenarios", *SCENARIOS, "terms", "terms/terms-TODAY.en.md",
    "terms/terms-TODAY.ko.md", "theme", "theme/README.md",
}  # fmt: skip


def inside(folder: Path) -> set[str]:
    """Everything in a folder but what SQLite keeps beside its file; a name with today's day stands without it."""
    names = {re.sub(r"\d{4}-\d\d-\d\d", "TODAY", str(path.relative_to(folder))) for path in folder.rglob("*")}
    return {name for name in names if not name.endswith(("-wal", "-shm"))}


def test_a_site_is_made_with_one_command(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    said = ok(
        "init",
        folder,
        "--name",
        "한들시",
        "--second-name",
        "Handeul",
        "--language",
        "ko",
        "--admin",
        ADMIN,
        "--yes",
    )
    assert inside(folder) == FILES
    site = load_site(folder, {})
    assert dict(site.name) == {"ko": "한들시", "en": "Handeul"}
    assert site.languages == ("ko", "en")
    assert len(site.secret_key) >= 40
    assert "/reset/" in said and "demosx run" in said
    assert stat.S_IMODE((folder / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "data" / "secrets.toml").stat().st_mode) == 0o600
    assert ok("--site", folder, "check").splitlines()[-1].startswith("Errors: 0")


def test_the_first_admin_gets_a_link_by_mail_and_on_the_screen(tmp_path: Path) -> None:
    from demosx.app import create_app

    said = ok("init", tmp_path / "city", "--admin", ADMIN, "--yes")
    [link] = [line.strip() for line in said.splitlines() if "/reset/" in line]
    app = create_app(load_site(tmp_path / "city", {}))
    with app.app_context():
        account = queries.account_by_email(ADMIN)
        assert account is not None and account.confirmed_at is not None and account.password_hash is None
        assert [grant.role for grant in queries.grants_of(account.id)] == ["admin"]
        [letter] = db.session.scalars(sqlalchemy.select(Letter))
        assert letter.to_address == ADMIN and link in letter.body
        db.engine.dispose()
    page = app.test_client().get(link.removeprefix("http://127.0.0.1:8000"))
    assert page.status_code == 200


def test_a_script_gives_the_password(tmp_path: Path) -> None:
    from demosx.app import create_app

    said = ok(
        "init",
        tmp_path / "city",
        "--admin",
        ADMIN,
        "--admin-password-stdin",
        "--yes",
        given="three brown owls\n",
    )
    assert "/reset/" not in said and ADMIN in said
    app = create_app(load_site(tmp_path / "city", {}), WTF_CSRF_ENABLED=False)
    answer = app.test_client().post("/sign-in", data={"email": ADMIN, "password": "three brown owls"})
    assert answer.status_code == 302
    with app.app_context():
        db.engine.dispose()


def test_without_an_admin_it_says_how_to_make_one(tmp_path: Path) -> None:
    assert "demosx people add EMAIL --role admin" in ok("init", tmp_path / "city", "--yes")


def test_it_asks_for_what_is_not_given(tmp_path: Path) -> None:
    said = ok("init", tmp_path / "city", given=f"en\nHandeul\n한들시\nno address\n{ADMIN}\n")
    assert "Please check the e-mail address." in said
    assert "Name of the city" in said and "E-mail address of the first administrator" in said
    site = load_site(tmp_path / "city", {})
    assert (dict(site.name), site.languages) == ({"en": "Handeul", "ko": "한들시"}, ("en", "ko"))


def test_the_current_folder_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    ok("init", "--yes")
    assert inside(tmp_path) == FILES | {"notes.txt"}
    assert ok("check").splitlines()[-1].startswith("Errors: 0")


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    ok("init", tmp_path, "--yes")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.toml")}
    result = call("init", tmp_path, "--yes")
    assert result.exit_code == 1
    assert f"There is a site in {tmp_path} already" in result.stderr
    assert "demosx upgrade" in result.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.toml")} == before


def test_what_is_in_the_way_stays(tmp_path: Path) -> None:
    (tmp_path / "processes").mkdir()
    (tmp_path / "processes" / "citizen.toml").write_text("mine", encoding="utf-8")
    result = call("init", tmp_path, "--yes")
    assert result.exit_code == 1
    assert "processes/citizen.toml" in result.stderr
    assert inside(tmp_path) == {"processes", "processes/citizen.toml"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--admin", "no address"], "e-mail address"),
        (["--admin", ADMIN, "--admin-password-stdin"], "password"),
        (["--template", "seoul-1392"], "There are no rules “seoul-1392”"),
        (["--database", "mysql://db/city"], "must begin with sqlite:/// or postgresql://"),
        (["--database", "postgresql://nobody@127.0.0.1:1/none"], "The database does not answer"),
    ],
)
def test_what_fails_leaves_nothing(tmp_path: Path, options: list[str], said: str) -> None:
    folder = tmp_path / "not yet" / "city"
    result = call("init", folder, "--yes", *options, given="short\n")
    assert result.exit_code == 1
    assert said in result.stderr
    assert inside(tmp_path) == set()


def test_a_failure_at_the_very_end_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise DomainError("no")

    monkeypatch.setattr(making, "_first_admin", refuse)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = call("init", tmp_path, "--admin", ADMIN, "--yes")
    assert result.exit_code == 1
    assert inside(tmp_path) == {"notes.txt"}


def test_other_rules_can_be_chosen(tmp_path: Path) -> None:
    ok("init", tmp_path / "a", "--template", "seoul-2018", "--yes")
    chosen = tmp_path / "a" / "processes" / "citizen.toml"
    own = tmp_path / "own.toml"
    own.write_text(chosen.read_text(encoding="utf-8") + "\n# ours\n", encoding="utf-8")
    ok("init", tmp_path / "b", "--template", own, "--yes")
    assert (tmp_path / "b" / "processes" / "citizen.toml").read_bytes() == own.read_bytes()
    assert "seoul-2019" not in chosen.read_text(encoding="utf-8")


def test_rules_that_do_not_work_make_no_site(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("format = 1\n", encoding="utf-8")
    result = call("init", tmp_path / "city", "--template", own, "--yes")
    assert result.exit_code == 1
    assert "processes/citizen.toml:1: error:" in result.stderr
    assert inside(tmp_path) == {"own.toml"}


@pytest.fixture
def empty_postgres() -> Iterator[str]:
    """An empty PostgreSQL database, for one test."""
    if not POSTGRES:
        if os.environ.get("CI") == "true":
            pytest.fail("DEMOSX_TEST_POSTGRES must be set in CI")
        pytest.skip("set DEMOSX_TEST_POSTGRES to run on PostgreSQL")
    address = sqlalchemy.make_url(POSTGRES).set(drivername="postgresql+psycopg")
    admin = sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT")
    name = f"demosx_init_{os.getpid()}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    yield address.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


def tables(url: str) -> list[str]:
    """The tables of a PostgreSQL database."""
    engine = sqlalchemy.create_engine(sqlalchemy.make_url(url).set(drivername="postgresql+psycopg"))
    found = sqlalchemy.inspect(engine).get_table_names()
    engine.dispose()
    return found


def test_on_postgresql(tmp_path: Path, empty_postgres: str) -> None:
    ok("init", tmp_path / "city", "--database", empty_postgres, "--admin", ADMIN, "--yes")
    assert "data/demosx.sqlite" not in inside(tmp_path / "city")
    assert ok("--site", tmp_path / "city", "check").splitlines()[-1].startswith("Errors: 0")
    taken = call("init", tmp_path / "other", "--database", empty_postgres, "--yes")
    assert taken.exit_code == 1
    assert "holds a site already" in taken.stderr
    assert not (tmp_path / "other").exists()
    assert "account" in tables(empty_postgres)


def test_on_postgresql_a_failure_leaves_an_empty_database(
    tmp_path: Path, empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise DomainError("no")

    monkeypatch.setattr(making, "_first_admin", refuse)
    result = call("init", tmp_path / "city", "--database", empty_postgres, "--admin", ADMIN, "--yes")
    assert result.exit_code == 1
    assert tables(empty_postgres) == []
    assert inside(tmp_path) == set()


def test_a_password_in_the_database_address_is_kept_from_others(tmp_path: Path) -> None:
    from demosx.commands.site_folder import Plan, made

    plan = Plan(
        folder=tmp_path / "city",
        names={"ko": "한들시"},
        languages=("ko",),
        database="postgresql://u:hush@db/city",
    )
    with made(plan, "{}"):
        mode = (tmp_path / "city" / "demosx.toml").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert tomllib.loads((tmp_path / "city" / "demosx.toml").read_text(encoding="utf-8"))["database"]["url"]
