"""Lines of keys and list items, in every way that TOML lets them be written."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from demosx.process.source import Path as Place
from demosx.process.source import map_lines
from tests.process.journeys import EXAMPLES

TEXT = '''# a comment with [brackets] = "and quotes"
format = 1
"quoted key" = 'x' # tail
dotted.name.ko = "이름"
dotted."name".en = "a \\" # quote"
inline = { ko = "하나", deep = { er = [1, 2] }, "a.b" = 3 }
list = [
  "one", # first
  # a comment between
  "two",
  { three = 3 },
]
long = """
[not.a.table]
when = "x" \\"""
still long"""
raw = \'\'\'
[[nor.this]]\'\'\'
date = 2019-01-01 10:00:00
[stages.support]
kind = "support"
[[stages.support.rules]]
when = "a"
[[stages.support.rules]]
when = "b"
set = { hot = true }
[stages.support.rules.inner]
x = 1
[stages."other one"]
kind = 1
[[rules]]
by = ["x", "y"]
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("format",), 2),
        (("quoted key",), 3),
        (("dotted",), 4),
        (("dotted", "name", "ko"), 4),
        (("dotted", "name", "en"), 5),
        (("inline", "deep", "er", 1), 6),
        (("inline", "a.b"), 6),
        (("list",), 7),
        (("list", 0), 8),
        (("list", 1), 10),
        (("list", 2, "three"), 11),
        (("long",), 13),
        (("raw",), 17),
        (("date",), 19),
        (("stages", "support"), 20),
        (("stages", "support", "kind"), 21),
        (("stages", "support", "rules"), 22),
        (("stages", "support", "rules", 0), 22),
        (("stages", "support", "rules", 0, "when"), 23),
        (("stages", "support", "rules", 1), 24),
        (("stages", "support", "rules", 1, "when"), 25),
        (("stages", "support", "rules", 1, "set", "hot"), 26),
        (("stages", "support", "rules", 1, "inner", "x"), 28),
        (("stages", "other one", "kind"), 30),
        (("rules", 0, "by", 1), 32),
        # what is missing stands where it is missing from
        (("stages", "support", "period"), 20),
        (("rules", 0, "move"), 31),
        (("nothing", "here"), 2),
    ],
)
def test_where_things_stand(place: Place, line: int) -> None:
    tomllib.loads(TEXT)
    assert map_lines(TEXT).line(place) == line


def places(value: Any, path: Place = ()) -> list[Place]:
    """Every place in what a TOML file holds."""
    found = [path] if path else []
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        found += places(inner, (*path, key))
    return found


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: str(path.stem))
def test_every_place_of_the_examples_has_its_line(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    lines = map_lines(text)
    for place in places(tomllib.loads(text)):
        assert place in lines.lines
        last = place[-1]
        if isinstance(last, str):
            assert last in text.splitlines()[lines.line(place) - 1]


@pytest.mark.parametrize(
    "text", ["a = {", "a = [1,", 'a = "x', "[a", "=", "a", "a.b.", '"', "a = { = }", "a = { b", "[[", "]"]
)
def test_the_walk_ends_on_texts_that_are_no_toml(text: str) -> None:
    assert map_lines(text).line(("zzz",)) == 1
