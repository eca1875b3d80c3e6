"""Every table that tells of a person stands in a holding; the guide's table and the download follow from them."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import Table, select

from demosx.core.db import db
from demosx.core.web import Application
from demosx.people import services
from demosx.people.holdings import Holding, add_holding, holdings
from demosx.people.models import Account
from demosx.privacy import gathering
from demosx.privacy.downloads import as_page
from demosx.privacy.guide import table
from demosx.privacy.verbs import VERBS
from demosx.privacy.words import NAMES
from tests.privacy import lives

GUIDES = Path(__file__).parents[2] / "guides" / "operate"
# Columns whose names say that they hold somebody's number, address or name, where no foreign key says it.
TELLING = ("_by", "by_id", "account_id", "actor_id", "person_id", "email", "address", "voter", "nickname", "subject",
           "telephone", "endpoint", "identity_key", "reference_key")  # fmt: skip
# What tells of no person, or not without a key that the database does not have.
NOBODY = {
    "department": "the telephone of an office",
    "post": "the telephone of a post",
    "resident": "keyed hashes of a list that the city has brought; no account",
}
# Columns that are called as secrets are, and hold none.
PLAIN = {"email_key", "nickname_key", "key", "process_key"}


def tells(table: Table) -> bool:
    """Whether a table names an account, or somebody without one."""
    keys = {key.column.table.name for column in table.columns for key in column.foreign_keys}
    return "account" in keys or any(column.name.endswith(TELLING) for column in table.columns)


def test_every_table_that_tells_of_a_person_is_in_a_holding(app: Application) -> None:
    held = {name for one in holdings() for name in one.tables}
    every = set(db.metadata.tables)
    telling = {table.name for table in db.metadata.sorted_tables if tells(table)}
    assert telling - held - NOBODY.keys() == set(), "say in people/holdings.py's terms what is kept there"
    assert held - every == set(), "a holding speaks of a table that is not there"


def test_everything_has_words_in_both_languages(app: Application) -> None:
    for language in ("ko", "en"):
        with app.test_request_context(), force_locale(language):
            for one in holdings():
                for sentence in (one.what, one.why, one.how_long):
                    hangul = any("가" <= letter <= "힣" for letter in str(sentence))
                    assert str(sentence) and hangul == (language == "ko"), (one.name, str(sentence))


def test_what_a_person_takes_along_is_plain_and_whole(app: Application) -> None:
    life = lives.live()
    with app.test_request_context():
        own = gathering.everything(life.person, "ko", own=True)
        office = gathering.everything(life.person, "ko", own=False)
        number_of = gathering.counts(life.person)
    assert json.loads(json.dumps(own)) == own
    assert (own["format"], own["version"]) == ("demosx.person", 1)
    rows = {part["name"]: part["rows"] for part in own["holdings"]}
    assert rows["account"][0]["email"] == lives.EMAIL and rows["account"][0]["has_a_password"] is True
    assert [row["choice"] for row in rows["votes"]] == ["yes", "yes"]
    assert {row["hidden_reason"] for row in rows["opinions"]} == {"", "욕설"}
    assert [row["provider"] for row in rows["providers"]] == ["kakao"]
    assert [set(row) for row in rows["looks"]] == [{"day", "what", "reason"}], "not who has looked"
    secrets = ("hash", "sealed", "digest", "credential", "p256dh")
    assert not [key for part in rows.values() for row in part for key in row if key in secrets]
    labels = {one.name: one.labels for one in holdings()}
    unnamed = {
        key
        for name, part in rows.items()
        for row in part
        for key in row
        if key not in labels[name] and key not in NAMES and key.removesuffix("_name") not in row
    }
    assert unnamed == set(), "say in privacy/words.py or in labels what they are called"
    assert {row["purpose"]: row["new_address"] for row in rows["links"]} == {
        "reset": None, "link": None, "email": f"new.{lives.EMAIL}"
    }  # fmt: skip
    for name, n in number_of.items():
        assert bool(n) == bool(rows[name]), name
    assert "votes" not in {part["name"] for part in office["holdings"]}
    assert '"choice": "yes"' not in json.dumps(office) and '"voted"' not in json.dumps(office)


def test_no_hash_of_the_database_is_taken_along(app: Application) -> None:
    life = lives.live()
    with app.test_request_context():
        given = json.dumps(gathering.everything(life.person, "ko", own=True))
    assert not re.search(r"[0-9a-f]{40}|[A-Za-z0-9_-]{43}", given)
    secret = (
        "digest",
        "mark",
        "hash",
        "proof",
        "sealed",
        "key",
        "voter",
        "block",
        "p256dh",
        "auth",
        "endpoint",
    )
    for each in db.metadata.sorted_tables:
        for column in each.columns:
            if column.name.endswith(secret) and column.name not in PLAIN:
                for value in map(str, db.session.scalars(select(column).where(column.is_not(None)))):
                    assert len(value) < 16 or json.dumps(value) not in given, f"{each.name}.{column.name}"


def words_of_the_page(page: str, part: str) -> list[str]:
    """What stands in the cells of a part of the readable page."""
    with_words = page.split(f"<h2>{part}</h2>")[1].split("<h2>")[0]
    return re.findall(r"<(?:dt|dd)>(.*?)</d[td]>", with_words)


def test_the_page_to_read_has_words_and_no_keys(app: Application) -> None:
    life = lives.live()
    services.admit(db.session.get_one(Account, life.person), way="link")
    db.session.commit()
    for language in ("ko", "en"):
        with app.test_request_context(), force_locale(language):
            what = {one.name: str(one.what) for one in holdings()}
            page = unescape(as_page(gathering.everything(life.person, language, own=True)))
        cells = [
            cell
            for part in what.values()
            if f"<h2>{part}</h2>" in page
            for cell in words_of_the_page(page, part)
        ]
        keys = {cell for cell in cells if re.fullmatch(r"[a-z]+([_:.][a-z]+)*", cell)}
        assert keys <= ({"yes", "no"} if language == "en" else set()), keys
        if language == "ko":
            assert "찬성" in words_of_the_page(page, what["votes"])
            assert {"일주일에 한 번", "하루에 한 번"} & set(words_of_the_page(page, what["notice_settings"]))
            assert {"로그인한 때", "이메일 링크로 로그인"} <= set(words_of_the_page(page, what["sessions"]))
            assert "가입한 때" in words_of_the_page(page, what["account"])
            assert {"내용"}.isdisjoint(words_of_the_page(page, what["notice_settings"]))
            assert "제안이 접수되었습니다" in words_of_the_page(page, what["history"])


def test_every_verb_of_the_history_has_a_word() -> None:
    written = re.compile(r'\b(?:record|note)\(\s*"([a-z_]+)"')
    package = Path(gathering.__file__).parents[1]
    found = {
        word for file in package.rglob("*.py") for word in written.findall(file.read_text(encoding="utf-8"))
    }
    assert len(found) > 40 and found - VERBS.keys() == set(), "say in privacy/verbs.py what it is called"


def test_two_holdings_of_one_name_are_refused(app: Application) -> None:
    known = holdings()[0]
    with pytest.raises(ValueError, match="two holdings"):
        add_holding(
            app, Holding(name=known.name, tables=frozenset(), what="", why="", how_long="", export=_none)
        )


def _none(account_id: int) -> list[dict[str, Any]]:
    return []


@pytest.mark.parametrize(("language", "file"), [("ko", "privacy.md"), ("en", "privacy.en.md")])
def test_the_guide_names_every_table(app: Application, language: str, file: str) -> None:
    with app.test_request_context():
        assert table(language) in (GUIDES / file).read_text(encoding="utf-8"), (
            "what the guide says of the tables is old"
        )


def test_a_person_without_anything_has_little(app: Application, make_account: Callable[..., Account]) -> None:
    account = make_account("새사람")
    with app.test_request_context():
        given = gathering.everything(account.id, "ko", own=True)
    assert {part["name"] for part in given["holdings"] if part["rows"]} == {"account", "agreements"}
    staff = {one.name for one in holdings() if one.staff}
    assert staff and staff.isdisjoint(part["name"] for part in given["holdings"])
