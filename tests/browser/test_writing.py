"""Writing a proposal in a real browser: kept while it is typed, two windows, no network, what is similar, the map."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import delete

from demosx import testing
from demosx.core.db import db, transaction
from demosx.core.web import Application
from demosx.files.models import StoredFile
from demosx.proposals.writing_models import Draft
from tests.browser.conftest import Window
from tests.browser.looking import DESK, HEIGHT, PHONE, outline, overflow
from tests.browser.serving import Place, served

pytestmark = pytest.mark.browser
Troubled = Callable[[Place, str], Page]
MAP = {"picture": "city.svg", "north": 37.6, "south": 37.4, "west": 126.8, "east": 127.2}
SLOWLY = """const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (body) { setTimeout(() => send.call(this, body), 600); };"""
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 7"><path d="M0 3h10" stroke="#999"/></svg>'


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place of its own with a map, somebody who writes, and a proposal of somebody else."""

    def found(address: str) -> Application:
        folder = tmp_path_factory.mktemp("village")
        (folder / "city.svg").write_text(DRAWN, encoding="utf-8")
        app = testing.application(folder, url=address, map=MAP)
        with app.app_context():
            db.create_all()
            testing.apply_examples()
            testing.account("글쓴이 하나")
            testing.proposal(
                testing.account("이웃 둘"), "심야 버스 막차를 늦춰 주세요", "밤에 일하는 사람이 많습니다."
            )
        return app

    with served(found) as place:
        yield place


@pytest.fixture(autouse=True)
def empty(village: Place) -> None:
    """No draft is left of another test."""
    with village.app.app_context(), transaction():
        db.session.execute(delete(StoredFile))
        db.session.execute(delete(Draft))


@pytest.fixture
def troubled(browser: Browser) -> Iterator[Callable[[Place, str], Page]]:
    """Open a window in which answers may be refusals; its scripts may not break."""
    opened: list[BrowserContext] = []
    broken: list[str] = []

    def show(place: Place, nickname: str = "") -> Page:
        context = browser.new_context(
            base_url=place.address, viewport={"width": PHONE, "height": HEIGHT}, locale="ko-KR"
        )
        opened.append(context)
        if nickname:
            context.add_cookies(place.signed_in(nickname))
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield show
    for context in opened:
        context.close()
    assert not broken


def type_in(page: Page, title: str, text: str) -> None:
    """Write as somebody types, and wait until it is kept on the site."""
    page.goto("/proposals/new")
    page.get_by_label("제목").press_sequentially(title)
    page.get_by_label("제안 내용").press_sequentially(text)
    expect(page.locator("[data-kept]")).to_contain_text("임시 저장됨")
    expect(page).to_have_url(re.compile(r"draft=\d+"))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_a_visitor_types_is_there_again_and_can_be_thrown_away(
    village: Place, window: Window, width: int
) -> None:
    page = window(village, width=width)
    type_in(page, "공원에 그늘을", "여름이 너무 덥습니다.")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('draft:'))") == []
    assert outline(page) + overflow(page, width) == []
    page.goto("/proposals/new")
    page.get_by_role("link", name="공원에 그늘을").click()
    expect(page.get_by_label("제안 내용")).to_have_value("여름이 너무 덥습니다.")
    page.goto("/proposals/new")
    page.locator(".drafts summary").click()
    with page.expect_navigation():
        page.locator(".drafts").get_by_role("button", name="버리기").click()
    expect(page.locator(".drafts")).to_have_count(0)


def test_the_second_window_is_told_and_can_keep_its_text_apart(village: Place, troubled: Troubled) -> None:
    first = troubled(village, "글쓴이 하나")
    type_in(first, "버스 정류장", "의자가 없습니다.")
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_label("제안 내용").press_sequentially("비도 맞습니다. ")
    expect(second.locator("[data-kept]")).to_contain_text("임시 저장됨")
    first.get_by_label("제안 내용").press_sequentially("해도 뜨겁습니다. ")
    expect(first.locator("[data-kept]")).to_contain_text("다른 창에서")
    first.get_by_role("button", name="지금 글을 따로 저장").click()
    expect(first.locator("[data-kept]")).to_contain_text("임시 저장됨")
    assert first.url != second.url
    second.goto("/proposals/new")
    expect(second.locator(".drafts li")).to_have_count(2)


