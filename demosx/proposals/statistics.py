"""What SQLite knows of how its tables are filled. Without that it takes an index by which nearly all rows are found for
a good one. PostgreSQL looks after this itself."""

from sqlalchemy import DDL, func, select, text

from ..core.db import db, transaction
from .models import Proposal

ENOUGH = 1_000
"""With fewer proposals any way to them is short."""
GROWN = 4
"""When there are so many times as many, it is learnt again. What is known is rough."""
_FEW_ROWS = text("PRAGMA analysis_limit = 400")
"""So many rows of each index are looked at: seconds for a million proposals, a table at a time."""
_LEARN = DDL("ANALYZE %(table)s")


def keep_up() -> int:
    """Learn it where it is not known, or of a much smaller city; how many tables were looked at.

    Connections that are open keep to what they knew.
    """
    if db.engine.dialect.name != "sqlite":
        return 0
    with transaction():
        count = db.session.scalar(select(func.max(Proposal.id))) or 0
        if count < ENOUGH or count < GROWN * _known():
            return 0
    tables = db.metadata.sorted_tables
    for table in tables:
        with transaction():
            db.session.execute(_FEW_ROWS)
            db.session.execute(_LEARN.against(table))
    return len(tables)


def _known() -> int:
    """Of how many proposals it was learnt; 0 if never."""
    if not db.session.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")):
        return 0
    stats = db.session.scalars(text("SELECT stat FROM sqlite_stat1 WHERE tbl = 'proposal'"))
    return max((int(stat.split()[0]) for stat in stats), default=0)
