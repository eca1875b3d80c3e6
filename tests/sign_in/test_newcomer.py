"""A newcomer with a shared link: how many presses it takes until their support is counted, also without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import func, select

from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import services
from demosx.people.models import Account
from demosx.stages.support.models import Support
from tests.people.conftest import mail_to
from tests.sign_in.conftest import HTML
from tests.sign_in.test_round_trip import Behave
from tests.visiting import Form, Page

__all__ = ["mail_to"]
MailTo = Callable[[str], list[Letter]]
TICKS = dict.fromkeys(("agree_privacy", "agree_sensitive", "of_age"), True)


class Newcomer:
    """Presses what stands on the page; each press is counted."""

    def __init__(self, app: Flask) -> None:
        self.browser = app.test_client()
        self.presses = 0

    def open(self, address: str) -> Page:
        return Page(self.browser.get(address, headers=HTML, follow_redirects=True))

    def press(self, form: Form, name: str = "", to: str = "", **given: Any) -> Page:
        self.presses += 1
        sent = dict(form.filled(name, **given))
        return Page(self.browser.post(to or form.action, data=sent, headers=HTML, follow_redirects=True))

    def through_kakao(self, page: Page) -> Page:
        self.presses += 1
        button = page.root.one("a", css="way-kakao")
        gone = self.browser.get(button.attributes["href"], headers=HTML).location
        back = requests.get(gone, allow_redirects=False, timeout=5).headers["Location"]
        return self.open(back.removeprefix("http://localhost"))


@pytest.fixture
def address(site_with_providers: Flask, make_account: Any, make_proposal: Any) -> str:
    """A proposal that somebody has shared."""
    site_with_providers.config["WTF_CSRF_ENABLED"] = True
    return f"/proposals/{make_proposal(make_account('별이')).id}"


def counted() -> int:
    return db.session.scalar(select(func.count()).select_from(Support)) or 0


def test_by_kakao(site_with_providers: Flask, address: str, behave: Behave) -> None:
    behave(me={"id": 5})
    kim = Newcomer(site_with_providers)
    page = kim.press(kim.open(address).form(to="/support"))
    page = kim.through_kakao(page)
    page = kim.press(page.form(to="/join/on"), **TICKS)
    assert counted() == 0
    kim.press(page.form(to="/support"))  # where scripts run it is sent by itself
    assert counted() == 1
    assert kim.presses == 4, "and the boxes; where scripts run one ticks all of the agreements"


def test_by_a_mailed_link(site_with_providers: Flask, address: str, mail_to: MailTo) -> None:
    kim = Newcomer(site_with_providers)
    page = kim.press(kim.open(address).form(to="/support"))
    kim.press(page.form(to="/sign-in"), to="/sign-in/link", email="kim@example.org")
    services.write_asked_letters()
    link = next(word for word in mail_to("kim@example.org")[0].body.split() if "/join/on/" in word)
    page = kim.open(link.removeprefix("http://localhost"))
    (joining,) = [form for form in page.forms if form.action != "/continue"][
        :1
    ]  # beside throwing away what waits
    page = kim.press(joining, **TICKS)
    kim.press(page.form(to="/support"))
    assert counted() == 1
    made = db.session.scalars(select(Account).where(Account.email_key == "kim@example.org")).one()
    assert db.session.scalars(select(Support.account_id)).all() == [made.id]


def test_with_an_account_nothing_else_is_asked(
    site_with_providers: Flask, address: str, behave: Behave
) -> None:
    behave(me={"id": 5})
    first = Newcomer(site_with_providers)
    first.press(first.through_kakao(first.open("/sign-in")).form(to="/join/on"), **TICKS)
    kim = Newcomer(site_with_providers)
    page = kim.through_kakao(kim.press(kim.open(address).form(to="/support")))
    kim.press(page.form(to="/support"))
    assert counted() == 1
