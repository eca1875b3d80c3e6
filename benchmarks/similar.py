"""Whether similar proposals are similar, beside plain overlap of pairs of letters, and how long finding them takes.

    DEMOSX_PETITIONS=petitions-2019.jsonl.gz python -m benchmarks.similar [--sizes 2390 100000] [--postgres ADDRESS]
                                                                          [--pairs FILE]

Judged with the pairs of `similar_pairs.csv` and `similar_pairs_more.csv` (see `similar_pairs.md`). `--pairs` writes the
first five of both ways that nobody has judged yet, shuffled and without saying which way named them. In cities larger
than the petitions, mixtures of their sentences fill the rest (`benchmarks/search.py`).
"""

import argparse
import csv
import gzip
import json
import os
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from demosx.core.db import db
from demosx.core.web import Application
from demosx.proposals.similar import matches, similar_to

from . import filling, search, tables

HERE = Path(__file__).parent
FIRST = 5
Pair = tuple[str, str]
Named = Mapping[str, Sequence[str]]


def petitions() -> dict[str, tuple[str, str]]:
    """Titles and texts by number."""
    with gzip.open(os.environ["DEMOSX_PETITIONS"], "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return {row["petition_idx"]: (row["title"], row["content"]) for row in rows}


def judged() -> dict[Pair, int]:
    """The labels of all pairs that were judged."""
    found = {}
    for name in ("similar_pairs.csv", "similar_pairs_more.csv"):
        with (HERE / name).open(encoding="utf-8") as stream:
            found.update(
                {(row["query"], row["candidate"]): int(row["label"]) for row in csv.DictReader(stream)}
            )
    return found


def ours(app: Application, texts: Mapping[str, tuple[str, str]], queries: Sequence[str]) -> Named:
    """What is shown as similar in a city that was filled with the petitions in order, from number 2 on."""
    numbers = {number: place for place, number in enumerate(texts, start=2)}
    names = {place: number for number, place in numbers.items()}
    found = {}
    with app.test_request_context():
        for query in queries:
            near = similar_to(*texts[query], exclude=numbers[query], limit=FIRST)
            found[query] = [names[one.id] for one in near]
    return found


def overlap(texts: Mapping[str, tuple[str, str]], queries: Sequence[str]) -> Named:
    """The first five by shared pairs of letters (Jaccard)."""
    sets = {number: _pairs("".join(f"{title} {text}".split())) for number, (title, text) in texts.items()}

    def near(query: str) -> list[str]:
        mine = sets[query]
        return sorted(
            (other for other in sets if other != query),
            key=lambda other: len(mine & sets[other]) / len(mine | sets[other]),
            reverse=True,
        )[:FIRST]

    return {query: near(query) for query in queries}


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def scored(named: Named, labels: Mapping[Pair, int]) -> list[str]:
    """How many were shown and judged, how many of these are similar, as precision of what was shown and of five."""
    pairs = [(query, other) for query, others in named.items() for other in others]
    known = [labels[pair] for pair in pairs if pair in labels]
    right = sum(label > 0 for label in known)
    silent = sum(not others for others in named.values())
    return [
        str(len(pairs)), str(len(known)), str(right),
        f"{right / len(known):.2f}" if known else "–", f"{right / (FIRST * len(named)):.2f}", str(silent),
    ]  # fmt: skip


def write_unjudged(file: Path, ways: Sequence[Named], labels: Mapping[Pair, int]) -> None:
    """Write the pairs that were named and not judged, shuffled."""
    pairs = sorted(
        {(query, other) for way in ways for query, others in way.items() for other in others} - set(labels)
    )
    random.Random(len(pairs)).shuffle(pairs)
    file.write_text("".join(f"{query},{other}\n" for query, other in pairs), encoding="utf-8")


def timed(app: Application, texts: Mapping[str, tuple[str, str]]) -> list[str]:
    """Median and 95th percentile in ms of a whole text and of a title alone, and of the processor alone for a text."""
    sample = random.Random(5).sample(list(texts.values()), 40)
    asked: tuple[Callable[[str, str], object], ...] = (
        matches, lambda title, text: similar_to(title, ""),
    )  # fmt: skip
    cells = []
    with app.test_request_context():
        for ask in asked:
            taken, busy = [], []
            for title, text in sample:
                started, worked = perf_counter(), process_time()
                ask(title[:100], text)
                taken.append(1000 * (perf_counter() - started))
                busy.append(1000 * (process_time() - worked))
                db.session.rollback()
            cells.append(f"{median(taken):.0f} / {quantiles(taken, n=20)[-1]:.0f}")
            cells.append(f"{median(busy):.0f}")
    return cells


def main() -> None:
    """Fill a city of each size, and look for what is similar there."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[2_390, 100_000])
    asked.add_argument("--postgres", default="", metavar="ADDRESS")
    asked.add_argument("--pairs", type=Path, metavar="FILE")
    given = asked.parse_args()
    texts, labels = petitions(), judged()
    queries = sorted({query for query, _other in labels})
    times, plain = [], overlap(texts, queries)
    for size in sorted(given.sizes):
        with ExitStack() as stack:
            app = stack.enter_context(filling.city(stack.enter_context(filling.folder()), given.postgres))
            search.fill(app, size)
            if size == len(texts):
                named = ours(app, texts, queries)
                head = [
                    "way",
                    "shown",
                    "judged",
                    "similar",
                    "of those judged",
                    "of five each",
                    "queries without any",
                ]
                rows = [
                    ["ours", *scored(named, labels)],
                    ["overlap of pairs of letters", *scored(plain, labels)],
                ]
                tables.show(f"Precision at 5, {len(queries)} queries", head, rows)
                if given.pairs:
                    write_unjudged(given.pairs, [named, plain], labels)
            times.append([f"{size:,}", *timed(app, texts)])
    kind = "PostgreSQL" if given.postgres else "SQLite"
    head = ["proposals", "text (ms)", "processor", "title (ms)", "processor"]
    tables.show(f"Finding on {kind}: median / 95th percentile", head, times)


if __name__ == "__main__":
    main()
