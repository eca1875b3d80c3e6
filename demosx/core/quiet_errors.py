"""What a database says when it refuses something, without the values that it refused: errors end up in logs."""

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext


def prepare_engine(engine: Engine) -> None:
    """Take the values out of a database's errors. Call once for each engine.

    SQLAlchemy leaves its parameters out by `hide_parameters`, but PostgreSQL itself repeats the row in the lines after
    the first: “DETAIL: Key (email_key)=(…) already exists.”
    """
    event.listen(engine, "handle_error", _first_line_only)


def _first_line_only(context: ExceptionContext) -> None:
    original, shown = context.original_exception, context.sqlalchemy_exception
    if shown is None:
        return
    original.args = tuple(str(part).partition("\n")[0] for part in original.args)
    shown.args = tuple(str(part).partition("\n")[0] for part in shown.args)