def test_without_a_network_it_stays_on_the_device_and_is_kept_later(
    village: Place, troubled: Troubled
) -> None:
    page = troubled(village, "")
    type_in(page, "자전거 길", "길이 끊깁니다.")
    page.route("**/proposals/drafts", lambda route: route.fulfill(status=503, json={"error": "unavailable"}))
    page.get_by_label("제안 내용").press_sequentially("밤에는 어둡습니다. ")
    expect(page.locator("[data-kept]")).to_contain_text("이 기기에 보관")
    held = page.evaluate(
        "Object.entries(localStorage).filter(([key]) => key.includes('draft:')).flat().join()"
    )
    assert "밤에는 어둡습니다." in held
    page.unroute("**/proposals/drafts")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-kept]")).to_contain_text("임시 저장됨")
    page.reload()
    expect(page.get_by_label("제안 내용")).to_have_value(re.compile("어둡습니다"))


def test_sending_without_a_network_stays_on_the_page(village: Place, troubled: Troubled) -> None:
    page = troubled(village, "글쓴이 하나")
    type_in(page, "자전거 거치대", "자리가 없습니다.")
    page.context.set_offline(True)
    page.get_by_role("button", name="제안 제출").click()
    expect(page.locator("[data-kept]")).to_contain_text("이 기기에 보관")
    page.context.set_offline(False)
    page.get_by_role("button", name="제안 제출").click()
    expect(page.locator(".flashes")).to_contain_text("접수번호", timeout=30_000)


def test_a_form_whose_session_has_changed_goes_on(village: Place, troubled: Troubled) -> None:
    page = troubled(village, "")
    type_in(page, "가로등", "골목이 어둡습니다.")
    page.context.add_cookies(village.signed_in("글쓴이 하나"))
    page.get_by_label("제안 내용").press_sequentially("무섭습니다. ")
    page.get_by_role("button", name="제안 제출").click()
    expect(page.locator(".flashes")).to_contain_text("접수번호", timeout=30_000)
    page.goto("/proposals/new")
    expect(page.locator(".drafts")).to_have_count(0)


def test_a_similar_one_is_supported_in_one_tap_and_the_text_stays(village: Place, window: Window) -> None:
    page = window(village, "글쓴이 하나")
    page.goto("/proposals/new")
    page.get_by_label("제목").press_sequentially("심야 버스 막차를 늦게")
    page.get_by_role("button", name=re.compile("심야 버스 막차를 늦춰 주세요.*공감하기")).click()
    expect(page.locator(".similar-list")).to_contain_text("공감함")
    expect(page.get_by_label("제목")).to_have_value("심야 버스 막차를 늦게")


def test_enter_in_the_title_goes_on_to_the_text_and_a_syllable_ends_quietly(
    village: Place, window: Window
) -> None:
    page = window(village)
    page.goto("/proposals/new")
    title = page.get_by_label("제목")
    title.fill("그늘")
    title.evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    expect(title).to_be_focused()
    title.press("Enter")
    expect(page.get_by_label("제안 내용")).to_be_focused()


@pytest.mark.parametrize(
    ("button", "chosen", "becomes"),
    [
        ("굵게", "둘째", "첫째\n**둘째**"), ("목록", "첫째\n둘째", "- 첫째\n- 둘째"), ("인용", "첫째", "> 첫째\n둘째"),
        ("링크", "둘째", "첫째\n[둘째](https://)"),
    ],
)  # fmt: skip
def test_buttons_mark_what_was_chosen(
    village: Place, window: Window, button: str, chosen: str, becomes: str
) -> None:
    page = window(village)
    page.goto("/proposals/new")
    box = page.get_by_label("제안 내용")
    box.fill("첫째\n둘째")
    box.evaluate(
        "(box, words) => { const at = box.value.indexOf(words); box.setSelectionRange(at, at + words.length); }",
        chosen,
    )
    tool = page.get_by_role("toolbar").get_by_role("button", name=button)
    size = tool.bounding_box()
    assert size and size["height"] >= 44 and size["width"] >= 44
    tool.focus()
    page.keyboard.press("Enter")
    expect(box).to_have_value(becomes)
    expect(box).to_be_focused()


def test_enter_goes_on_with_a_list_and_ends_it(village: Place, window: Window) -> None:
    page = window(village)
    page.goto("/proposals/new")
    box = page.get_by_label("제안 내용")
    box.press_sequentially("- 하나\n둘\n\n끝\n1. 첫째\n둘째")
    expect(box).to_have_value("- 하나\n- 둘\n\n끝\n1. 첫째\n2. 둘째")


