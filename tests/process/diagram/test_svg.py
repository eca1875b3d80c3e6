"""The picture as it is written: a file by itself, and a part of a page."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from demosx.process.diagram import PAGE, PHONE, Style, as_file, as_part, as_text, draw, in_order, tell
from tests.process.journeys import EXAMPLES, example, read
from tests.process.small import END, HEAD, STAGE

NAMES = sorted(file.stem for file in EXAMPLES.glob("*.toml"))
SVG = "{http://www.w3.org/2000/svg}"
STORY = tell(example("seoul-2019"), "ko")


def words(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_file_needs_nothing_else() -> None:
    svg = as_file(draw(STORY, PAGE), "ko", STORY.name, as_text(STORY))
    root = ET.fromstring(svg)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == (
        "210mm",
        "297mm",
        "0 0 595.3 841.9",
    )
    assert root.get("role") == "img" and root.get("lang") == "ko"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert root.get("aria-labelledby") == title.get("id") and root.get("aria-describedby") == desc.get("id")
    assert title.text == "시민제안" and desc.text == as_text(STORY)
    assert not [name for name in ("<script", "href", "url(", "@import", "style=") if name in svg]


@pytest.mark.parametrize("style", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("name", NAMES)
def test_everything_that_the_list_says_is_in_the_picture(name: str, style: Style) -> None:
    story = in_order(tell(example(name), "ko"))
    shown = squeezed("".join(words(as_file(draw(story, style), "ko", "", ""))))
    for stop in filter(None, (*story.stops, story.anywhere, story.rests)):
        for said in (stop.name, *stop.notes, *stop.facts):
            assert squeezed(said) in shown
        for told in stop.rules:
            assert squeezed(told.clause) in shown
            assert all(squeezed(said) in shown for said in (told.then.title, *told.then.lines))


def squeezed(said: str) -> str:
    """What is said, without what differs with the lines in which it stands."""
    return said.replace(" ", "").replace("·", "")


def test_a_part_of_a_page_has_its_counts_and_no_colours() -> None:
    style = replace(PHONE, counts=True)
    svg = as_part(draw(STORY, style), "ko", "citizen", "제목", "내용", {"support": "12건", "forum": "3건"})
    assert 'aria-labelledby="citizen-title"' in svg and 'id="citizen-desc"' in svg
    assert not [name for name in ("style", "fill=", "stroke=", "#") if name in svg]
    shown = words(svg)
    assert "12건" in shown and "3건" in shown and "99,999건" not in shown


def test_only_stages_that_everybody_sees_have_a_count() -> None:
    agency = tell(example("agency"), "ko")
    places = [
        shape for shape in draw(agency, replace(PHONE, counts=True)).shapes if getattr(shape, "fill", "")
    ]
    assert [getattr(shape, "fill", "") for shape in places] == [
        "forum",
        "head_answer",
        "department_reply",
        "execution",
    ]


@pytest.mark.parametrize("name", ["<b>&amp;", "]]>", "“‘’”", "\u0007bell"])
def test_names_do_not_break_out(name: str) -> None:
    stage = STAGE.format("a").replace('ko = "단계 a"', f'ko = "{name}"').replace("\u0007", "\\u0007")
    told = tell(read(HEAD + stage + END.format("a")), "ko")
    svg = as_file(draw(told, PAGE), "ko", told.name, as_text(told))
    assert name.replace("\u0007", "") in words(svg)
