"""Which column of a file becomes what of a proposal: as told, or by names that columns usually have."""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..core.errors import InvalidInput
from ..core.terminal import _

USUAL: dict[str, tuple[str, ...]] = {
    "title": ("title", "subject", "제목", "제안제목", "청원제목", "제안명"),
    "text": ("text", "content", "body", "내용", "본문", "제안내용", "청원내용"),
    "supports": ("supports", "support", "num_agree", "agree", "likes", "공감", "공감수", "동의수", "추천수"),
    "filed": (
        "filed",
        "filed_at",
        "filed_on",
        "begin",
        "created_at",
        "created",
        "date",
        "접수일",
        "등록일",
        "작성일",
    ),
    "closes": ("closes", "closes_on", "end", "ends", "deadline", "마감일", "종료일"),
    "status": ("status", "state", "상태", "처리상태"),
    "area": ("area", "category", "분야", "분류"),
    "district": ("district", "자치구", "구"),
    "place": ("place", "location", "address", "장소", "위치"),
    "language": ("language", "lang", "언어"),
    "channel": ("channel", "접수경로"),
    "number": ("number", "receipt_number", "접수번호"),
    "external_id": ("external_id", "id", "petition_idx", "idx", "번호", "일련번호"),
}
NEEDED = ("title", "text")


class BadMapping(InvalidInput):
    """The columns of a file cannot be matched with what a proposal needs."""


@dataclass(frozen=True)
class Columns:
    """`of` gives the column of each target that has one; `unused` are the columns that go nowhere."""

    of: Mapping[str, str]
    unused: tuple[str, ...] = ()

    def value(self, row: Mapping[str, object], target: str) -> object:
        """What a row holds for a target; None where there is nothing."""
        column = self.of.get(target)
        return row.get(column) if column else None


def pairs(given: Iterable[str], option: str) -> dict[str, str]:
    """Read `NAME=VALUE` as typed after an option that may be repeated. Raises BadMapping."""
    found: dict[str, str] = {}
    for one in given:
        name, equals, value = map(str.strip, one.partition("="))
        if not (name and equals):
            raise BadMapping(
                _("“%(option)s %(given)s”: write it as %(option)s NAME=VALUE", option=option, given=one)
            )
        if name in found:
            raise BadMapping(_("%(option)s names %(name)s twice.", option=option, name=name))
        found[name] = value
    return found


def match(columns: Sequence[str], given: Mapping[str, str]) -> Columns:
    """Find the column of each target. `given` comes first; an empty one keeps its target without a column.

    Raises BadMapping, which lists the columns there are, when a target or column is unknown or a needed one missing.
    """
    for target, column in given.items():
        if target not in USUAL:
            raise BadMapping(_("A proposal has no “%(name)s”.", name=target) + _near(target, USUAL))
        if column and column not in columns:
            raise BadMapping(_("There is no column “%(name)s”.", name=column) + _near(column, columns))
    found = {target: column for target, column in given.items() if column}
    usual = _by_usual_name(columns)
    for target in USUAL:
        if target not in given and target in usual and usual[target] not in found.values():
            found[target] = usual[target]
    missing = [target for target in NEEDED if target not in found]
    if missing:
        example = " ".join(f"--map {target}=…" for target in missing)
        raise BadMapping(
            _(
                "No column is known to be: %(missing)s. Say which: %(example)s",
                missing=", ".join(missing),
                example=example,
            )
            + _near("", columns)
        )
    return Columns(found, tuple(column for column in columns if column not in found.values()))


def _by_usual_name(columns: Sequence[str]) -> dict[str, str]:
    present = {folded(column): column for column in reversed(columns)}
    return {
        target: next(present[folded(name)] for name in names if folded(name) in present)
        for target, names in USUAL.items()
        if any(folded(name) in present for name in names)
    }


def folded(name: str) -> str:
    """A name as it is compared: letters and digits only, in one form, in lower case."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def _near(name: str, known: Iterable[str]) -> str:
    """What there is instead, the likeliest first."""
    known = list(known)
    near = difflib.get_close_matches(name, known, n=1)
    meant = " " + _("Did you mean %(name)s?", name=near[0]) if near else ""
    return meant + " " + _("There are: %(known)s", known=", ".join(known))
