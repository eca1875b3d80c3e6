"""Whoever joins joins with what is their own: what a provider has said, or a mail has carried, is nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import services
from demosx.people.models import Account, Arrival
from tests.people.conftest import fast_hashes, mail_to
from tests.sign_in.test_mailed_link import path_in
from tests.sign_in.test_round_trip import KAKAO, Behave, NewPerson, only_account

__all__ = ["fast_hashes", "mail_to"]
pytestmark = pytest.mark.usefixtures("fast_hashes")
MailTo = Callable[[str], list[Letter]]
NEW = "new@example.org"
TICKS = dict.fromkeys(("agree_terms", "agree_privacy", "agree_sensitive", "of_age"), "y")


def accounts() -> int:
    return db.session.scalar(select(func.count(Account.id))) or 0


def ask(person: Any, mail_to: MailTo) -> str:
    """Ask for a link to an address that nobody has here; the path in the letter."""
    assert person.post("/sign-in/link", email=NEW).status_code == 302
    services.write_asked_letters()
    return path_in(mail_to(NEW)[-1], "join/on")


def test_what_a_provider_said_works_nowhere_else(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO)
    hong, other = person(), person()
    assert hong.go("kakao").location == "/join/on"
    kept = hong.browser.get_cookie("arrival")
    assert kept is not None
    link = f"/join/on/{kept.value}"
    assert other.get(link).status_code == 404
    assert other.post(link, nickname="감나무", mine="y", **TICKS).status_code == 404
    assert accounts() == 0 and not other.signed_in
    assert hong.join().status_code == 302, "it still works where it belongs"


def test_the_page_says_by_which_provider_one_joins(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO)
    hong = person()
    hong.go("kakao")
    page = hong.get("/join/on").text
    said, form = page.index("You join with Kakao"), page.index('name="nickname"')
    assert said < form


def test_a_mailed_offer_knows_who_has_asked(person: NewPerson, mail_to: MailTo) -> None:
    hong = person()
    path = ask(hong, mail_to)
    page = hong.get(path).text
    assert page.index(f"You join with {NEW}") < page.index('name="nickname"')
    assert "in another browser" not in page and 'name="mine"' not in page
    assert hong.post(path, nickname="감나무", **TICKS).status_code == 302
    assert only_account().email == NEW


def test_elsewhere_a_mailed_offer_asks_whose_address_it_is(person: NewPerson, mail_to: MailTo) -> None:
    path, other = ask(person(), mail_to), person()
    ask(
        other, lambda _address: mail_to(NEW)
    )  # having asked for a letter of one's own makes no other link one's own
    page = other.get(path).text
    said = page.index(f"You join with {NEW}. This link was asked for in another browser")
    assert said < page.index('name="nickname"')
    refused = other.post(path, nickname="감나무", **TICKS)
    assert refused.status_code == 422 and "only if the address is yours" in refused.text
    assert accounts() == 0
    assert other.post(path, nickname="감나무", mine="y", **TICKS).status_code == 302


@pytest.mark.parametrize("change", [lambda s: s[:-16] + "0" * 16, lambda s: s[:-16], lambda s: s + "0"])
def test_nobody_makes_a_link_of_their_own(
    person: NewPerson, mail_to: MailTo, change: Callable[[str], str]
) -> None:
    hong = person()
    assert hong.get(change(ask(hong, mail_to))).status_code == 404


def test_whoever_is_signed_in_is_led_on(
    person: NewPerson, mail_to: MailTo, make_account: Callable[..., Account], sign_in: Any
) -> None:
    path, other = ask(person(), mail_to), person()
    sign_in(other.browser, make_account("달이"))
    for answer in (other.get(path), other.post(path, nickname="감나무", mine="y", **TICKS)):
        assert (answer.status_code, answer.location) == (302, "/")
    assert accounts() == 1
    assert db.session.scalar(select(func.count(Arrival.id))) == 1, "the link works on, for its owner"


def test_a_link_that_nobody_has_asked_for_asks_everywhere(
    site_with_providers: Flask, person: NewPerson
) -> None:
    secret = services.arrive(NEW, verified=True, onward="")
    db.session.commit()
    hong = person()
    with hong.browser.session_transaction() as session:
        session["asked_link"] = ""
    assert 'name="mine"' in hong.get(f"/join/on/{secret}").text
