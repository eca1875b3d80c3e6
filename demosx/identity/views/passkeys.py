"""Signing in with a passkey, and adding and removing one's own."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import DomainError, NotFound
from ...core.limits import address, check, count
from ...core.pending import onward
from ...core.permissions import current_actor, public, signed_in
from ...core.security import local_path
from ...people import login, queries
from ...people.browsers import called
from ...people.errors import SignInRefused
from ...people.models import Account
from ...people.services import admit
from ...people.ways import home_of_person
from ..factor_errors import PasskeyRefused
from ..factor_forms import NewPasskeyForm, PasskeyForm, PasskeyNameForm
from ..factor_services import remove_passkey
from ..passkey_models import Passkey
from ..passkey_site import offered
from . import bp
from .own import arrive_with_factor, my_account, require_owner

REFUSED_FROM_ADDRESS = "300 per hour"


@bp.route("/sign-in/passkey", methods=["GET", "POST"])
@public
def passkey() -> ResponseReturnValue:
    """Come in by a passkey of this site, whoever it belongs to. It verifies its owner, so it is both factors."""
    from .. import passkey_ceremonies as ceremonies  # loaded with the first passkey

    require_offered()
    form, refused = PasskeyForm(), ""
    if request.method != "POST":
        form.next.data = local_path(request.args.get("next"), "")
    elif form.validate_on_submit():
        check("passkey_refused", REFUSED_FROM_ADDRESS, address())
        try:
            shown = ceremonies.shown(form.text("credential"), session)
            secret = admit(_owner(shown), way="passkey", factor=True)
        except (PasskeyRefused, SignInRefused):
            count("passkey_refused", REFUSED_FROM_ADDRESS, address())
            refused = str(PasskeyRefused())
        else:
            login.come_in(secret)
            return redirect(onward(local_path(form.next.data, home_of_person())))
    asked = ceremonies.ask_to_show(session)
    page = render_template("identity/passkey.html", form=form, asked=asked, refused=refused)
    return page, 422 if refused or form.errors else 200


@bp.route("/account/security/passkeys", methods=["GET", "POST"])
@signed_in
def new_passkey() -> ResponseReturnValue:
    """Add a passkey."""
    from .. import passkey_ceremonies as ceremonies  # loaded with the first passkey

    require_offered()
    account = my_account()
    require_owner(account)
    form = NewPasskeyForm()
    if request.method != "POST":
        form.name.data = called(request.user_agent.string)
        form.next.data = local_path(request.args.get("next"), url_for("identity.security"))
    refused = ""
    if form.validate_on_submit():
        keep = login.present_secret()
        try:
            ceremonies.register(account, form.text("name"), form.text("credential"), session, keep)
        except DomainError as error:
            refused = str(error)
        else:
            back = local_path(form.next.data, url_for("identity.security"))
            return arrive_with_factor(account, back, _("The passkey is added."))
    asked = ceremonies.ask_to_register(account, session)
    page = render_template("identity/new_passkey.html", form=form, asked=asked, refused=refused)
    return page, 422 if refused or form.errors else 200


@bp.route("/account/security/passkeys/<int:passkey_id>/name", methods=["GET", "POST"])
@signed_in
def rename_passkey(passkey_id: int) -> ResponseReturnValue:
    """Call one of one's own otherwise. Only its owner reads the name, and nothing depends on it."""
    found = _mine(my_account(), passkey_id)
    form = PasskeyNameForm(obj=found)
    if form.validate_on_submit():
        found.name = form.text("name")
        flash(_("The passkey has its new name."), "success")
        return redirect(url_for("identity.security"))
    page = render_template("identity/passkey_name.html", form=form, name=found.name)
    return page, 422 if form.errors else 200


@bp.post("/account/security/passkeys/<int:passkey_id>/remove")
@signed_in
def drop_passkey(passkey_id: int) -> ResponseReturnValue:
    """Remove one of one's own."""
    account = my_account()
    found = _mine(account, passkey_id)
    require_owner(account)
    remove_passkey(account, current_actor(), found, login.present_secret())
    login.stay_in()
    flash(_("The passkey is removed."), "success")
    return redirect(url_for("identity.security"))


def require_offered() -> None:
    """Raise NotFound where the site takes no passkeys."""
    if not offered():
        raise NotFound()


def _mine(account: Account, passkey_id: int) -> Passkey:
    found = db.session.get(Passkey, passkey_id)
    if found is None or found.account_id != account.id:
        raise NotFound()
    return found


def _owner(shown: Passkey) -> Account:
    account = queries.account(shown.account_id)
    if account is None:
        raise PasskeyRefused()
    return account
