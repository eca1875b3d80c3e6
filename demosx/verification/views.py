"""The pages on which somebody shows who they are."""

import time

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.db import let_go
from ..core.errors import DomainError, NotFound, NotSignedIn
from ..core.mail import link
from ..core.pending import onward
from ..core.permissions import current_actor, signed_in
from ..core.security import local_path, new_secret
from ..core.web import writes
from ..people import login
from ..people.models import Account
from ..people.queries import account as account_by_id
from ..plugins import VerificationCheck, Verified
from . import checks, queries, services, throttles
from .errors import AnswerRefused
from .forms import WithoutResidentNumbers, form_of

bp = Blueprint("verification", __name__)

SENT = "verification_sent"  # in the session: which check, with which state, since when, and where to go on
PATIENCE = 30 * 60  # seconds that somebody may take at a service


@bp.get("/account/verification")
@signed_in
def choose() -> str:
    """Why it is asked who somebody is, the ways there are, what is kept, and how it stands."""
    held = queries.verification_of(_me().id)
    return render_template(
        "verification/choose.html",
        held=held,
        method=checks.label_of(held.method) if held else "",
        ways=[one for one in checks.checks() if one.offered()],
        next=_next(),
        onto=onward(_next()) if held and _next() else "",
    )


@bp.get("/account/verification/<check>", endpoint="form")
@signed_in
def form_of_check(check: str) -> ResponseReturnValue:
    """What a check asks for."""
    asked = _check(check)
    return _form_page(asked, form_of(asked)) if asked.fields() else redirect(url_for(".choose", next=_next()))


@bp.post("/account/verification/<check>")
@signed_in
def submit(check: str) -> ResponseReturnValue:
    """Compare what was typed. What was wrong counts, what was right does not.

    The check is asked while no transaction is open: it may ask a service, and that may be slow.
    """
    asked, number = _check(check), _me().id
    if not asked.fields():
        raise NotFound()
    throttles.before_check(number)
    form = form_of(asked)
    if not form.validate():
        return _form_page(asked, form)
    typed = {one.name: form.text(one.name) for one in asked.fields()}
    let_go()
    try:
        found = asked.submit(typed)
        services.verify(_me(), asked.name, found)
    except DomainError as error:
        throttles.after_wrong(number)
        next(field for field in form if field.name != "csrf_token").errors = [str(error)]
        return _form_page(asked, form)
    return _go_on(_next())


@bp.get("/account/verification/<check>/start")
@signed_in
def start(check: str) -> ResponseReturnValue:
    """Go to a service. What it answers has to hold the state that only this browser has."""
    service = _check(check)
    if service.start is None:
        raise NotFound()
    state = new_secret()
    session[SENT] = {"check": check, "state": state, "at": int(time.time()), "next": _next()}
    let_go()  # it may have to announce somebody there
    return redirect(service.start(link("verification.back", check=check), state))


@bp.get("/account/verification/<check>/back")
@signed_in
@writes
def back(check: str) -> ResponseReturnValue:
    """Come back from a service, with its answer. As in `submit`, the service may be asked once more before we write."""
    service, sent = _check(check), session.pop(SENT, None)
    if service.finish is None:
        raise NotFound()
    try:
        found = _answered(service, sent)
        services.use_answer(str(sent["state"]) if sent else "")
        services.verify(_me(), service.name, found)
    except DomainError as error:
        flash(str(error), "danger")
        return redirect(url_for(".choose", next=local_path((sent or {}).get("next"), "")))
    return _go_on(local_path(sent["next"], "") if sent else "")


def _answered(check: VerificationCheck, sent: dict[str, str | int] | None) -> Verified:
    """What the service says, where it was asked from this browser a short while ago. No transaction is open then."""
    if not sent or sent["check"] != check.name or time.time() - int(sent["at"]) > PATIENCE:
        raise AnswerRefused()
    assert check.finish is not None
    let_go()
    return check.finish(request.args.to_dict(), str(sent["state"]))


def _go_on(path: str) -> ResponseReturnValue:
    """Go on with what this was needed for. What may be done here has changed, so the session has a new secret."""
    login.stay_in()
    flash(_("We know now that it is you. Thank you."), "success")
    return redirect(onward(path or url_for(".choose")))


def _form_page(check: VerificationCheck, form: WithoutResidentNumbers) -> ResponseReturnValue:
    several = sum(one.offered() for one in checks.checks()) > 1
    page = render_template("verification/form.html", check=check, form=form, next=_next(), several=several)
    return page, 422 if form.errors else 200


def _check(name: str) -> VerificationCheck:
    found = checks.check_called(name)
    if found is None:
        raise NotFound()
    return found


def _me() -> Account:
    number = current_actor().id
    account = account_by_id(number) if number is not None else None
    if account is None:
        raise NotSignedIn()
    return account


def _next() -> str:
    return local_path(request.values.get("next"), "")
