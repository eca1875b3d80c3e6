"""Where things stand: nothing overlaps, nothing sticks out, and lines run beside what there is to read."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demosx.process.diagram import PAGE, PHONE, Picture, Stop, Story, Style, Then, Told, draw, in_order, tell
from tests.process.diagram.looking import crossings, flaws, texts
from tests.process.journeys import EXAMPLES, example
from tests.process.test_random_rules import files, readable

NAMES = sorted(file.stem for file in EXAMPLES.glob("*.toml"))
STYLES = {
    "page": PAGE,
    "phone": PHONE,
    "counted": replace(PHONE, counts=True),
    "part": replace(PAGE, tallest=None),
}
LEGIBLE = {"page": 8.3, "phone": 12}


def drawn(story: Story, style: Style) -> Picture:
    return draw(in_order(story), style)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_examples_are_drawn_without_a_flaw(name: str, lang: str, style: str) -> None:
    picture = drawn(tell(example(name), lang), STYLES[style])
    assert flaws(picture) == []
    assert crossings(picture) == 0


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_examples_can_be_read_on_one_page_and_on_a_telephone(name: str, lang: str) -> None:
    story = tell(example(name), lang)
    page, phone = drawn(story, PAGE), drawn(story, PHONE)
    assert (page.width, page.height) == (595.28, 841.89)
    assert min(text.size for text in texts(page)) >= LEGIBLE["page"]
    assert min(text.size for text in texts(phone)) >= LEGIBLE["phone"]


words = st.one_of(
    st.text("가나다라마바사한국어시민참여", min_size=1, max_size=9),
    st.text("abcdefgilmnotwABCW", min_size=1, max_size=12),
    st.sampled_from(
        [
            "‘부서 답변’이",
            "“Outcome of it”",
            "5,000명",
            "·",
            "(사유 필요)",
            "청원심의회가/담당부서가/시장이",
            "W" * 40,
        ]
    ),
)
sentences = st.lists(words, min_size=1, max_size=9).map(" ".join)
short = st.lists(words, min_size=1, max_size=3).map(" ".join)


@st.composite
def stories(drawing: st.DrawFn) -> Story:
    """Any stages with any rules between them."""
    count = drawing(st.integers(1, 7))
    keys = [f"s{number}" for number in range(count)]
    stops = [
        Stop(
            key, drawing(short), number, tuple(drawing(st.lists(short, max_size=2))),
            tuple(drawing(st.lists(sentences, max_size=4))), drawing(rules(keys)), drawing(st.booleans()),
        )
        for number, key in enumerate(keys, 1)
    ]  # fmt: skip
    anywhere = drawing(rules(keys))
    rests = tuple(drawing(st.lists(sentences, max_size=2)))
    return Story(
        "ko", drawing(short), drawing(short), tuple(drawing(st.lists(sentences, max_size=2))),
        drawing(sentences), tuple(stops),
        Stop("", drawing(short), rules=anywhere) if anywhere else None,
        Stop("", drawing(short), facts=rests) if rests else None, "{}건",
    )  # fmt: skip


@st.composite
def rules(drawing: st.DrawFn, keys: list[str]) -> tuple[Told, ...]:
    told = []
    for _number in range(drawing(st.integers(0, 4))):
        clause, title = drawing(sentences), drawing(short)
        stage = drawing(st.sampled_from(["", "", *keys]))
        action = "move" if stage else drawing(st.sampled_from(["open", "end", "mark", "notify"]))
        lines = tuple(drawing(st.lists(sentences, max_size=3)))
        told.append(Told(clause, f"또는 {clause}", Then(action, "할 일", title, lines, stage)))  # type: ignore[arg-type]
    return tuple(told)


@given(stories(), st.sampled_from(sorted(STYLES)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_story_is_drawn_without_a_flaw(story: Story, style: str) -> None:
    assert flaws(drawn(story, STYLES[style])) == []


@given(files(), st.sampled_from(["ko", "en"]), st.sampled_from(sorted(STYLES)))
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_process_is_drawn_without_a_flaw(source: str, lang: str, style: str) -> None:
    assert flaws(drawn(tell(readable(source), lang), STYLES[style])) == []
