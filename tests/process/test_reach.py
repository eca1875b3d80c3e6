"""Where a proposal can still come, by the rules alone."""

import pytest

from demosx.process.reach import ahead_of, comes_again
from tests.process.small import process, rule

ON = rule("a", by='["operator"]', move='"b"')
BACK = rule("b", by='["operator"]', move='"a"')
FROM_ANYWHERE = rule("", by='["operator"]', move='"a"')
SUPPORT = 'allows = ["support"]\n'


@pytest.mark.parametrize(
    ("parts", "stage", "ahead", "again"),
    [
        ((SUPPORT + ON, ""), "a", "b", False),
        ((SUPPORT + ON, ""), "b", "", False),
        ((SUPPORT + ON, BACK), "b", "ab", True),
        ((SUPPORT + ON, BACK), "a", "ab", True),
        ((ON, SUPPORT), "a", "b", True),
        ((ON, SUPPORT), "b", "", False),
        ((SUPPORT + ON, FROM_ANYWHERE), "b", "ab", True),
        ((SUPPORT + ON, ""), "gone", "", False),
    ],
    ids=[
        "on",
        "the end",
        "and back",
        "round",
        "later",
        "not any more",
        "from anywhere",
        "a stage that is gone",
    ],
)
def test_what_can_come(parts: tuple[str, str], stage: str, ahead: str, again: bool) -> None:
    made = process(*parts).process
    assert "".join(one.key for one in ahead_of(made, stage)) == ahead
    assert comes_again(made, stage, "support") is again
