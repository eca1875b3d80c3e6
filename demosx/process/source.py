"""From a place in a process file's content to its line in the text, which the TOML reader of Python does not tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
SPACE = re.compile(r"[ \t]*")
GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
SCALAR = re.compile(r"[^,\]}#\n]*")
STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)
ESCAPES = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(["\\bfnrt]))')
PLAIN_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True)
class SourceMap:
    """The lines of a file, by path: keys, and the positions of list items from 0. `renamed` are paths that are read
    under other names than they have in the file."""

    lines: dict[Path, int] = field(default_factory=dict)
    renamed: dict[Path, Path] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line (from 1) on which this stands; for what is missing, the line of what it is missing from."""
        path = self.written(path)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines[path] if path else min(self.lines.values(), default=1)

    def has(self, path: Path) -> bool:
        """Whether this stands in the file."""
        return self.written(path) in self.lines

    def written(self, path: Path) -> Path:
        """A path as it stands in the file."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.renamed:
                return self.renamed[path[:end]] + path[end:]
        return path

    def rename(self, path: Path, name: Path) -> None:
        """From now on, what stands at `path` is read as `name`."""
        self.renamed[name] = self.written(path)

    def reorder(self, path: Path, items: Sequence[Path]) -> None:
        """From now on, the items of a list are these."""
        places = [self.written(item) for item in items]
        self.renamed.update({(*path, number): place for number, place in enumerate(places)})


def map_lines(source: str) -> SourceMap:
    """Find the line of every key and list item in a text that is valid TOML."""
    scanner = _Scanner(source)
    scanner.whole()
    return SourceMap(scanner.found)


def keys_at(text: str, at: int) -> tuple[Path, int]:
    """The key that stands at a place, part by part, and the place behind it."""
    scanner = _Scanner(text)
    scanner.at = at
    return scanner.keys(), scanner.at


class _Scanner:
    """Walks over a text that the TOML reader has accepted; anything else ends the walk early."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.tables: dict[Path, int] = {}
        self.here: Path = ()
        self._line, self._counted = 1, 0

    def line(self) -> int:
        """The line of the present position; it only ever moves on."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def starts(self, *beginnings: str) -> bool:
        return self.text.startswith(beginnings, self.at)

    def whole(self) -> None:
        self.skip(GAP)
        while self.at < len(self.text):
            before = self.at
            if self.starts("["):
                self.header()
            else:
                self.pair(self.here)
            self.skip(GAP)
            if self.at == before:
                return

    def header(self) -> None:
        line, many = self.line(), self.starts("[[")
        self.at += 2 if many else 1
        keys = self.keys()
        if not keys:
            self.at = len(self.text)
            return
        self.at += 2 if many else 1
        path: Path = ()
        for key in keys[:-1]:
            path = self.latest((*path, key))
        path = (*path, keys[-1])
        self.note_all(path, line)
        if many:
            self.tables[path] = self.tables.get(path, -1) + 1
            path = (*path, self.tables[path])
            self.found[path] = line
        self.here = path

    def latest(self, path: Path) -> Path:
        """A path goes on in the last of several tables of the same name."""
        return (*path, self.tables[path]) if path in self.tables else path

    def note_all(self, path: Path, line: int) -> None:
        for end in range(1, len(path) + 1):
            self.found.setdefault(path[:end], line)

    def pair(self, table: Path) -> None:
        line = self.line()
        keys = self.keys()
        if not keys:
            return
        path = (*table, *keys)
        for end in range(len(table) + 1, len(path) + 1):
            self.found.setdefault(path[:end], line)
        self.at += self.starts("=")
        self.skip(SPACE)
        self.value(path)

    def keys(self) -> Path:
        """A key with its dots: bare, or in quotes."""
        keys: list[str] = []
        while True:
            self.skip(SPACE)
            start = self.at
            if self.starts('"', "'"):
                self.string()
                keys.append(_unquote(self.text[start : self.at]))
            else:
                self.skip(BARE_KEY)
                keys += [self.text[start : self.at]] if self.at > start else []
            self.skip(SPACE)
            if not self.starts("."):
                return tuple(keys)
            self.at += 1

    def value(self, path: Path) -> None:
        if self.starts('"', "'"):
            self.string()
        elif self.starts("["):
            self.items(path)
        elif self.starts("{"):
            self.inline(path)
        else:
            self.skip(SCALAR)

    def string(self) -> None:
        for pattern in STRINGS:
            if found := pattern.match(self.text, self.at):
                self.at = found.end()
                return
        self.at = len(self.text)

    def items(self, path: Path) -> None:
        self.at += 1
        number = 0
        self.skip(GAP)
        while self.at < len(self.text) and not self.starts("]"):
            self.found[(*path, number)] = self.line()
            self.value((*path, number))
            number += 1
            self.skip_comma()
        self.at += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        self.skip(GAP)
        while self.at < len(self.text) and not self.starts("}"):
            before = self.at
            self.pair(path)
            self.skip_comma()
            if self.at == before:
                return
        self.at += 1

    def skip_comma(self) -> None:
        self.skip(GAP)
        self.at += self.starts(",")
        self.skip(GAP)


def _unquote(text: str) -> str:
    if text.startswith("'"):
        return text[1:-1]
    return ESCAPES.sub(_unescape, text[1:-1])


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else PLAIN_ESCAPES.get(found[3], found[3])
