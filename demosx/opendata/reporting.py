"""What an import says: how it read the file, which words it did not know, and what became of the rows."""

from collections import Counter
from collections.abc import Iterator

from ..core.terminal import _, language
from .encodings import NAMES
from .mapping import Columns
from .readers import Table
from .services import Order, Outcome

FORMATS = {"csv": "CSV", "jsonl": "JSON Lines", "json": "JSON"}
WORDS_SHOWN = 20
ROWS_SHOWN = 10


def about_table(table: Table, columns: Columns) -> str:
    """How a file was read, and which column was taken for what."""
    how = f"{FORMATS[table.format]}, {NAMES.get(table.encoding, table.encoding)}"
    lines = [f"{table.path.name} ({how})"]
    lines += [f"  {target} = {column}" for target, column in columns.of.items()]
    if columns.unused:
        lines.append("  " + _("not used: %(columns)s", columns=", ".join(columns.unused)))
    return "\n".join(lines)


def about_words(order: Order) -> Iterator[str]:
    """Words of the other system that this site does not know, each kind once; and rows without a text."""
    expected = order.expected
    if expected.areas.unknown:
        yield _(
            "Areas not known here; these proposals have none (--map-area WORD=KEY): %(words)s",
            words=_counted(expected.areas.unknown),
        )
    if expected.districts.unknown:
        yield _(
            "Districts not known here; these proposals have none (--map-district WORD=KEY): %(words)s",
            words=_counted(expected.districts.unknown),
        )
    if expected.ends.unknown:
        end = expected.process.words.text(expected.end, language())
        yield _(
            "Status words taken as “%(end)s” (--map-status WORD=END): %(words)s",
            end=end,
            words=_counted(expected.ends.unknown),
        )
    if expected.without_text:
        rows = ", ".join(map(str, expected.without_text[:ROWS_SHOWN]))
        more = "…" if len(expected.without_text) > ROWS_SHOWN else ""
        yield _(
            "%(count)s rows have no text; their title stands alone: %(rows)s",
            count=f"{len(expected.without_text):,}",
            rows=rows + more,
        )


def summary(outcome: Outcome, order: Order, seconds: float) -> Iterator[str]:
    """What became of the rows, and how fast."""
    sentence = _(
        "Imported: %(imported)s (%(archived)s kept as over, %(live)s under way). "
        "Here already: %(there)s. Left out: %(refused)s."
    )
    if order.dry_run:
        sentence = _(
            "Nothing was stored. To import: %(imported)s (%(archived)s kept as over, %(live)s under way). "
            "Here already: %(there)s. Left out: %(refused)s."
        )
    yield sentence % {
        "imported": f"{outcome.imported:,}",
        "archived": f"{outcome.archived:,}",
        "live": f"{outcome.live:,}",
        "there": f"{outcome.there:,}",
        "refused": f"{outcome.refused:,}",
    }
    rows = outcome.imported + outcome.there + outcome.refused
    yield _(
        "%(rows)s rows in %(seconds)s seconds (%(rate)s a second)",
        rows=f"{rows:,}",
        seconds=f"{seconds:.1f}",
        rate=f"{rows / max(seconds, 0.001):,.0f}",
    )


def _counted(words: Counter[str]) -> str:
    shown = [f"{word} ({count:,})" for word, count in words.most_common(WORDS_SHOWN)]
    return ", ".join(shown) + ("…" if len(words) > WORDS_SHOWN else "")
