"""The guide to the demonstration names proposals that are there, in both languages."""

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from demosx.core.resources import shipped
from demosx.demo.texts import stories


@pytest.mark.parametrize(("language", "file"), [("ko", "demo.md"), ("en", "demo.en.md")])
def test_every_proposal_that_the_guide_names_is_there(language: str, file: str) -> None:
    guide = (shipped("guides/operate") / file).read_text(encoding="utf-8")
    named = re.findall(r"^\| ([^|]+?) \| [^|]+ \|$", guide, re.M)[1:]
    titles = {story.raw["title"][language] for story in stories(date(2026, 3, 15), ZoneInfo("Asia/Seoul"))}
    assert len(named) == 7 and set(named) <= titles
