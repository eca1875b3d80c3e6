"""The columns of the spreadsheet, which are the fields of the paper form in the same order; and reading its cells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from ..core import terms
from ..core.settings import site
from .entering import LONGEST_CONTACT, LONGEST_NAME, LONGEST_NOTE, LONGEST_PERSON
from .words import KIND_NAMES

YES = frozenset(
    {"예", "네", "동의", "동의함", "o", "y", "yes", "true", "1", "ok", "○", "v", "✓", "✔", "agreed", "참"}
)


@dataclass(frozen=True)
class Column:
    """One column: its `label` on the form and in the file, a `note` that helps filling it in, the most characters, and
    what else people call it."""

    key: str
    label: Any
    note: Any
    longest: int
    needed: bool = False
    also: tuple[str, ...] = ()


def columns() -> tuple[Column, ...]:
    """The columns in order: the more certain ones first."""
    limits = site().limits
    return (
        Column("person", _l("Person's number"),
               _l("The same number for everything that one person says, so that they count once."),
               LONGEST_PERSON, also=("번호", "사람번호", "참가번호", "no", "number", "person")),
        Column("kind", _l("What it is"), _l("Left empty it is a new proposal."), 40,
               also=("구분", "종류", "kind", "type")),
        Column("title", _l("Title"), _l("Only for a proposal: in one line what should become different."), limits.title,
               also=("제안제목", "제안명", "subject")),
        Column("text", _l("Text"), _l("In their own words."), limits.text, needed=True,
               also=("제안내용", "의견", "body", "content", "proposal", "opinion")),
        Column("number", _l("Receipt number"),
               _l("Only for an opinion: of the proposal that it is on, such as 2026-000123."), 40,
               also=("접수 번호", "제안번호", "receipt")),
        Column("district", _l("District"), _l("Where they live or work, if they say it."), 100,
               also=("자치구", "구", "area")),
        Column("group", _l("Group"), _l("If they say it."), 100, also=("대상", "집단", "그룹", "target group")),
        Column("consent", _l("Consent"), _l("“Yes” only if they have agreed to what the form says."), 20, needed=True,
               also=("개인정보동의", "동의여부", "agree", "agreed")),
        Column("name", _l("Name"), _l("Kept apart, for asking back. Better left empty."), LONGEST_NAME,
               also=("성명", "full name")),
        Column("contact", _l("Contact"),
               _l("A telephone number or an e-mail address, for asking back."), LONGEST_CONTACT,
               also=("전화", "전화번호", "휴대전화", "이메일", "phone", "tel", "email", "mobile")),
        Column("note", _l("Note"), _l("For colleagues. It is not published."), LONGEST_NOTE,
               also=("메모", "비고", "remark", "notes")),
        Column("code", _l("Slip code"), _l("The code on the slip of the paper form."), 60,
               also=("코드", "연결코드", "확인코드", "code", "slip")),
    )  # fmt: skip


def named(head: Sequence[str]) -> dict[int, str]:
    """Which column of the file is which, by its place; unknown ones are left out, of doubled ones the first counts."""
    names = _names()
    found: dict[int, str] = {}
    for place, label in enumerate(head):
        key = names.get(plain(label))
        if key is not None and key not in found.values():
            found[place] = key
    return found


def plain(label: str) -> str:
    """A label without what people write differently: spaces, stars, brackets and what is in them, capitals."""
    return re.sub(r"[\s*·:_/\-]|\(.*?\)|\[.*?\]|（.*?）", "", label).casefold()


def _names() -> Mapping[str, str]:
    """The columns by everything that they are called, in every language of the site."""
    names: dict[str, str] = {}
    for language in ("ko", "en", *site().languages):
        with force_locale(language):
            names |= {plain(str(one.label)): one.key for one in columns()}
    for one in columns():
        for word in (one.key, *one.also):
            names.setdefault(plain(word), one.key)
    return names


def key_of(typed: str, choices: Mapping[str, Mapping[str, str]]) -> str | None:
    """The key of what is called so in any language, or its key itself; empty for empty, None for what is unknown."""
    wanted = plain(typed)
    if not wanted:
        return ""
    for key, called in choices.items():
        if wanted in {plain(key), *(plain(name) for name in called.values())}:
            return key
    return None


def kind_of(typed: str) -> str | None:
    """A kind by what was typed; a proposal where nothing was."""
    if not plain(typed):
        return "proposal"
    for key in KIND_NAMES:
        if plain(typed) in {key, *(plain(word) for word in _called(KIND_NAMES[key])), *_SHORT[key]}:
            return key
    return None


def district_of(typed: str) -> str | None:
    """A district that can be chosen."""
    return key_of(typed, terms.districts())


def group_of(typed: str) -> str | None:
    """A target group of the site."""
    return key_of(typed, site().groups)


def agreed(typed: str) -> bool:
    """Whether a cell says that somebody has agreed."""
    return plain(typed) in YES


_SHORT = {"proposal": {"제안", "새제안", "신규"}, "opinion": {"의견", "댓글", "comment"}}


def _called(words: Any) -> list[str]:
    found = []
    for language in ("ko", "en", *site().languages):
        with force_locale(language):
            found.append(str(words))
    return found
