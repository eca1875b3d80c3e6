"""The texts that people agree to, for everybody to read; agreeing, and taking it back."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.errors import NotFound, NotSignedIn
from ..core.i18n import language
from ..core.pending import onward
from ..core.permissions import current_actor, public, signed_in
from ..core.security import local_path
from . import hurdle, queries, services, terms, wording
from .fields import AgreementFields
from .models import PRIVACY, TERMS, WHAT

LEAVING = "privacy.leave"  # of a room above

bp = Blueprint("consent", __name__)


@bp.get("/terms", endpoint="terms", defaults={"what": TERMS, "day": ""})
@bp.get("/terms/<day>", endpoint="terms_of", defaults={"what": TERMS})
@bp.get("/privacy", endpoint="privacy", defaults={"what": PRIVACY, "day": ""})
@bp.get("/privacy/<day>", endpoint="privacy_of", defaults={"what": PRIVACY})
@public
def text(what: str, day: str) -> str:
    """A text as it holds today, or the version of a day, with the list of all versions."""
    days = terms.versions(what)
    chosen = next((one for one in days if one.isoformat() == day), None) if day else terms.present(what)
    found = terms.text_of(what, chosen, language()) if chosen else None
    if found:
        title, body = wording.shown(found)
    else:
        made = wording.made_notice() if what == PRIVACY and not day else None
        if made is None:
            raise NotFound()
        title, body = wording.parts(made, what)
    return render_template(
        "consent/text.html", what=what, title=title, body=body, day=chosen, now=terms.present(what),
        today=terms.today(), coming=terms.coming(what), versions=days[::-1],
        other_language=found is not None and found.language != language(),
    )  # fmt: skip


@bp.route("/agree", methods=["GET", "POST"])
@signed_in
def agree() -> ResponseReturnValue:
    """Say whether one agrees to what has changed, or was never asked; then go on with what this was needed for."""
    actor = current_actor()
    political = request.values.get("political") == "1"
    onto = local_path(request.values.get("next"), "")
    open_questions = hurdle.missing(actor, political=political)
    if not open_questions:
        return redirect(onward(onto or url_for("home.index")))
    form = AgreementFields(ask=open_questions)
    if form.validate_on_submit():
        services.answer(_me(), form.answers())
        return redirect(onward(onto or url_for("home.index")))
    said = {one.what: one.given for one in reversed(queries.answers_of(_me()))}  # the last word on each
    rows = [_change(what, actor.agreed.get(what), said.get(what)) for what in open_questions]
    page = render_template("consent/agree.html", form=form, rows=rows, next=onto, political=political)
    return page, 422 if form.errors else 200


@bp.get("/account/agreements")
@signed_in
def agreements() -> str:
    """What I have agreed to, since when, and how to take it back."""
    agreed, asked = current_actor().agreed, terms.asked()
    rows = [
        {"what": what, "name": str(wording.AGREED_TO[what]), "version": agreed.get(what), "given": what in agreed,
         "old": what in agreed and what in asked and agreed[what] != asked[what]}
        for what in WHAT if what in agreed or what in asked or what == "news"
    ]  # fmt: skip
    answers = queries.answers_of(_me())
    leave = url_for(LEAVING) if LEAVING in current_app.view_functions else ""
    return render_template(
        "consent/agreements.html",
        rows=rows,
        answers=answers,
        names=wording.AGREED_TO,
        leave=leave,
        told=terms.version_told,
    )


@bp.post("/account/agreements/<any(sensitive, news):what>")
@signed_in
def change(what: str) -> ResponseReturnValue:
    """Agree, or take it back. What an account cannot be without is taken back by leaving."""
    given = request.form.get("agree") == "1"
    services.answer(_me(), {what: terms.asked()["sensitive"] if given else None})
    flash(_("Your agreement is noted.") if given else _("Your agreement is taken back."), "success")
    return redirect(url_for(".agreements"))


def _me() -> int:
    number = current_actor().id
    if number is None:
        raise NotSignedIn()
    return number


def _change(what: str, before: str | None, said: bool | None) -> dict[str, object]:
    """What is new about a text: the version that somebody has agreed to, and the present one. `said` is the last
    answer, which may have taken the agreement back."""
    of = TERMS if what == TERMS else PRIVACY
    known = {day.isoformat(): day for day in terms.versions(of)}
    return {
        "name": str(wording.AGREED_TO[what]),
        "text": of,
        "before": known.get(before or ""),
        "asked_before": before is not None,
        "taken_back": said is False,
        "now": terms.present(of),
    }
