"""How two versions of a text differ, word by word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the space behind it. Scripts that write without spaces between words are compared by their characters.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]\s*|[^\s\u3040-\u30ff\u3400-\u9fff]+\s*|\s+")
SAME, ADDED, REMOVED, FOLDED = "same", "added", "removed", "folded"
SHOWN = 20  # words of an unchanged part that stay in sight at each of its ends
SHORT = 60  # words up to which an unchanged part is not folded


@dataclass(frozen=True)
class Piece:
    """A part of the two texts: `same`, `added` in the newer, `removed` from the older, or `folded`: the same, but so
    long that it need not be read."""

    kind: str
    text: str


def by_words(old: str, new: str) -> list[Piece]:
    """What was removed from `old` and added in `new`, in the order of reading; what is the same stands between.

    Joined without what was added the pieces give the old text, and without what was removed the new one.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    # Words that stand everywhere are no anchors (autojunk), so that a long text of one word is compared as fast.
    for tag, i, j, m, n in SequenceMatcher(None, _bare(before), _bare(after), autojunk=True).get_opcodes():
        if tag == "equal":
            pieces += _same(before[i:j], after[m:n])
        else:
            pieces += [Piece(REMOVED, "".join(before[i:j])), Piece(ADDED, "".join(after[m:n]))]
    return _joined(piece for piece in pieces if piece.text)


def _bare(words: list[str]) -> list[str]:
    """The words without the space behind them, so that a new line after a word does not make it another one."""
    return [word.rstrip() or " " for word in words]


def _same(before: list[str], after: list[str]) -> Iterator[Piece]:
    """Words that are the same, with what has changed in the space between them."""
    run: list[str] = []
    for old, new in zip(before, after, strict=True):
        if old == new:
            run.append(old)
            continue
        word = old.rstrip()
        yield from _folded([*run, word])
        yield from (Piece(REMOVED, old[len(word) :]), Piece(ADDED, new[len(word) :]))
        run = []
    yield from _folded(run)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, with what is added or removed in a row as one."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind and piece.kind in (ADDED, REMOVED):
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def _folded(words: list[str]) -> list[Piece]:
    if len(words) <= SHORT:
        return [Piece(SAME, "".join(words))]
    first, middle, last = words[:SHOWN], words[SHOWN:-SHOWN], words[-SHOWN:]
    return [Piece(SAME, "".join(first)), Piece(FOLDED, "".join(middle)), Piece(SAME, "".join(last))]
