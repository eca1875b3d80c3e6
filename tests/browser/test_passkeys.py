"""Passkeys in a real browser, with a device that Chromium makes up."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect
from sqlalchemy import select

from demosx import testing
from demosx.consent.services import agree_to_all
from demosx.core.db import db
from demosx.core.web import Application
from demosx.identity.factor_codes import new_recovery_codes
from demosx.identity.passkey_models import Passkey
from demosx.people.models import Account, SignIn
from demosx.people.services import create_account, grant
from tests.browser.conftest import Window
from tests.browser.looking import look
from tests.browser.serving import Place, served
from tests.identity.factors import add_app

pytestmark = pytest.mark.browser
PASSWORD = "길고긴-비밀번호-42"
NICKNAME, EMAIL = "운영하는이", "operator@example.org"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A site called localhost, since browsers make no passkeys for numbers, with an operator who has a password."""

    def found(address: str) -> Application:
        app = testing.application(
            tmp_path_factory.mktemp("office"), url=address.replace("127.0.0.1", "localhost")
        )
        with app.app_context():
            db.create_all()
            testing.apply_examples()
            account = create_account(NICKNAME, email=EMAIL, password=PASSWORD)
            agree_to_all(account.id)
            grant(account, "operator")
            db.session.commit()
        return app

    with served(found) as place:
        place.address = place.address.replace("127.0.0.1", "localhost")
        yield place


@pytest.fixture
def device() -> Callable[..., CDPSession]:
    """Give a window a device that verifies its owner, or one that does not."""

    def give(page: Page, **more: Any) -> CDPSession:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options | more})
        return session

    return give


def sign_in(page: Page, email: str = EMAIL) -> None:
    """Sign in with the password, and wait for what that leads to."""
    page.goto("/sign-in")
    page.get_by_label("이메일").fill(email)
    page.locator("#password").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="로그인", exact=True).click()


def test_a_passkey_from_setting_up_to_removing(
    office: Place, window: Window, device: Callable[..., Any]
) -> None:
    page = window(office)
    device(page)
    sign_in(page)
    expect(page).to_have_url(re.compile("/account/security/set-up"))
    page.get_by_role("link", name="패스키 추가").click()
    expect(page.get_by_label("패스키 이름")).not_to_have_value("")
    page.get_by_label("패스키 이름").fill("내 전화기")
    page.get_by_role("button", name="패스키 추가").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="보관했습니다").click()
    expect(page).to_have_url(re.compile("/desk$"))
    page.goto("/desk")
    leave(page)

    page.goto("/sign-in/passkey")  # asks by itself
    expect(page).to_have_url(re.compile("/desk$"))
    leave(page)

    sign_in(page)
    expect(page).to_have_url(re.compile("/second-factor"))
    page.get_by_role("button", name="패스키 사용").click()
    expect(page).to_have_url(re.compile("/desk$"))
    page.wait_for_load_state("networkidle")
    page.goto("/account/security")
    expect(page.locator("#security-passkeys")).to_contain_text("내 전화기")
    page.get_by_role("link", name="이름 바꾸기").click()
    expect(page.get_by_label("패스키 이름")).to_have_value("내 전화기")
    assert look(page) == []
    page.get_by_label("패스키 이름").fill("")
    with page.expect_navigation():
        page.get_by_role("button", name="저장", exact=True).click()
    assert look(page) == []
    page.get_by_label("패스키 이름").fill("거실 태블릿")
    with page.expect_navigation():
        page.get_by_role("button", name="저장", exact=True).click()
    expect(page.locator("#security-passkeys")).to_contain_text("거실 태블릿")
    with office.app.app_context():
        key = db.session.scalars(select(Passkey)).one()
        assert key.sign_count > 0
        ways = db.session.scalars(select(SignIn.way).join(Account).where(Account.nickname == NICKNAME)).all()
        assert set(ways) <= {"password", "passkey"}


def leave(page: Page) -> None:
    """Sign out, by the menu of a telephone."""
    page.goto("/me")
    page.locator("button[popovertarget=menu]").first.click()
    with page.expect_navigation():
        page.get_by_role("banner").get_by_role("button", name="로그아웃", exact=True).click()
    expect(page.locator(".flashes")).not_to_be_empty()


def test_every_screen_is_for_everybody(office: Place, window: Window) -> None:
    """These pages are not in tests/browser/screens.py, since the demonstration city is served under a number."""
    furnished = "갖춰둔이"
    with office.app.app_context():
        account = create_account(furnished, email="furnished@example.org", password=PASSWORD)
        agree_to_all(account.id)
        grant(account, "operator")
        add_app(account)
        new_recovery_codes(account.id)
        now = account.created_at
        db.session.add(Passkey(account_id=account.id, credential_id=b"x", public_key=b"x", sign_count=0,
                               name="사무실 컴퓨터", created_at=now, last_used_at=now))  # fmt: skip
        db.session.commit()
    page = window(office)
    pages = ["/second-factor?next=/desk"]
    sign_in(page, "furnished@example.org")
    assert wrong_on(page, pages) == []
    page.locator("summary").click()
    page.locator("#recovery-code").fill("없는 코드")
    page.get_by_role("button", name="복구 코드 사용").click()
    expect(page.locator("#recovery-code-error")).to_be_visible()
    assert look(page) == []
    inside = window(office, furnished)
    pages = ["/account/security", "/account/security/set-up", "/account/security/passkeys"]
    assert wrong_on(inside, pages) == []
    inside.goto("/account/security")
    inside.locator("#security-codes summary").click()
    inside.get_by_role("button", name="복구 코드 새로 만들기").click()
    expect(inside.locator(".recovery-codes li")).to_have_count(10)
    assert look(inside) == []
    with inside.expect_download() as saved:
        inside.get_by_role("link", name="파일로 저장").click()
    assert len(saved.value.path().read_text(encoding="utf-8").split("\n\n")[1].split()) == 10
    assert wrong_on(window(office), ["/sign-in/passkey"]) == []


def wrong_on(page: Page, paths: list[str]) -> list[str]:
    """What is wrong with these pages."""
    wrong = []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, path
        wrong += look(page)
    return wrong


def test_a_device_that_does_not_know_its_owner_is_told_so(
    office: Place, window: Window, device: Callable[..., Any]
) -> None:
    page = window(office)
    device(page, isUserVerified=False)
    page.goto("/sign-in/passkey")
    expect(page.locator(".passkey-failed")).to_be_visible()
    expect(page.get_by_role("button", name="패스키 사용")).to_be_enabled()


def test_a_browser_without_passkeys_says_so(office: Place, window: Window) -> None:
    page = window(office, java_script_enabled=False)
    page.goto("/sign-in/passkey")
    expect(page.locator(".passkey-none")).to_be_visible()
    expect(page.get_by_role("button", name="패스키 사용")).to_be_hidden()
    expect(page.get_by_role("link", name="다른 방법으로 로그인")).to_be_visible()
