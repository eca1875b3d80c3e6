"""Keys that a process file does not know: the ones that are meant are named, and read all the same.

A key in Korean, one with a wrong letter, and one that stands under the wrong header each get their own sentence.
"""

from collections.abc import Iterable
from typing import Any

from . import readings
from .draft import Draft
from .fields import KEY
from .fitting import keys_of
from .homes import DUTY, HOMES, RULE, STAGE, TOP, table_named, where_it_belongs
from .meanings import keys_for
from .mending.tables import AGAIN, TORN
from .problems import listed
from .shape import ExtendShape, FreezeShape
from .signs import INVISIBLE, named, plain
from .source import Path
from .suggestions import similar

Table = dict[str, Any]
HEADS = {"kind", "owner", "rules"}
"""Keys that show that a table is a stage or a duty."""


def spell(draft: Draft, raw: Table) -> Table:
    """The file's tables with every key that is known by its right name. Others are left out once they are told."""
    speller = _Speller(draft)
    for key in [key for key in raw if AGAIN in key]:
        name = key.partition(AGAIN)[0]
        speller.respell(raw, raw.pop(key), (key,), (name,))
    top = speller.table(raw, (), TOP, HOMES[TOP])
    speller.called = _called(top)
    for name, each in (("stages", speller.stage), ("duties", speller.duty)):
        if isinstance(top.get(name), dict):
            tables = speller.named(top[name], name)
            top[name] = {key: each(table, (name, key)) for key, table in tables.items()}
    top |= speller.rules(top, (), None)
    if isinstance(top.get("pauses"), list):
        top["pauses"] = speller.listed(top["pauses"], ("pauses",), "pause", keys_of(FreezeShape))
    if isinstance(top.get("words"), dict):
        top["words"] = speller.words(top["words"])
    return {**speller.hoisted, **top}


