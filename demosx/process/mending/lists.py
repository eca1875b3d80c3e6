"""Lists and tables on a line whose commas, brackets or values are wrong, read item by item."""

import re

from .headers import quoted
from .slips import Slip, slip
from .words import mend_word, readable

TOKEN = re.compile(
    r'(?P<text>"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<space>\s+)|(?P<sign>[\[\]{}(),=:;])"
    r"|(?P<word>(?:[^\s\[\]{}(),=:;#\"']|(?<=\d):(?=\d))+)|(?P<stray>.)",
    re.DOTALL,
)
CLOSING = {"[": "]", "{": "}"}
BACKSLASH = re.compile(r'\\(?!["\\])')
DEEPEST = 30
THREE_DIGITS = re.compile(r"\d{3}")


def mend_list(text: str, line: int) -> tuple[str, list[Slip]]:
    """A list or an inline table that can be read, on one line, and what was wrong with it."""
    reader = _Reader(text, line)
    return reader.whole(), reader.slips


class _Reader:
    """Reads tokens from left to right and writes what was meant."""

    def __init__(self, text: str, line: int) -> None:
        self.tokens: list[tuple[str, str, int]] = []
        self.slips: list[Slip] = []
        self.next = self.depth = 0
        for found in TOKEN.finditer(text):
            kind = found.lastgroup or "stray"
            if kind not in ("space", "comment", "stray"):
                self.tokens.append((kind, found[0], line + text.count("\n", 0, found.start())))
        self.last = line + text.count("\n")

    @property
    def sign(self) -> str:
        """The next token, if it is a sign."""
        kind, text, _ = self.peek()
        return text if kind == "sign" else ""

    def peek(self) -> tuple[str, str, int]:
        return self.tokens[self.next] if self.next < len(self.tokens) else ("end", "", self.last)

    def take(self) -> tuple[str, str, int]:
        token = self.peek()
        self.next += token[0] != "end"
        return token

    def tell(self, code: str, line: int, **facts: str) -> None:
        told = slip(code, line, **facts)
        self.slips.append(told._replace(guess=told.guess or code == "no_equals"))

    def whole(self) -> str:
        value = self.value()
        kind, text, line = self.peek()
        if kind != "end":
            self.tell("left_over", line, given=text)
        return value

    def value(self) -> str:
        kind, text, line = self.peek()
        if kind == "sign" and text in "[({":
            return self.deeper()
        if kind == "text":
            return self.text()
        return self.words(line)

    def text(self) -> str:
        """A text in quotes, with every backslash in it that means nothing as an ordinary one."""
        _, text, line = self.take()
        if readable(text):
            return text
        self.tell("backslash", line, given=text)
        return BACKSLASH.sub(r"\\\\", text)

    def deeper(self) -> str:
        """A list or a table inside; one that no process file needs is left out with what follows."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.next = len(self.tokens)
            return '""'
        value = self.table() if self.sign == "{" else self.items()
        self.depth -= 1
        return value

    def words(self, line: int) -> str:
        """What stands without quotes, up to the next comma or bracket."""
        parts = []
        while self.peek()[2] == line and (self.peek()[0] == "word" or self.sign in (":", "=", ";")):
            parts.append(self.take()[1])
        if not parts:
            self.take()
            return '""'
        value, found = mend_word(" ".join(parts), line, "")
        self.slips += found
        return value

    def items(self) -> str:
        """A list."""
        opened = self.take()
        if opened[1] != "[":
            self.tell("wrong_bracket", opened[2], given=opened[1], closing="[")
        found: list[str] = []
        while not self.closed(opened):
            if self.sign:
                self.leave_out()
                continue
            found.append(self.value())
            self.comma(found[-1])
        return f"[{', '.join(found)}]"

    def table(self) -> str:
        """An inline table, which TOML wants on one line and without a comma at its end."""
        opened = self.take()
        found: list[str] = []
        commas = 0
        while not self.closed(opened):
            if self.sign:
                self.leave_out()
                continue
            found.append(self.pair())
            commas = self.comma(found[-1])
        ended = self.tokens[self.next - 1][2]
        if ended > opened[2]:
            self.tell("table_over_lines", opened[2])
        elif commas and found:
            self.tell("trailing_comma", ended)
        return f"{{ {', '.join(filter(None, found))} }}"

    def pair(self) -> str:
        """A key and its value in an inline table; nothing where it is only one of them."""
        names: list[str] = []
        line = self.peek()[2]
        while self.peek()[0] in ("word", "text") and not (names and self.peek()[0] == "text"):
            names.append(self.take()[1].strip("\"'"))
        if self.peek()[0] == "text":
            self.tell("no_equals", line, key=names[0])
            return f"{quoted(names[0])} = {self.value()}"
        key = " ".join(names)
        if self.sign not in ("=", ":"):
            self.tell("no_equals", line, key=key)
            return ""
        while self.sign in ("=", ":"):
            sign = self.take()[1]
            if sign == ":":
                self.tell("wrong_equals", line, key=key, given=":")
        return f"{quoted(key)} = {self.thousands(self.value())}"

    def thousands(self, value: str) -> str:
        """A number that goes on behind a comma: `5,000`."""
        ahead = [text for _, text, _ in self.tokens[self.next : self.next + 3]] + ["", "", ""]
        if value.isdecimal() and ahead[0] == "," and THREE_DIGITS.fullmatch(ahead[1]) and ahead[2] != "=":
            self.next += 2
            given = f"{value},{ahead[1]}"
            self.tell("number_form", self.peek()[2], key="", given=given, right=value + ahead[1])
            return value + ahead[1]
        return value

    def closed(self, opened: tuple[str, str, int]) -> bool:
        """Whether a list or table ends here; step over its bracket."""
        kind, text, line = self.peek()
        right = CLOSING.get(opened[1], ")")
        if kind == "end":
            self.tell("open_bracket", opened[2], given=opened[1], closing=right)
            return True
        if kind != "sign" or text not in ("]", "}", ")"):
            return False
        if text != right:
            self.tell("wrong_bracket", line, given=text, closing=right)
        self.take()
        return True

    def comma(self, before: str) -> int:
        """Step over the comma behind an item; tell where it is missing. Returns how many there were."""
        if self.sign == ",":
            self.take()
            return 1
        kind, text, line = self.peek()
        if kind != "end" and text not in ("]", "}", ")"):
            self.tell("missing_comma", line, before=before[-40:], after=text[:40])
        return 0

    def leave_out(self) -> None:
        """Step over a sign that nothing stands before."""
        _, text, line = self.take()
        self.tell("left_over", line, given=text)
