"""How I am told: kinds of news, how often, and by what; the browsers and the telephone number that show it."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db, transaction, writing
from ...core.errors import TooMany
from ...core.limits import throttle
from ...core.permissions import current_actor, public, signed_in
from ...people.browsers import called
from ...people.models import Account
from .. import push, queries, services, texting
from ..forms import BrowserForm, CodeForm, NumberForm, SettingsForm
from ..kinds import DUTIES, HINTS, LABELS, MAIL, PUSH, TEXT, WAY_LABELS, Choice
from ..services import browsers, telephone
from . import bp
from .inbox import me

CODES = "5 per day"
CODES_FROM_ALL = "500 per day"


@bp.get("/account/notifications")
@signed_in
def settings() -> ResponseReturnValue:
    """The settings as they are."""
    return _page(me())


@bp.post("/account/notifications")
@signed_in
def change_settings() -> ResponseReturnValue:
    """Choose."""
    account = me()
    before = _choices(account)
    form = SettingsForm(before, _ways(account))
    if not form.validate_on_submit():
        return _page(account, settings=form)
    services.choose(account.id, form.chosen(before))
    flash(_("Saved. That is how we tell you from now on."), "success")
    return redirect(url_for("notifications.settings"))


def _choices(account: Account) -> dict[str, Choice]:
    """How this person is told each kind of news that can come to them: duties come to staff, and to who owes one."""
    known, actor = queries.choices_of(account.id), current_actor()
    if not (actor.is_staff or actor.held_back or queries.owes_something(account.id)):
        del known[DUTIES]
    return known


def _ways(account: Account) -> tuple[str, ...]:
    """By what this person can be told now."""
    number = queries.number_of(account.id)
    open_ways = {
        MAIL: account.email is not None,
        PUSH: push.offered(),
        TEXT: texting.sender() is not None and number is not None and number.confirmed_at is not None,
    }
    return tuple(way for way, is_open in open_ways.items() if is_open)


def _page(account: Account, **forms: Any) -> ResponseReturnValue:
    """All of it; the form that came back wrong keeps what was typed."""
    ways, choices = _ways(account), _choices(account)
    wrong = next(iter(forms.values()), None)
    sender = texting.sender()
    shown = {
        "settings": SettingsForm(choices, ways, formdata=None),
        "number": NumberForm(formdata=None),
        "code": CodeForm(formdata=None),
    } | forms
    page = render_template(
        "notifications/settings.html", account=account, forms=shown, wrong=wrong, kinds=choices, labels=LABELS,
        hints=HINTS, ways=ways, way_labels=WAY_LABELS, push_key=push.public_key() if push.offered() else "",
        browsers=queries.subscriptions_of(account.id), texts=sender is not None,
        number=queries.number_of(account.id) if sender is not None else None,
        browser_form=BrowserForm(formdata=None),
    )  # fmt: skip
    return page, 422 if wrong is not None else 200


@bp.get("/push-worker.js")
@public
def push_worker() -> Response:
    """The script that shows notices while no page is open: from the top of the site, which is its scope."""
    response = Response(render_template("notifications/push_worker.js"), mimetype="text/javascript")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@bp.post("/account/notifications/browser")
@signed_in
def add_browser() -> ResponseReturnValue:
    """Let this browser show my notices: what its script has asked it for."""
    form, account = BrowserForm(), me()
    if not push.offered() or not form.validate_on_submit():
        raise browsers.BrowserUnknown()
    words = (form.text("endpoint"), form.text("p256dh"), form.text("auth"))
    browsers.add_browser(account.id, *words, called(request.user_agent.string))
    flash(_("This device shows notices now."), "success")
    return redirect(url_for("notifications.settings", _anchor="push"))


@bp.post("/account/notifications/browser/<int:id>/remove")
@signed_in
def remove_browser(id: int) -> ResponseReturnValue:
    """Let a browser show my notices no more."""
    browsers.remove_browser(me().id, id)
    flash(_("That browser shows no more notices."), "success")
    return redirect(url_for("notifications.settings", _anchor="push"))


@bp.post("/account/notifications/telephone")
@signed_in
def ask_number() -> ResponseReturnValue:
    """Send a code to a number."""
    account, form = me(), NumberForm()
    if texting.sender() is None or not form.validate_on_submit():
        return _page(account, number=form)
    throttle("text_code", CODES, str(account.id))
    throttle("text_code_all", CODES_FROM_ALL)
    try:
        telephone.ask_number(account.id, form.text("telephone"))
    except telephone.NumberWrong:
        form.telephone.errors = [_("This is not a mobile number. Please write it such as 010-1234-5678.")]
        return _page(account, number=form)
    flash(_("We have sent a code there. Please type it in within ten minutes."))
    return redirect(url_for("notifications.settings", _anchor="telephone"))


@bp.post("/account/notifications/telephone/code")
@signed_in
def confirm_number() -> ResponseReturnValue:
    """Take the code."""
    account, form = me(), CodeForm()
    if not form.validate_on_submit():
        return _page(account, code=form)
    number = account.id
    try:
        with transaction():
            telephone.count_try(number)
        writing()
        telephone.confirm_number(number, form.text("code"))
    except (telephone.CodeWrong, TooMany) as wrong:
        db.session.rollback()
        again = _("Too many wrong codes. Please ask for a new one.")
        other = _("This is not the code, or its time is over.")
        form.code.errors = [again if isinstance(wrong, TooMany) else other]
        return _page(me(), code=form)
    flash(_("Your number is confirmed. Choose above what we tell you by text message."), "success")
    return redirect(url_for("notifications.settings", _anchor="telephone"))


@bp.post("/account/notifications/telephone/remove")
@signed_in
def remove_number() -> ResponseReturnValue:
    """Forget the number."""
    telephone.remove_number(me().id)
    flash(_("Your number is deleted."), "success")
    return redirect(url_for("notifications.settings", _anchor="telephone"))
