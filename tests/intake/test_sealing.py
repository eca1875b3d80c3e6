"""What waits in a browser: sealed for one account, and opened by nobody else."""

import json
import re
from base64 import urlsafe_b64decode
from html import unescape
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, derive_private_key
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from demosx.intake.sealing import ORDER, opens, seals
from tests.visiting import Person


def helper(app: Application, nickname: str, *roles: str) -> Person:
    person = Person(app, testing.account(nickname, list(roles)).id)
    db.session.rollback()
    return person


def ready(person: Person) -> Any:
    return person.client.get("/desk/intake/ready", headers={"Accept": "application/json"}).json


def test_what_is_sealed_with_the_one_key_is_opened_with_the_other(app: Flask) -> None:
    number = int.from_bytes(decoded(opens(7)["d"]))
    assert 0 < number < ORDER
    theirs, once = derive_private_key(number, SECP256R1()), derive_private_key(99, SECP256R1())
    point = theirs.public_key().public_numbers()
    assert (decoded(seals(7)["x"]), decoded(seals(7)["y"])) == (point.x.to_bytes(32), point.y.to_bytes(32))
    assert theirs.exchange(ECDH(), once.public_key()) == once.exchange(ECDH(), theirs.public_key())


def test_keys_belong_to_one_account_of_one_site(app: Flask) -> None:
    before = opens(7)
    assert before == opens(7) and before["d"] != opens(8)["d"] and "d" not in seals(7)
    app.secret_key = "another"
    assert opens(7)["d"] != before["d"]


def test_the_key_that_opens_is_told_to_its_account_alone(app: Application) -> None:
    first, second = helper(app, "도우미", "field_helper"), helper(app, "운영", "operator")
    told, other = ready(first), ready(second)
    assert told["opens"]["d"] and told["opens"]["d"] != other["opens"]["d"]
    assert (told["me"]["name"], told["clears"], other["clears"]) == ("도우미", False, True)
    assert ready(helper(app, "주민")) == {"may": False, "signed_in": True}
    visitor = app.test_client().get("/desk/intake/ready")
    assert visitor.json == {"may": False, "signed_in": False}
    assert "no-store" in visitor.headers["Cache-Control"]


def test_no_page_holds_what_opens(app: Application) -> None:
    person = helper(app, "도우미", "field_helper")
    secret = ready(person)["opens"]["d"]
    page = person.client.get("/desk/intake").get_data(as_text=True)
    found = re.search(r'data-me="([^"]*)"', page)
    assert found is not None and secret not in page
    me, told = json.loads(unescape(found[1])), ready(person)["me"]
    assert (me["name"], me["seals"], me.keys()) == ("도우미", told["seals"], told.keys())
    shell = person.client.get("/desk/intake/shell").get_data(as_text=True)
    assert "data-me" not in shell and "도우미" not in shell and secret not in shell


def decoded(word: str) -> bytes:
    return urlsafe_b64decode(word + "=" * (-len(word) % 4))
