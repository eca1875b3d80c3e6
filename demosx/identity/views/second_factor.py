"""Showing the second factor, after which the roles of staff count in this session; and setting one up."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import DomainError
from ...core.pending import onward
from ...core.permissions import current_actor, signed_in
from ...core.security import local_path
from ...people import login
from ..factor_errors import TooManyCodes, WrongCode
from ..factor_forms import CodeForm, PasskeyForm, RecoveryForm
from ..factor_queries import factors_of, needs_factor
from ..factor_services import set_up_app, show_code
from ..passkey_site import offered
from . import bp
from .app_key import key_in_hand, picture
from .own import arrive_with_factor, my_account, require_owner
from .passkeys import require_offered

LONGEST = 100  # characters of what somebody types for a code


@bp.route("/second-factor", methods=["GET", "POST"])
@signed_in
def second_factor() -> ResponseReturnValue:
    """Show a code of the app or a recovery code, then go on to where one was going."""
    back = local_path(request.values.get("next"))
    if not current_actor().held_back:
        return redirect(onward(back))
    account = my_account()
    factors = factors_of(account.id)
    if not factors.number:
        return redirect(url_for("identity.set_up", next=back))
    form = (RecoveryForm if "recovery" in request.form else CodeForm)()
    if form.validate_on_submit():
        try:
            show_code(account, form.text("code")[:LONGEST])
        except (WrongCode, TooManyCodes) as error:
            form.code.errors = [str(error)]
            return _ask(back, form), error.status
        login.stay_in(factor=True)
        return redirect(onward(back))
    return _ask(back, form), 422 if form.errors else 200


@bp.post("/second-factor/passkey")
@signed_in
def second_factor_passkey() -> ResponseReturnValue:
    """Show one of one's own passkeys, then go on."""
    from ..passkey_ceremonies import shown  # loaded with the first passkey

    require_offered()
    account, form = my_account(), PasskeyForm()
    back = local_path(form.next.data)
    try:
        shown(form.text("credential"), session, of=account.id)
    except DomainError as error:
        return _ask(back, refused=str(error)), 422
    login.stay_in(factor=True)
    return redirect(onward(back))


@bp.route("/account/security/set-up", methods=["GET", "POST"])
@signed_in
def set_up() -> ResponseReturnValue:
    """Set up an app that makes codes, or go on to a passkey. For whoever has a role that takes a second factor."""
    if not needs_factor(current_actor()):
        return redirect(url_for("identity.security"))
    account = my_account()
    require_owner(account)
    form = CodeForm()
    back = local_path(request.values.get("next"), url_for("identity.security"))
    key = key_in_hand(account.id)
    status = 200
    if form.validate_on_submit():
        try:
            set_up_app(account, key, form.text("code")[:LONGEST], keep=login.present_secret())
        except (WrongCode, TooManyCodes) as error:
            form.code.errors, status = [str(error)], error.status
        else:
            return arrive_with_factor(account, back, _("The authenticator app is set up."))
    form.next.data = back
    groups = [key[start : start + 4] for start in range(0, len(key), 4)]
    page = render_template(
        "identity/set_up.html", form=form, picture=picture(account, key), groups=groups, back=back,
        passkeys=offered(), replaces=factors_of(account.id).app is not None,
    )  # fmt: skip
    return page, status if status != 200 else 422 if form.errors else 200


def _ask(back: str, form: CodeForm | RecoveryForm | None = None, refused: str = "") -> str:
    """The page, with the form that came back wrong."""
    factors = factors_of(my_account().id)
    forms = {
        "code": CodeForm(formdata=None),
        "recovery": RecoveryForm(formdata=None),
        "passkey": PasskeyForm(formdata=None),
    }
    if form is not None:
        forms["recovery" if isinstance(form, RecoveryForm) else "code"] = form
    for one in forms.values():
        one.next.data = back
    asked = None
    if factors.passkeys:
        from ..passkey_ceremonies import ask_to_show

        asked = ask_to_show(session, factors.passkeys)
    return render_template(
        "identity/second_factor.html", forms=forms, factors=factors, asked=asked, wrong=form, refused=refused
    )