def test_a_place_is_pressed_moved_by_keys_and_taken_away(village: Place, window: Window) -> None:
    page = window(village)
    page.goto("/proposals/new")
    page.locator("summary", has_text="분야와 장소").click()
    picture = page.locator("input[type=image]")
    box = picture.bounding_box()
    assert box
    picture.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    latitude, longitude = (page.locator(f"[name={name}]") for name in ("latitude", "longitude"))
    assert (
        abs(float(latitude.input_value()) - 37.5) < 0.005
        and abs(float(longitude.input_value()) - 127) < 0.005
    )
    before = float(latitude.input_value())
    picture.press("ArrowUp")
    assert float(latitude.input_value()) > before
    page.get_by_role("button", name="표시 지우기").click()
    assert (latitude.input_value(), longitude.input_value()) == ("", "")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_javascript_it_is_kept_looked_at_and_filed(
    village: Place, window: Window, width: int
) -> None:
    page = window(village, "글쓴이 하나", width, java_script_enabled=False)
    page.goto("/proposals/new")
    page.get_by_label("제목").fill("심야 버스를 늦게까지")
    page.get_by_label("제안 내용").fill(f"문의는 010-1234-5678 ({width})")
    page.get_by_role("button", name="임시 저장").last.click()
    expect(page.locator(".flashes")).to_contain_text("임시 저장했습니다")
    page.locator("summary", has_text="분야와 장소").click()
    page.locator("input[type=image]").click(position={"x": 140, "y": 60})
    expect(page.locator(".where-picture svg")).to_be_visible()
    page.get_by_role("button", name="미리 보기").click()
    expect(page.locator(".similar")).to_contain_text("공감하시겠어요?")
    expect(page.locator(".site-map")).to_be_visible()
    assert overflow(page, width) == []
    page.get_by_role("button", name="지우고 제출").click()
    expect(page.locator(".flashes")).to_contain_text("접수번호")
    expect(page.locator("main")).to_contain_text("문의는 (전화번호 지움)")


def test_a_photo_chosen_just_before_sending_goes_along_with_its_description(
    village: Place, window: Window
) -> None:
    page = window(village, "글쓴이 하나")
    page.add_init_script(SLOWLY)
    type_in(page, "정류장에 지붕을", "비가 오면 다 젖습니다.")
    page.reload()
    page.locator("summary", has_text="사진").click()
    page.locator("#upload-file").set_input_files(
        {"name": "bus.png", "mimeType": "image/png", "buffer": photo()}
    )
    page.locator(".upload input[name=description]").fill("지붕 없는 정류장")
    page.locator("#upload-file").set_input_files(
        {"name": "rain.png", "mimeType": "image/png", "buffer": photo("navy")}
    )
    page.get_by_role("button", name="제안 제출").click()
    expect(page.locator(".flashes")).to_contain_text("접수번호", timeout=60_000)
    expect(page.get_by_role("img", name="지붕 없는 정류장")).to_be_visible()
    expect(page.locator("main img[src*='/files/']")).to_have_count(2)


def test_a_photo_that_did_not_arrive_is_said_before_anything_is_sent(
    village: Place, troubled: Troubled
) -> None:
    page = troubled(village, "글쓴이 하나")
    page.add_init_script(SLOWLY)
    type_in(page, "정류장에 의자를", "오래 서 있습니다.")
    page.reload()
    page.locator("summary", has_text="사진").click()
    page.route("**/files/of/**", lambda route: route.abort())
    page.locator("#upload-file").set_input_files(
        {"name": "bus.png", "mimeType": "image/png", "buffer": photo()}
    )
    page.get_by_role("button", name="제안 제출").click()
    expect(page.locator(".uploads-status")).to_contain_text("bus.png")
    expect(page.locator(".uploads-status")).to_be_focused()
    expect(page).to_have_url(re.compile("draft="))
    page.get_by_role("button", name="제안 제출").click()
    expect(page.locator(".flashes")).to_contain_text("접수번호", timeout=60_000)


def photo(colour: str = "teal") -> bytes:
    """A small picture."""
    made = BytesIO()
    Image.new("RGB", (60, 40), colour).save(made, "PNG")
    return made.getvalue()
