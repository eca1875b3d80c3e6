"""Whatever is done to a process file, the check says what is wrong, and quickly."""

from hypothesis import given, settings
from hypothesis import strategies as st

from demosx.process import Vocabulary, examine
from tests.process.journeys import EXAMPLES
from tests.process.kinds import KINDS

FILES = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.toml"))]
BITS = st.sampled_from(
    [*"\"'[]{}=,.:#\n\\ \t5x", "“", "”", "＝", "，", "\u00a0", "\u200b", "[[", "]]", '"""', "'''", "기간", "when",
     "stages", "rules", "true", "and", "==", ">=", "😀", "\0", "\ufeff", "\r", "//", "# "]
)  # fmt: skip
PLACES = st.floats(0, 1, exclude_max=True)


@st.composite
def changed(draw: st.DrawFn) -> str:
    """An example file in which somebody has typed, deleted, and moved lines."""
    text = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 6))):
        at = int(draw(PLACES) * (len(text) + 1))
        match draw(st.integers(0, 4)):
            case 0:
                text = text[:at] + draw(BITS) + text[at:]
            case 1:
                text = text[:at] + text[at + draw(st.integers(1, 30)) :]
            case 2:
                text = text[:at] + draw(BITS) + text[at + 1 :]
            case 3:
                lines = text.split("\n")
                one, other = (int(draw(PLACES) * len(lines)) for _ in range(2))
                lines[one], lines[other] = lines[other], lines[one]
                text = "\n".join(lines)
            case _:
                lines = text.split("\n")
                lines.insert(int(draw(PLACES) * len(lines)), lines[int(draw(PLACES) * len(lines))])
                text = "\n".join(lines)
    return text


@given(changed())
@settings(max_examples=150, deadline=1000)
def test_something_is_always_said_and_about_lines_that_there_are(text: str) -> None:
    process, problems = examine(text, filename="f.toml", kinds=KINDS, vocabulary=Vocabulary())
    height = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert process is not None or problems
    for problem in problems:
        assert all(1 <= line <= height for line in (problem.line, *problem.also))
        assert all("{" not in problem.text(lang).replace("{ ", "") or "{" in text for lang in ("ko", "en"))
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_any_text_at_all_is_borne(text: str) -> None:
    process, problems = examine(text, filename="f.toml", kinds=KINDS, vocabulary=Vocabulary())
    assert problems
    assert process is None or any(problem.level == "error" for problem in problems)