class _Speller:
    """Goes through tables; what belongs to the top of the file is gathered in `hoisted`."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.hoisted: Table = {}
        self.told: set[tuple[Path, str]] = set()
        self.called: set[str] = set()

    def named(self, tables: Table, name: str) -> Table:
        """Stages or duties under keys that they can have."""
        tables = self.without_dots(tables, name)
        kept = {key: table for key, table in tables.items() if KEY.fullmatch(key)}
        for number, key in enumerate(tables):
            if key in kept:
                continue
            alone = [one for one, table in kept.items() if _only_rules(table)]
            near = similar(key, kept if _only_rules(tables[key]) else self.called - tables.keys())
            right = alone[0] if len(alone) == 1 else near or readings.key(key)
            self.draft.error("bad_key", (name, key), given=key, similar=right)
            internal = right or f"{name}_{number}"
            self.draft.misnamed[key] = internal
            self.respell(kept, tables[key], (name, key), (name, internal))
        return kept

    def without_dots(self, tables: Table, name: str) -> Table:
        """Stages or duties whose header has a dot too many: `[stages.agen.da]`."""
        kept: Table = {}
        for key, table in tables.items():
            inside = table if isinstance(table, dict) else {}
            cut = {inner for inner, one in inside.items() if isinstance(one, dict) and HEADS & one.keys()}
            for inner in cut - HOMES[STAGE]:
                given, right = f"{name}.{key}.{inner}", f"{name}.{key}{inner}"
                self.draft.error("header_signs", (name, key, inner), given=given, right=right)
                self.respell(kept, inside[inner], (name, key, inner), (name, key + inner))
            rest = {inner: one for inner, one in inside.items() if inner not in cut - HOMES[STAGE]}
            if rest or not cut:
                self.respell(kept, rest if cut else table, (name, key), (name, key))
        return kept

    def stage(self, table: Any, path: Path) -> Any:
        if not isinstance(table, dict):
            return table
        kind = str(table.get("kind", ""))
        named = self.draft.kinds.get(similar(kind, self.draft.kinds))
        kinds = [named] if named else self.draft.kinds.values()
        known = HOMES[STAGE].union(*(keys_of(one.options) for one in kinds))
        spelled = self.extend(self.table(table, path, STAGE, known), path)
        return spelled | self.rules(spelled, path, str(path[-1]))

    def duty(self, table: Any, path: Path) -> Any:
        if not isinstance(table, dict):
            return table
        return self.extend(self.table(table, path, DUTY, HOMES[DUTY]), path)

    def extend(self, table: Table, path: Path) -> Table:
        if isinstance(table.get("extend"), dict):
            place = (*path, "extend")
            table["extend"] = self.table(table["extend"], place, "extend", keys_of(ExtendShape))
        return table

    def rules(self, table: Table, path: Path, scope: str | None) -> Table:
        if not isinstance(table.get("rules"), list):
            return {}
        return {"rules": self.listed(table["rules"], (*path, "rules"), RULE, HOMES[RULE])}

    def listed(self, tables: list[Any], path: Path, home: str, known: Iterable[str]) -> list[Any]:
        return [
            self.table(one, (*path, number), home, known) if isinstance(one, dict) else one
            for number, one in enumerate(tables)
        ]

    def words(self, table: Table) -> Table:
        """Keys of a rule or a stage below `[words]` have lost their header."""
        kept = {}
        for key, value in table.items():
            if key.startswith(TORN):
                self.draft.holes.add(("words",))
                continue
            homes = [] if isinstance(value, dict) else self.other_homes(key, "words")
            if homes:
                self.misplaced(key, value, ("words",), homes)
            else:
                kept[key] = value
        return kept

    def table(self, table: Table, path: Path, home: str, known: Iterable[str]) -> Table:
        spelled = {key: self.visible(value, (*path, key)) for key, value in table.items() if key in known}
        torn = [key for key in table if key.startswith(TORN)]
        if torn:
            self.lose(path)
        unknown = [key for key in table if key not in known and key not in torn]
        lost = next((homes[0] for key in unknown if (homes := self.only_elsewhere(key, home, known))), None)
        for key in unknown:
            if dotted := _dotted(key, table[key], known):
                self.draft.error("unknown_key", (*path, key), key=dotted[0], similar=dotted[1])
                self.respell(spelled, dotted[2], (*path, key), (*path, dotted[1]))
                continue
            if home == RULE and key.endswith(("<", ">", "!")) and not isinstance(table[key], dict | list):
                condition = f"{key}= {table[key]}"
                self.draft.error("unknown_key", (*path, key), key=key, right=f'when = "{condition}"')
                self.respell(spelled, condition, (*path, key), (*path, "when"))
                continue
            if home == TOP and self.without_group(spelled, key, table[key]):
                continue
            homes = [] if _tables(table[key]) else self.other_homes(key, home)
            if homes and (lost in homes or self.only_elsewhere(key, home, known)):
                self.misplaced(key, table[key], path, homes)
                continue
            near = next((one for one in keys_for(key) if one in known), "") or similar(key, known)
            near = near or next((one for one in known if one not in table and _shortened(key, one)), "")
            self.draft.error("unknown_key", (*path, key), key=key, similar=near)
            if near:
                self.respell(spelled, table[key], (*path, key), (*path, near))
            elif home == RULE or isinstance(table[key], dict):
                self.lose(path)
        return spelled

    def without_group(self, top: Table, key: str, value: Any) -> bool:
        """Whether this is the stage or duty `[forum]` without its `stages.`, or `[stagesforum]`; tell so and read it
        there."""
        for group in ("stages", "duties"):
            there, name = top.get(group), key.removeprefix(group).lstrip("_-")
            if not isinstance(there, dict) or not isinstance(value, dict) or not name:
                continue
            if name not in there and name == key:
                continue
            name = similar(name, there) or name
            rules = f"[[{group}.{name}.rules]]" if _only_rules(value) else f"[{group}.{name}]"
            self.draft.error("unknown_key", (key,), key=key, right=rules)
            self.respell(there, value, (key,), (group, name))
            return True
        return False

    def only_elsewhere(self, key: str, home: str, known: Iterable[str]) -> list[str]:
        """Where a key belongs that means nothing here."""
        return [] if set(keys_for(key)) & set(known) else self.other_homes(key, home)

    def visible(self, value: Any, path: Path) -> Any:
        """Words and conditions without characters that nobody can see."""
        if isinstance(value, list):
            return [self.visible(one, (*path, number)) for number, one in enumerate(value)]
        if not isinstance(value, str) or not INVISIBLE.search(value):
            return value
        signs = dict.fromkeys(map(named, INVISIBLE.findall(value)))
        self.draft.error("invisible_sign", path, signs=listed(signs))
        return plain(value).strip()

    def respell(self, spelled: Table, value: Any, path: Path, whole: Path) -> None:
        """Read a key of a table as the one that is meant."""
        key = str(whole[-1])
        if key in spelled:
            spelled[key] = self.joined(value, spelled[key], path, whole)
        else:
            spelled[key] = value
            self.draft.lines.rename(path, whole)

    def joined(self, value: Any, there: Any, path: Path, whole: Path) -> Any:
        """Two tables or lists as one, and those inside them likewise. Otherwise what is there already holds."""
        lines = self.draft.lines
        if isinstance(value, dict) and isinstance(there, dict):
            table = dict(there)
            for key, inner in value.items():
                self.respell(table, inner, (*path, key), (*whole, key))
            return table
        if not isinstance(value, list) or not isinstance(there, list):
            return there
        places = [(*path, number) for number in range(len(value))]
        places += [(*whole, number) for number in range(len(there))]
        found = sorted(
            zip(map(lines.line, places), places, [*value, *there], strict=True), key=lambda one: one[0]
        )
        lines.reorder(whole, [one[1] for one in found])
        return [one[2] for one in found]

    def other_homes(self, key: str, home: str) -> list[str]:
        """Where a key belongs that does not belong here, if it is a key at all."""
        return [name for name, keys in HOMES.items() if name != home and key in keys]

    def misplaced(self, key: str, value: Any, path: Path, homes: list[str]) -> None:
        """Tell once for each table and each place where its keys belong."""
        if (path, homes[0]) not in self.told:
            self.told.add((path, homes[0]))
            where = where_it_belongs(path, homes)
            self.draft.error("misplaced_key", (*path, key), key=key, here=table_named(path), where=where)
        if TOP in homes:
            self.hoisted.setdefault(key, value)
            self.draft.lines.rename((*path, key), (key,))
        else:
            self.draft.headless |= set(homes)
            self.lose(path)

    def lose(self, path: Path) -> None:
        """Some rule is not read as it was meant."""
        self.draft.holes.add(path)
        if len(path) == 2:
            self.draft.unsure.add(str(path[1]))
        self.draft.lost.add(str(path[1]) if len(path) > 1 and path[0] == "stages" else None)


def _called(top: Table) -> set[str]:
    """The stages and duties that rules name."""
    stages = top.get("stages")
    tables = [top, *(stages.values() if isinstance(stages, dict) else ())]
    lists = [table.get("rules") for table in tables if isinstance(table, dict)]
    rules = [rule for found in lists if isinstance(found, list) for rule in found if isinstance(rule, dict)]
    named = [top.get("first"), *(rule.get(action) for rule in rules for action in ("move", "open"))]
    return {name for name in named if isinstance(name, str)}


def _dotted(key: str, value: Any, known: Iterable[str]) -> tuple[str, str, Any] | None:
    """A key with a dot too many, `p.eriod`: as it is written, as it is meant, and its value."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((inner, found),) = value.items()
    return (f"{key}.{inner}", key + inner, found) if key + inner in known else None


def _only_rules(table: Any) -> bool:
    return isinstance(table, dict) and table.keys() == {"rules"}


def _shortened(key: str, known: str) -> bool:
    """Whether some letters of a key were lost: `y` for `by`."""
    letters = iter(known)
    return len(known) - len(key) < 3 and all(letter in letters for letter in key)


def _tables(value: Any) -> bool:
    """Whether this is a list of tables, as several `[[…]]` make."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
