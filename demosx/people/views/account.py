"""My page, and what somebody changes about their own account."""

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...core.errors import DomainError, InvalidInput, NotSignedIn
from ...core.forms import Form
from ...core.permissions import current_actor, public, signed_in
from ...core.security import local_path
from ...core.settings import site
from .. import login, queries, roles, services, throttles
from ..forms import NewEmailForm, PasswordForm, ProfileForm, blame
from ..me import me_sections
from ..models import Account
from . import bp

FORMS: dict[str, type[Form]] = {
    "profile": ProfileForm,
    "email": NewEmailForm,
    "password": PasswordForm,
}


def _my_account() -> Account:
    number = current_actor().id
    account = queries.account(number) if number is not None else None
    if account is None:
        raise NotSignedIn()
    return account


def _account_page(wrong: tuple[str, Form] | None = None) -> ResponseReturnValue:
    """All forms of the account; the one that came back wrong keeps what was typed."""
    account = _my_account()
    forms = {
        name: kind(formdata=None, obj=None if name == "email" else account) for name, kind in FORMS.items()
    }
    if wrong:
        forms[wrong[0]] = wrong[1]
    names = [roles.name_of(given.role) for given in queries.grants_of(account.id)]
    page = render_template(
        "people/account.html", account=account, forms=forms, wrong=wrong[1] if wrong else None, roles=names
    )
    return page, 422 if wrong else 200


@bp.get("/me")
@signed_in
def me() -> ResponseReturnValue:
    """My page: the parts that the rooms add."""
    account = _my_account()
    sections = [(part.template, part.load(account.id)) for part in me_sections()]
    return render_template("people/me.html", account=account, sections=sections)


@bp.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """The account's settings."""
    return _account_page()


@bp.post("/account/<any(profile, email, password):what>")
@signed_in
def change(what: str) -> ResponseReturnValue:
    """Change one thing about one's own account."""
    form = FORMS[what]()
    if not form.validate_on_submit():
        return _account_page((what, form))
    act, said = _CHANGES[what]
    try:
        act(_my_account(), form)
    except DomainError as error:
        blame(form, error)
        return _account_page((what, form))
    flash(str(said), "success")
    response = make_response(redirect(url_for("people.account")))
    return login.remember_language(response, form.text("language")) if what == "profile" else response


@bp.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session, this one too."""
    services.sign_out_everywhere(_my_account().id)
    login.go_out()
    flash(_("You are signed out on every device."))
    return redirect(url_for("people.sign_in"))


@bp.route("/language", methods=["GET", "POST"])
@public
def language() -> ResponseReturnValue:
    """Read the site in another language, from this page on. A POST also makes it the language of letters."""
    chosen = request.values.get("language", "")
    if chosen not in site().languages:
        raise InvalidInput()
    if request.method == "POST" and current_actor().signed_in:
        services.change_language(_my_account(), chosen)
    response = make_response(redirect(local_path(request.values.get("next"))))
    return login.remember_language(response, chosen)


def _profile(account: Account, form: Form) -> None:
    services.change_nickname(account, form.text("nickname"))
    services.change_language(account, form.text("language"))
    services.change_district(account, form.text("district") if "district" in form else None)


def _email(account: Account, form: Form) -> None:
    throttles.before_proof(account.id)
    throttles.before_letter(form.text("email"))
    services.change_email(account, form.text("email"), form.text("password"))


def _password(account: Account, form: Form) -> None:
    throttles.before_proof(account.id)
    services.change_password(account, form.text("password"), form.text("new_password"), keep=None)
    login.come_in(services.admit(account))


_CHANGES: dict[str, tuple[Callable[[Account, Form], None], object]] = {
    "profile": (_profile, _l("Your changes are saved.")),
    "email": (_email, _l("We have sent a letter to the new address. Please open the link in it.")),
    "password": (_password, _l("Your password is changed. You are signed out on every other device.")),
}
