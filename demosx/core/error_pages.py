"""Every error as a page that says what happened, what was kept and what to do."""

from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from . import pending, pending_done
from .errors import DomainError, StepNeeded
from .permissions import Actor
from .resident_numbers import ResidentNumberRefused, form_holds_resident_number, without_resident_numbers
from .security import local_path
from .web import SAFE

UNSEEN_FIELDS = frozenset(
    "rule back next process_key revision parent what more seen foreseen confirm code credential "
    "pending_act pending_back draft_name draft draft_revision window sent_anyway do then "
    "contact_meant quotes stance choice area district group department_id latitude longitude template texts".split()
)
FIELD_NAMES = {
    "title": _l("Title"),
    "body": _l("Text"),
    "reason": _l("Reason"),
    "reasons": _l("Reasons"),
    "note": _l("Note"),
    "question": _l("Question"),
    "summary": _l("Plain summary"),
    "context": _l("Context"),
    "place": _l("Place"),
    "group_name": _l("For a group"),
    "nickname": _l("Nickname"),
    "email": _l("E-mail"),
    "done": _l("What have you added or changed?"),
    "addition": _l("Addition"),
    "answer": _l("Your answer"),
    "why": _l("Why should it be shown again?"),
    "name": _l("Name"),
    "wishes": _l("What we should know"),
    "contact": _l("E-mail or telephone"),
}
NOT_TYPED = frozenset({"", "y"})  # nothing, and a tick
SECRET_WORDS = ("password", "token")
SHOWN = frozenset({400, 401, 403, 404, 409, 413, 422, 429, 500, 503})


def kept_input() -> list[tuple[str, str]]:
    """What was typed in this request, to be given back on an error page: what each field is called, and its text.

    Without secrets, without what forms hold that nobody types, and without resident registration numbers.
    """
    if request.method in SAFE or request.mimetype not in (
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ):
        return []
    try:
        items = list(request.form.items(multi=True))
    except HTTPException:
        return []
    typed = [
        (name, value) for name, value in items if value.strip() not in NOT_TYPED and name not in UNSEEN_FIELDS
    ]
    return [
        (_field_name(name), without_resident_numbers(value)) for name, value in typed if not _is_secret(name)
    ]


def _is_secret(name: str) -> bool:
    """Whether a field holds a secret, by its name: also one that a plugin has added."""
    return any(word in name.casefold() for word in SECRET_WORDS)


def _field_name(name: str) -> str:
    """What a field is called on the page; a row of a list of forms is called by its own field, such as 2-title."""
    return str(FIELD_NAMES.get(name.rpartition("-")[2], name))


def page(status: int, message: str = "", code: str = "") -> Response:
    """The error page of a status; a status without one of its own gets its class's."""
    shown = status if status in SHOWN else (500 if status >= 500 else 400)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return make_response({"error": code or str(status), "message": message}, status)
    kept = kept_input() if status < 500 or status == 503 else []
    again = pending_done.again() if status >= 500 else ""
    return make_response(
        render_template(f"errors/{shown}.html", message=message, kept=kept, again=again), status
    )


def init_app(app: Flask) -> None:
    """Register one handler for each family of errors."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(pending_done.NotWaiting, _not_waiting)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(NoConnection, _database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _broken)


def _domain(error: DomainError) -> Response:
    if isinstance(error, StepNeeded) and _by_a_person():
        back = request.full_path.rstrip("?") if request.method in SAFE else _referring_path()
        step: dict[str, Any] = {**error.query}

        def lead(onto: str) -> Response:
            return make_response(redirect(url_for(error.endpoint, **{**step, "next": onto})))

        try:
            led = pending.keep(back, lead) if pending.keepable() else lead(back)
        except (OperationalError, NoConnection) as busy:
            return _database(busy)
        if led is not None:
            return led
        if form_holds_resident_number([value for _name, value in request.form.items(multi=True)]):
            return _domain(ResidentNumberRefused())
    return page(error.status, str(error), error.code)


def _not_waiting(error: pending_done.NotWaiting) -> Response:
    """What was written is given back; a mere press leads to where it can be made once more."""
    kept = kept_input()
    if not kept:
        flash(str(error))
        return make_response(redirect(error.back))
    shown = render_template("errors/not_waiting.html", message=str(error), kept=kept, back=error.back)
    return make_response(shown, error.status)


def _by_a_person() -> bool:
    """Whether a page would be read: a script is told what is missing, and not led anywhere."""
    return bool(request.accept_mimetypes.accept_html) and "Authorization" not in request.headers


def _referring_path() -> str:
    """The page on which a form was sent; the one that it belongs to after a step, and the first where none is said."""
    if pending.BACK in request.form:
        return local_path(request.form[pending.BACK])
    referrer, here = request.referrer or "", request.host_url
    return local_path(referrer.removeprefix(here.rstrip("/"))) if referrer.startswith(here) else "/"


def _csrf(error: CSRFError) -> Response:
    return page(
        400, _("This form was open for too long. What you typed is kept below; please send it again."), "csrf"
    )


def _database(error: OperationalError | NoConnection) -> Response:
    current_app.logger.error("the database did not answer: %s", getattr(error, "orig", error))
    _forget_who()
    response = page(503, "", "unavailable")
    response.headers["Retry-After"] = "10"
    return response


def _http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    response = page(error.code or 500, "", error.name.lower().replace(" ", "_"))
    for name, value in error.get_headers(request.environ):
        if name not in response.headers:
            response.headers[name] = value  # such as Allow, without which a 405 is incomplete
    return response


def _broken(error: Exception) -> Response:
    _forget_who()
    return page(500, "", "internal")


def _forget_who() -> None:
    """Take the reader as a visitor, so that the page asks the database for nothing."""
    g.actor = Actor()
