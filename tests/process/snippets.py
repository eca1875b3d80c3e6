"""Putting a piece of a process file, as a guide shows it, into a whole file, so that it can be checked."""

import re
from dataclasses import dataclass, field

HEADER = re.compile(r"\[\[?([\w.]+)\]\]?")
KEY = re.compile(r"(\w+)\s*=")
BASE = """
format = 1
key    = "t"
name   = { ko = "시험", en = "Test" }
first  = "support"

[[rules]]
by   = ["lead"]
move = "agenda"
[[rules]]
by   = ["lead"]
move = "forum"
[[rules]]
by   = ["lead"]
move = "head_answer"
[[rules]]
by   = ["lead"]
move = "reply"
[[rules]]
by   = ["lead"]
move = "execution"
[[rules]]
by  = ["operator"]
end = "closed"

[stages.support]
kind   = "support"
name   = { ko = "제안", en = "Proposal" }
period = "30 days"

[stages.agenda]
kind    = "review"
name    = { ko = "의제 선정", en = "Agenda setting" }
owner   = "planning_panel"
within  = "90 days"
decides = ["deliberate", "refer", "decline", "vote", "ideas"]

[stages.forum]
kind    = "deliberation"
name    = { ko = "시민토론", en = "Public deliberation" }
period  = "30 days"
choices = { yes = { ko = "찬성", en = "Yes" }, no = { ko = "반대", en = "No" } }

[stages.head_answer]
kind  = "answer"
name  = { ko = "시장 답변", en = "Answer of the mayor" }
owner = "head"

[stages.reply]
kind  = "answer"
name  = { ko = "부서 답변", en = "Answer of the department" }
owner = "department"

[stages.execution]
kind  = "execution"
name  = { ko = "실행", en = "Carrying out" }
owner = "department"

[duties.department_answer]
name     = { ko = "부서 답변", en = "Department's answer" }
owner    = "department"
within   = "20 days"
outcomes = ["accept", "partly", "later", "decline"]
"""


@dataclass
class Block:
    """A header and the lines below it; the lines before any header have none."""

    header: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def table(self) -> str:
        found = HEADER.match(self.header)
        return found[1] if found else ""

    @property
    def many(self) -> bool:
        return self.header.startswith("[[")

    def said(self) -> set[str]:
        return {found[1] for line in self.lines if (found := KEY.match(line))}

    def without(self, keys: set[str]) -> "Block":
        return Block(
            self.header, [line for line in self.lines if not ((key := KEY.match(line)) and key[1] in keys)]
        )


def blocks(text: str) -> list[Block]:
    found = [Block()]
    for line in text.strip().splitlines():
        if HEADER.match(line):
            found.append(Block(line))
        else:
            found[-1].lines.append(line)
    return found


def written(parts: list[Block]) -> str:
    return (
        "\n".join("\n".join([*([block.header] if block.header else []), *block.lines]) for block in parts)
        + "\n"
    )


def whole(piece: str) -> str:
    """A whole file with this piece in it: tables in place of those of the same name and of their rules, rules besides
    the others, keys in place of the same ones."""
    if {"format", "first"} <= blocks(piece)[0].said():
        return piece
    top, *tables = blocks(piece)
    replaced = {block.table for block in tables if not block.many}
    replaced |= {f"{table}.rules" for table in replaced}
    kept = [block for block in blocks(BASE) if block.table not in replaced]
    return written([Block(lines=top.lines), kept[0].without(top.said()), *kept[1:], *tables])


def in_table(table: str, lines: str) -> str:
    """A whole file in which a table of the base has these lines instead of its own."""
    wanted = Block(lines=lines.splitlines())
    parts = blocks(BASE)
    for number, block in enumerate(parts):
        if block.table == table:
            kept = block.without(wanted.said())
            parts[number] = Block(block.header, kept.lines + wanted.lines)
    return written(parts)


def added(header: str, usual: str, lines: str) -> str:
    """A whole file with one more table that has the usual lines, and these instead of the same ones."""
    wanted = Block(lines=lines.splitlines())
    own = Block(header, Block(lines=usual.splitlines()).without(wanted.said()).lines + wanted.lines)
    return written([*blocks(BASE), own])
