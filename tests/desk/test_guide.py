"""The operating guide: every screen of the desk has its place, in both languages, by its real name."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from demosx.core.resources import shipped
from demosx.people.roles import PERMISSIONS

GUIDE = shipped("guides/operate")
PAGES = sorted(GUIDE.glob("*.md"))
SCREENS = [
    page for page in PAGES if page.name.startswith(("desk-", "first-", "daily", "overdue", "process-files"))
]
LABEL = re.compile(r"\*\*([^*\n]+)\*\*")
LINK = re.compile(r"\]\(([^)#:]+)\)")
TRANSLATIONS = Path(__file__).parent.parent.parent / "demosx" / "translations"


def words(language: str) -> set[str]:
    """Everything that the screens say in a language."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        found = [message.string for message in read_po(file) if message.id]
    return {text for string in found if string for text in ([string] if isinstance(string, str) else string)}


def addresses(app: Flask) -> list[str]:
    """The pages of the desk as the guide writes their addresses."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/desk") and "GET" in (rule.methods or ())
    ]
    return sorted({re.sub(r"<[^>]+>", "…", rule.rule) for rule in rules})


def written(language: str) -> str:
    """The whole guide in one language, with its numbers and names of addresses left open."""
    suffix = ".en.md" if language == "en" else ".md"
    pages = [
        page
        for page in PAGES
        if page.name.endswith(".en.md") == (language == "en") and page.name.endswith(suffix)
    ]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    return re.sub(r"/(번호|절차|단계|할일|NUMBER|PROCESS|STAGE|DUTY)\b", "/…", text)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_screen_of_the_desk_has_its_place(app: Flask, language: str) -> None:
    text = written(language)
    assert [address for address in addresses(app) if f"`{address}`" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_exists_in_both_languages_and_its_links_lead_somewhere(page: Path) -> None:
    name = page.name
    other = name.replace(".en.md", ".md") if name.endswith(".en.md") else name.replace(".md", ".en.md")
    text = page.read_text(encoding="utf-8")
    assert (GUIDE / other).exists() and f"]({other})" in text
    assert [link for link in LINK.findall(text) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", SCREENS, ids=lambda page: page.name)
def test_screens_are_called_by_their_labels(page: Path) -> None:
    """On pages that lead through screens, what is bold is what stands on them."""
    known = words("en" if page.name.endswith(".en.md") else "ko")
    said = [
        part.strip() for label in LABEL.findall(page.read_text(encoding="utf-8")) for part in label.split("→")
    ]
    assert [label for label in said if label not in known] == []


@pytest.mark.parametrize("page", ["desk-people.md", "desk-people.en.md"])
def test_the_table_of_roles_is_what_they_may_do(page: str) -> None:
    columns = "operator official officer planning_panel drawn_panel aide head lead admin".split()
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in (GUIDE / page).read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and "| `" in line
    ]
    said = {
        row[1].strip("`"): {role for role, mark in zip(columns, row[2:], strict=True) if mark} for row in rows
    }
    held = {word: {role for role in columns if word in PERMISSIONS[role]} for word in said}
    assert said == held
    assert {word for role in columns for word in PERMISSIONS[role]} <= said.keys()
