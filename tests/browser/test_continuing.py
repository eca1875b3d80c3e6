"""A visitor does something, joins by e-mail on the way, and finds it done: with scripts, and where none run."""

import re
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demosx import testing
from demosx.core.db import db
from demosx.core.mail import deliver
from tests.browser.conftest import Window
from tests.browser.looking import PHONE, outline, overflow
from tests.browser.serving import Place

pytestmark = pytest.mark.browser
NUMBERS = count(1)


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def visitor(town: Place, window: Window, scripts: bool) -> Page:
    """A visitor with a telephone."""
    town.app.config["CLOCK_FILE"].unlink(missing_ok=True)
    return window(town, "", PHONE, java_script_enabled=scripts)


@pytest.fixture
def proposal(town: Place, scripts: bool) -> str:
    """The path of a new proposal."""
    with town.app.app_context():
        made = testing.proposal(
            testing.account(f"제안한이 {next(NUMBERS)}"), f"늦은 밤에도 버스를 ({scripts})"
        )
        path = f"/proposals/{made.id}"
        db.session.rollback()
    return path


def join(page: Page, scripts: bool, address: str, nickname: str) -> None:
    """From the page of signing in, fill in the form of joining without a password."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="회원가입").click()
    assert outline(page) + overflow(page, PHONE) == []
    page.get_by_role("textbox", name="이메일").fill(address)
    page.get_by_role("textbox", name="별명").fill(nickname)
    if scripts:
        page.get_by_label("모두 동의하며").check()
        expect(page.get_by_label("만 14세 이상입니다", exact=True)).to_be_checked()
        page.get_by_label("시의 소식을 받겠습니다").uncheck()
    else:
        expect(page.get_by_label("모두 동의하며")).to_be_hidden()
        for box in page.locator(".agreement input[required]").all():
            box.check()
        page.get_by_label("만 14세 이상입니다", exact=True).check()
    page.get_by_role("button", name="회원가입", exact=True).click()
    expect(page).to_have_url(re.compile("/join/sent$"))


def open_letter(page: Page, town: Place, letters: Path, address: str) -> None:
    """Open the link of the letter that went to this address."""
    with town.app.app_context():
        deliver()
    found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in letters.glob("*.eml")]
    text = "".join(one.get_content() for one in found if one["To"] == address)
    link = re.search(rf"{re.escape(town.address)}/confirm/\S+", text)
    assert link, text
    page.goto(link[0])
    page.get_by_role("button", name="네, 제 계정입니다").click()


def test_a_visitor_supports_joins_and_is_counted(
    visitor: Page, town: Place, letters: Path, proposal: str, scripts: bool
) -> None:
    address = f"on-the-way-{scripts}@example.org".lower()
    visitor.goto(proposal)
    visitor.get_by_role("button", name="공감합니다").click()
    expect(visitor).to_have_url(re.compile(r"/sign-in\?next="))
    join(visitor, scripts, address, f"지나가던 {'별' if scripts else '달'}")
    open_letter(visitor, town, letters, address)
    if not scripts:
        expect(visitor).to_have_url(re.compile("/continue"))
        assert outline(visitor) + overflow(visitor, PHONE) == []
        visitor.get_by_role("button", name="이어서 하기").click()
    expect(visitor.locator(".flashes")).to_contain_text("고맙습니다")
    expect(visitor).to_have_url(re.compile(rf"^{re.escape(town.address + proposal)}(#|$)"))
    expect(visitor.locator("#now")).to_contain_text("1명")


def test_the_browser_of_a_mail_app_shows_the_button_once_more(
    visitor: Page, window: Window, town: Place, letters: Path, proposal: str, scripts: bool
) -> None:
    address = f"elsewhere-{scripts}@example.org".lower()
    visitor.goto(proposal)
    visitor.get_by_role("button", name="공감합니다").click()
    expect(visitor.locator("main")).to_contain_text("로그인하거나 가입하면 공감이 바로 반영됩니다.")
    join(visitor, scripts, address, f"메일 앱 {'별' if scripts else '달'}")
    mail_app = window(town, "", PHONE, java_script_enabled=scripts)
    open_letter(mail_app, town, letters, address)
    expect(mail_app.locator("main")).to_contain_text("공감은 아직 반영되지 않았습니다.")
    assert outline(mail_app) + overflow(mail_app, PHONE) == []
    mail_app.get_by_role("button", name="공감합니다").click()
    expect(mail_app.locator("#now")).to_contain_text("1명")


def test_a_proposal_that_a_visitor_has_written_is_filed_after_signing_in(
    visitor: Page, town: Place, letters: Path, scripts: bool
) -> None:
    address = f"writer-{scripts}@example.org".lower()
    title = f"먼저 쓰고 가입하는 제안 ({scripts})"
    visitor.goto("/proposals/new")
    visitor.get_by_label("제목").fill(title)
    visitor.get_by_label("제안 내용").fill("첫째 줄\n둘째 줄")
    visitor.get_by_role("button", name="제안 제출").click()
    expect(visitor).to_have_url(re.compile("/sign-in"))
    join(visitor, scripts, address, f"쓰던 {'별' if scripts else '달'}")
    open_letter(visitor, town, letters, address)
    if not scripts:
        visitor.get_by_role("button", name="이어서 하기").click()
    expect(visitor.locator("h1")).to_have_text(title)
    expect(visitor.locator("main")).to_contain_text("둘째 줄")
    visitor.wait_for_load_state()  # only then has the draft on this device been thrown away
    visitor.goto("/proposals/new")
    expect(visitor.get_by_label("제목")).to_have_value("")
