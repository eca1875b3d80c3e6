"""How somebody signs in, and where they are signed in."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import NotFound
from ...core.permissions import current_actor, signed_in
from ...people import login, queries
from ...people.services import sign_out_everywhere, sign_out_one
from ..factor_queries import factors_of, needs_factor
from ..factor_services import remove_app, renew_recovery_codes
from ..passkey_site import offered
from ..session_words import words_of
from . import bp
from .own import my_account, require_owner


@bp.get("/account/security")
@signed_in
def security() -> ResponseReturnValue:
    """Second factors, passkeys, recovery codes and sessions."""
    account, here = my_account(), login.present()
    return render_template(
        "identity/security.html",
        account=account,
        factors=factors_of(account.id),
        needed=needs_factor(current_actor()),
        offered=offered(),
        sessions=[(row, words_of(row)) for row in queries.sessions_of(account.id)],
        here=here.id if here else None,
    )


@bp.post("/account/security/app/remove")
@signed_in
def drop_app() -> ResponseReturnValue:
    """Remove the authenticator app."""
    account = my_account()
    if factors_of(account.id).app is None:
        raise NotFound()
    require_owner(account)
    remove_app(account, current_actor(), login.present_secret())
    login.stay_in()
    flash(_("The authenticator app is removed."), "success")
    return redirect(url_for("identity.security"))


@bp.post("/account/security/codes")
@signed_in
def new_codes() -> ResponseReturnValue:
    """Make new recovery codes, and show them this once."""
    account = my_account()
    if not factors_of(account.id).number:
        raise NotFound()
    require_owner(account)
    codes = renew_recovery_codes(account)
    return render_template(
        "identity/codes.html", codes=codes, back=url_for("identity.security"), onward=False
    )


@bp.post("/account/security/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out on another device."""
    if not sign_out_one(my_account().id, session_id):
        raise NotFound()
    flash(_("That device is signed out."), "success")
    return redirect(url_for("identity.security"))


@bp.post("/account/security/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    sign_out_everywhere(my_account().id, but=login.present_secret())
    flash(_("You are signed out on every other device."), "success")
    return redirect(url_for("identity.security"))
