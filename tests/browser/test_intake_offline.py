"""A tablet in the street: the network fails, the browser is closed, a colleague signs in; each entry is sent once."""

from datetime import timedelta
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.events.models import Event
from demosx.intake.models import Entry
from tests.browser.conftest import Window
from tests.browser.looking import PHONE, outline, overflow
from tests.browser.serving import Place

pytestmark = pytest.mark.browser
NUMBERS = count(1)
TABLET = 820
# Everything that the browser has stored, as one text.
STORED = """async () => {
  const open = indexedDB.open("demosx-intake");
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = database.transaction("entries").objectStore("entries").getAll();
  const entries = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  database.close();
  const readable = (name, part) => part instanceof ArrayBuffer ? new TextDecoder().decode(part) : part;
  return JSON.stringify([entries, {...localStorage}, {...sessionStorage}], readable);
}"""


@pytest.fixture
def stall(town: Place) -> int:
    """The number of an event that has just begun."""
    town.app.config["CLOCK_FILE"].unlink(missing_ok=True)
    with town.app.app_context():
        now = clock.now()
        event = Event(
            kind="field", state="published", title=f"찾아가는 시민제안 {next(NUMBERS)}", starts_at=now,
            ends_at=now + timedelta(hours=3), created_at=now,
        )  # fmt: skip
        db.session.add(event)
        db.session.commit()
        return event.id


def helper(town: Place, nickname: str) -> str:
    with town.app.app_context():
        testing.account(nickname, ["field_helper"])
    return nickname


def entries(town: Place, event: int) -> list[Entry]:
    with town.app.app_context():
        return list(db.session.scalars(db.select(Entry).where(Entry.event_id == event).order_by(Entry.id)))


def arrived(page: Page, town: Place, event: int, how_many: int) -> list[Entry]:
    """Wait until so many have come in: the screen says that one is kept before it is sent."""
    for _ in range(150):
        if len(entries(town, event)) >= how_many:
            break
        page.wait_for_timeout(100)
    found = entries(town, event)
    assert len(found) == how_many
    return found


def say(page: Page, title: str, more: bool = False) -> None:
    """Type one thing and save it."""
    page.get_by_label("제목").fill(title)
    page.get_by_label("말한 내용").fill(f"{title}: 말한 그대로")
    page.get_by_label("안내를 듣고 동의했습니다").check()
    page.get_by_role(
        "button", name="저장하고 같은 분 하나 더" if more else "저장하고 다음", exact=True
    ).click()
    expect(page.locator("#said")).to_contain_text("쪽지 코드")


def kept(page: Page) -> None:
    """Wait until the browser has what the screen needs without network."""
    there = "async () => Boolean(await (await caches.open('demosx-intake')).match('/desk/intake/shell'))"
    for wanted in (there, "() => Boolean(navigator.serviceWorker.controller)"):
        for _ in range(100):
            if page.evaluate(wanted):
                break
            page.wait_for_timeout(100)
        assert page.evaluate(wanted)


def unsent(page: Page, how_many: int) -> None:
    title = page.locator("#unsent-title")
    if how_many:
        expect(title).to_have_text(f"보내지 않은 것 {how_many}건", timeout=15_000)
    else:
        expect(page.locator("#unsent")).to_be_hidden(timeout=15_000)


def left_by(page: Page, nickname: str, how_many: int) -> None:
    """See how much somebody else has left, and nothing of it."""
    expect(page.locator("#unsent-title")).to_have_text(
        "동료가 적은 것이 이 기기에 남아 있습니다", timeout=15_000
    )
    expect(page.locator(".unsent-list")).to_contain_text(f"{nickname} 님이 적은 {how_many}건")


def typist(town: Place, entry: Entry) -> str | None:
    """Who has typed an entry."""
    with town.app.app_context():
        named = db.text("SELECT nickname FROM account WHERE id = :id")
        found: str | None = db.session.scalar(named, {"id": entry.entered_by})
        return found


def test_what_is_typed_without_network_is_sent_later_and_once(
    town: Place, stall: int, window: Window
) -> None:
    page = window(town, helper(town, "도우미 하나"), TABLET)
    page.goto(f"/desk/intake?event={stall}")
    say(page, "의자를 놓아 주세요")
    unsent(page, 0)
    kept(page)
    context = page.context
    context.set_offline(True)
    say(page, "가로등을 고쳐 주세요", more=True)
    say(page, "길을 넓혀 주세요")
    unsent(page, 2)
    page.close()
    page = context.new_page()
    page.goto(f"/desk/intake?event={stall}")
    unsent(page, 2)
    expect(page.get_by_label("행사")).to_have_value(str(stall))
    say(page, "나무를 심어 주세요")
    unsent(page, 3)
    other = context.new_page()
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        other.goto("/desk/intake/entries")
    other.close()
    arrived(page, town, stall, 1)
    context.set_offline(False)
    page.get_by_role("button", name="지금 보내기").click()
    unsent(page, 0)
    found = arrived(page, town, stall, 4)
    assert len({one.key for one in found}) == 4
    assert found[1].person == found[2].person and len({one.person for one in found}) == 3


def test_an_answer_that_got_lost_makes_no_second_entry(town: Place, stall: int, window: Window) -> None:
    page = window(town, helper(town, "도우미 둘"), TABLET)
    page.goto(f"/desk/intake?event={stall}")
    kept(page)
    lost = iter([True])

    def lose(route: object) -> None:
        if route.request.method == "POST" and next(lost, False):  # type: ignore[attr-defined]
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/desk/intake", lose)
    say(page, "버스를 늘려 주세요")
    unsent(page, 1)
    page.get_by_role("button", name="지금 보내기").click()
    unsent(page, 0)
    arrived(page, town, stall, 1)


