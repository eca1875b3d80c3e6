"""Several readings in one query, for pages that show a little of many tables."""

from typing import Any

from sqlalchemy import ColumnElement, and_, literal, select, union_all
from sqlalchemy.orm.interfaces import ORMOption

from .db import db


def together(
    *wanted: tuple[type[Any], ColumnElement[bool]], options: tuple[ORMOption, ...] = ()
) -> tuple[list[Any], ...]:
    """The rows of several tables as they are now, those of each by a condition of its own; in no order.

    The tables stand beside small numbers, one each: a row of the result holds one row of one table, so that what
    is read is the sum of the tables and not their product.
    """
    numbers = union_all(*(select(literal(n).label("n")) for n in range(len(wanted)))).subquery()
    query = select(*(model for model, _condition in wanted)).select_from(numbers)
    for n, (model, condition) in enumerate(wanted):
        query = query.outerjoin(model, and_(numbers.c.n == n, condition))
    found: tuple[list[Any], ...] = tuple([] for _table in wanted)
    for row in db.session.execute(query.options(*options).execution_options(populate_existing=True)):
        for kept, entity in zip(found, row, strict=True):
            if entity is not None:
                kept.append(entity)
    return found
