"""The application object: one request is one transaction, and a view without declared access does not run."""

from collections.abc import Callable
from typing import Any, TypeVar

from blinker import Namespace
from flask import Flask, Response, g, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import IntegerConverter, Map

from .db import db, writing
from .permissions import check_access

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
View = TypeVar("View", bound=Callable[..., Any])

# sender: the application; response: an answer that is given once what the request has done is saved
answering = Namespace().signal("answering")

BIGGEST = 2**63 - 1


class RowNumber(IntegerConverter):
    """A number in an address: one that no database can hold is no page, and not an error of the database."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": BIGGEST} | kwargs)


def row_number(text: str) -> int:
    """A row's number in a query or a form: `request.args.get("department", type=row_number)`.

    Raises ValueError, which `get` takes as nothing, for what no row can have.
    """
    number = int(text)
    if not 0 < number <= BIGGEST:
        raise ValueError("no row has this number")
    return number


def writes(view: View) -> View:
    """Declare a view that writes although it is asked by GET, such as where somebody comes back from a provider.

    Its transaction begins as a writing one. It has to take care by itself that nobody is led to it from elsewhere.
    """
    view.writes = True  # type: ignore[attr-defined]
    return view


class Application(Flask):
    """Flask, with the order of a request: check access, act, commit; roll back before an error is shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url_map.converters["int"] = RowNumber

    def full_dispatch_request(self) -> Response:
        """Begin a transaction that fits the method, and end it whatever happens.

        Commands and tests may hold one context over several requests; what one of them remembered ends with it.
        """
        for name in list(g):
            g.pop(name)
        view = self.view_functions.get(request.endpoint or "")
        writing(request.method not in SAFE or (request.method == "GET" and getattr(view, "writes", False)))
        try:
            return super().full_dispatch_request()
        finally:
            writing(False)

    def log_exception(self, exc_info: Any) -> None:
        """Log what broke by the rule of its address: the address itself may hold the secret of a mailed link."""
        rule = request.url_rule.rule if request.url_rule else request.path
        self.logger.error("Exception on %s [%s]", rule, request.method, exc_info=exc_info)

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view behind its door; commit what a successful answer has done."""
        if request.routing_exception is None and request.url_rule is not None:
            check_access(self.view_functions[request.url_rule.endpoint])
        response = make_response(super().dispatch_request())
        if response.status_code < 400:
            answering.send(self, response=response)
            db.session.commit()
        else:
            db.session.rollback()
        return response

    def handle_user_exception(self, e: Exception) -> Any:
        """Undo everything before the error page reads from the database again."""
        db.session.rollback()
        writing(False)
        g.pop("actor", None)
        return super().handle_user_exception(e)
