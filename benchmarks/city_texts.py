"""Titles and texts as people write them: sentences of the petitions where there are any, else invented ones."""

import os
import random
from itertools import islice

from . import filling, search

LONGEST = 600
"""So many characters of a text are kept at most: petitions run on, proposals of most cities do not."""


def texts(count: int) -> list[tuple[str, str]]:
    """So many titles and texts, the same ones for the same count. One title of a thousand has the rare word."""
    found = list(islice(search.varied(search.texts(), count), count)) if _given() else _invented(count)
    return [
        (f"{filling.RARE} {title}"[:100] if number % 1000 == 7 else title, body)
        for number, (title, body) in enumerate((title, _shortened(body)) for title, body in found)
    ]


def _given() -> bool:
    return bool(os.environ.get("DEMOSX_PETITIONS"))


def _invented(count: int) -> list[tuple[str, str]]:
    chance = random.Random(count)
    return [
        (
            f"{chance.choice(filling.PLACES)} {chance.choice(filling.THINGS)} {chance.choice(filling.WISHES)} {number}",
            " ".join(chance.choices(filling.SENTENCES, k=chance.randrange(4, 12))),
        )
        for number in range(count)
    ]


def _shortened(body: str) -> str:
    if len(body) <= LONGEST:
        return body or "글"
    end = body.rfind(".", 0, LONGEST)
    return body[: end + 1 if end > LONGEST // 3 else LONGEST]