def test_after_the_session_has_ended_only_whoever_typed_it_can_read_and_send_it(
    town: Place, stall: int, window: Window
) -> None:
    first, second = helper(town, "도우미 셋"), helper(town, "도우미 넷")
    page = window(town, first, TABLET)
    page.goto(f"/desk/intake?event={stall}")
    kept(page)
    page.context.clear_cookies()
    say(page, "그늘막을 놓아 주세요")
    unsent(page, 1)
    expect(page.get_by_role("link", name="로그인하고 보내기")).to_be_visible()
    expect(page.get_by_text("그늘막")).to_have_count(0)
    page.context.add_cookies(town.signed_in(second))
    page.goto(f"/desk/intake?event={stall}")
    left_by(page, first, 1)
    say(page, "평상을 놓아 주세요")
    left_by(page, first, 1)
    expect(page.get_by_text("그늘막")).to_have_count(0)
    assert "그늘막" not in page.evaluate(STORED)
    arrived(page, town, stall, 1)
    page.context.add_cookies(town.signed_in(first))
    page.goto(f"/desk/intake?event={stall}")
    unsent(page, 0)
    assert [typist(town, one) for one in arrived(page, town, stall, 2)] == [second, first]


def test_what_was_refused_is_corrected_by_whoever_typed_it(town: Place, stall: int, window: Window) -> None:
    first, second = helper(town, "도우미 일곱"), helper(town, "도우미 여덟")
    page = window(town, first, TABLET).context.new_page()  # where the browser may say that it was refused
    page.goto(f"/desk/intake?event={stall}")
    page.get_by_text("있는 제안에 대한 의견").click()
    page.get_by_label("제안의 접수번호").fill("2019-999999")
    page.get_by_text("이름·연락처·날짜").click()
    page.get_by_label("전화번호나 이메일").fill("010-1234-5678")
    page.get_by_label("말한 내용").fill("저도 그렇습니다")
    page.get_by_label("안내를 듣고 동의했습니다").check()
    page.get_by_role("button", name="저장하고 다음", exact=True).click()
    unsent(page, 1)
    expect(page.get_by_role("button", name="고치기")).to_be_visible()
    stored = page.evaluate(STORED)
    assert "sealed" in stored and "010-1234-5678" not in stored and "저도" not in stored
    page.context.add_cookies(town.signed_in(second))
    page.goto(f"/desk/intake?event={stall}")
    left_by(page, first, 1)
    expect(page.get_by_role("button", name="고치기")).to_have_count(0)
    expect(page.get_by_role("button", name="지금 보내기")).to_be_hidden()
    page.context.add_cookies(town.signed_in(first))
    page.goto(f"/desk/intake?event={stall}")
    page.get_by_label("말한 내용").fill("쓰던 다음 말씀")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="고치기").click()
    expect(page.get_by_label("말한 내용")).to_have_value("쓰던 다음 말씀")
    assert len(asked) == 1, "what was being typed was overwritten without asking"
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="고치기").click()
    expect(page.get_by_label("전화번호나 이메일")).to_have_value("010-1234-5678")
    assert entries(town, stall) == []


def test_who_looks_after_entries_can_remove_what_a_colleague_has_left(
    town: Place, stall: int, window: Window
) -> None:
    first = helper(town, "도우미 아홉")
    page = window(town, first, TABLET)
    page.goto(f"/desk/intake?event={stall}")
    kept(page)
    page.context.set_offline(True)
    say(page, "물놀이터를 만들어 주세요")
    page.context.add_cookies(town.signed_in("운영팀 하나"))
    page.context.set_offline(False)
    page.goto(f"/desk/intake?event={stall}")
    left_by(page, first, 1)
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name=f"{first}의 1건 지우기").click()
    unsent(page, 0)
    assert first in asked[0] and entries(town, stall) == []


def test_signing_out_asks_first_and_leaves_no_page_behind(town: Place, stall: int, window: Window) -> None:
    page = window(town, helper(town, "도우미 다섯"), 1280)
    page.goto(f"/desk/intake?event={stall}")
    kept(page)
    page.context.set_offline(True)
    say(page, "횡단보도를 그려 주세요")
    unsent(page, 1)
    page.route("**/desk/intake/ready", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/desk/intake/entries")
    page.get_by_role("button", name="로그아웃").click()
    expect(page.get_by_role("dialog")).to_contain_text("보내지 않은 내 것이 1건")
    page.get_by_role("dialog").get_by_role("button", name="로그아웃").click()
    page.wait_for_url("**/")
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("localStorage.getItem('demosx:intake-who')") is None


def test_it_works_without_scripts_and_with_one_hand(town: Place, stall: int, window: Window) -> None:
    page = window(town, helper(town, "도우미 여섯"), PHONE, java_script_enabled=False)
    page.goto(f"/desk/intake?event={stall}")
    assert outline(page) + overflow(page, PHONE) == []
    page.get_by_label("제목").fill("쓰레기통")
    page.get_by_role("button", name="저장하고 다음", exact=True).click()
    expect(page.get_by_label("제목")).to_have_value("쓰레기통")
    page.get_by_label("말한 내용").fill("모자랍니다")
    page.get_by_label("안내를 듣고 동의했습니다").check()
    page.get_by_role("button", name="저장하고 다음", exact=True).click()
    expect(page.locator(".flashes")).to_contain_text("쪽지 코드")
    assert len(entries(town, stall)) == 1
