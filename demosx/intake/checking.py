"""What is wrong with the rows of a spreadsheet, in plain words; and what each of them will become."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask_babel import gettext as _

from ..core.resident_numbers import hold_resident_number
from ..core.text import clean, one_line
from ..proposals.search import found_by
from . import codes, queries
from .columns import agreed, columns, district_of, group_of, kind_of
from .entering import Said
from .models import Sheet

Cells = Mapping[str, str]
KEPT_OUT = "resident_number"  # in the place of cells that may not be kept


@dataclass
class Checked:
    """A row with what is wrong with it. `problems` keep it out; `hints`, proposals that look like it, and `notes` do
    not. `skipped`: somebody has left it out. `doubles`: the row before that says the same."""

    number: int
    cells: dict[str, str]
    skipped: bool = False
    doubles: int | None = None
    problems: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether it will be taken in."""
        return not self.skipped and not self.problems

    @property
    def title(self) -> str:
        """How the row begins, for lists."""
        return self.cells.get("title") or self.cells.get("text", "")


def checked(sheet: Sheet) -> list[Checked]:
    """The rows of a spreadsheet that waits, with what is wrong with each. A few queries for all."""
    rows = [
        Checked(row["number"], dict(row["cells"]), bool(row.get("skip")), hints=list(row.get("hints", ())))
        for row in sheet.rows
    ]
    longest = {one.key: (one.longest, str(one.label)) for one in columns()}
    for row, stored in zip(rows, sheet.rows, strict=True):
        if stored.get(KEPT_OUT):
            row.problems.append(
                _("It held what looks like a resident registration number. Its texts were not kept; leave the row out, "
                  "or type them without the number.")
            )  # fmt: skip
        row.problems += _of_cells(row.cells, longest)
    _doubled(rows)
    _numbers(rows)
    _codes(sheet, rows)
    _people(sheet, rows)
    return rows


def _of_cells(cells: Cells, longest: Mapping[str, tuple[int, str]]) -> list[str]:
    said = []
    kind = kind_of(cells.get("kind", ""))
    if kind is None:
        said.append(_("“%(word)s” is neither a proposal nor an opinion.", word=cells["kind"][:40]))
    if not clean(cells.get("text", "")):
        said.append(_("The text is missing."))
    if kind == "proposal" and not one_line(cells.get("title", "")):
        said.append(_("The title is missing."))
    if kind == "opinion" and not cells.get("number", "").strip():
        said.append(_("For an opinion the receipt number of the proposal is missing."))
    if not agreed(cells.get("consent", "")):
        said.append(_("Consent is missing: nothing is kept without."))
    if district_of(cells.get("district", "")) is None:
        said.append(_("There is no district “%(word)s”.", word=cells["district"][:40]))
    if group_of(cells.get("group", "")) is None:
        said.append(_("There is no group “%(word)s”.", word=cells["group"][:40]))
    if cells.get("code", "") and codes.read(cells["code"]) is None:
        said.append(_("The code has a wrong letter, or one is missing."))
    if hold_resident_number([value for value in cells.values() if value]):
        said.append(_("It holds what looks like a resident registration number. Please take it out."))
    for key, (most, label) in longest.items():
        if len(cells.get(key, "")) > most:
            said.append(_("“%(what)s” is too long: at most %(most)s characters.", what=label, most=most))
    return said


def _doubled(rows: Sequence[Checked]) -> None:
    """The second and each further row that says the same."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row.skipped:
            continue
        said = tuple(
            " ".join(row.cells.get(key, "").split()) for key in ("person", "title", "text", "number")
        )
        if said in seen and any(said):
            row.doubles = seen[said]
            row.problems.append(_("It says the same as row %(number)s.", number=row.doubles))
        seen.setdefault(said, row.number)


def _numbers(rows: Sequence[Checked]) -> None:
    asked = {row.cells["number"].strip() for row in rows if row.cells.get("number")}
    known = queries.public_numbers(asked) if asked else set()
    for row in rows:
        number = row.cells.get("number", "").strip()
        if number and kind_of(row.cells.get("kind", "")) == "opinion" and number not in known:
            row.problems.append(
                _("No public proposal has the receipt number %(number)s.", number=number[:40])
            )


def _codes(sheet: Sheet, rows: Sequence[Checked]) -> None:
    """A code stands for one person: on rows of several people it is wrong, as is one of somebody else's entry."""
    read = {row.number: codes.read(row.cells.get("code", "")) for row in rows if not row.skipped}
    digests = {number: codes.digest_of(code) for number, code in read.items() if code}
    known = queries.digests_known(set(digests.values())) if digests else {}
    people: dict[str, set[str]] = {}
    for row in rows:
        if row.number in digests:
            person = row.cells.get("person", "").strip() if sheet.event_id is not None else ""
            whose = person or f"#{row.number}"
            people.setdefault(digests[row.number], set()).add(whose)
    for row in rows:
        mark = digests.get(row.number, "")
        theirs = sheet.event_id is not None and known.get(mark) == (
            sheet.id,
            one_line(row.cells.get("person", "")),
        )
        if (mark in known and not theirs) or len(people.get(mark, ())) > 1:
            row.problems.append(_("The code stands on somebody else's entry as well."))


def _people(sheet: Sheet, rows: Sequence[Checked]) -> None:
    """A note where the person's number was given at the event already, by somebody else who counted from one."""
    numbers = {row.number: one_line(row.cells.get("person", "")) for row in rows if not row.skipped}
    used = queries.numbers_elsewhere(sheet, set(numbers.values()) - {""})
    for row in rows:
        if numbers.get(row.number) in used:
            row.notes.append(
                _("Person's number %(number)s stands on another entry of this event as well. Both count as one person. "
                  "If they are two people, please change the number.", number=numbers[row.number][:40])
            )  # fmt: skip


def hints(cells: Cells) -> list[str]:
    """What somebody may want to look at: a proposal that is there already and has every word of the title."""
    title = one_line(cells.get("title", ""))
    if kind_of(cells.get("kind", "")) != "proposal" or len(title) < 4 or found_by(title) is None:
        return []
    near = queries.proposals_for(title)
    return [f"{one.number} {one.title}" for one in near[:2]]


def said(sheet: Sheet, row: Checked, channel: str, consent_words: str, typed_by: int | None) -> Said:
    """A good row as what is taken in. Its key follows from the file, so that no row is ever taken in twice."""
    cells: dict[str, Any] = row.cells
    kind = kind_of(cells.get("kind", "")) or "proposal"
    return Said(
        key=str(uuid5(NAMESPACE_URL, f"sheet/{sheet.id}/{row.number}")), kind=kind, channel=channel,
        text=cells.get("text", ""), consent=agreed(cells.get("consent", "")), title=cells.get("title", ""),
        number=cells.get("number", ""), event_id=sheet.event_id, person=cells.get("person", ""),
        group=group_of(cells.get("group", "")) or "", district=district_of(cells.get("district", "")) or "",
        name=cells.get("name", ""), contact=cells.get("contact", ""), note=cells.get("note", ""),
        code=cells.get("code", ""), consent_words=consent_words, typed_by=typed_by, sheet_id=sheet.id,
        row_number=row.number,
    )  # fmt: skip


def counted(rows: Sequence[Checked]) -> Counter[str]:
    """How many rows are `good`, `wrong` and `skipped`."""
    return Counter("skipped" if row.skipped else "good" if row.good else "wrong" for row in rows)
