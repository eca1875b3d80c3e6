"""My page, and what somebody changes about their own account."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...core.errors import DomainError, InvalidInput, NotFound, NotSignedIn
from ...core.forms import Form
from ...core.paging import SIZE, page_url
from ...core.permissions import current_actor, public, signed_in
from ...core.security import local_path
from ...core.settings import site
from .. import login, queries, roles, services, throttles
from ..forms import NewEmailForm, PasswordForm, ProfileForm, blame
from ..freshness import require_factor, require_fresh
from ..me import MeSection, me_sections
from ..models import Account
from . import bp

ON_MY_PAGE = 10
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
        name: _fitting(kind(formdata=None, obj=None if name == "email" else account), account)
        for name, kind in FORMS.items()
    }
    if wrong:
        forms[wrong[0]] = wrong[1]
    names = [roles.name_of(given.role) for given in queries.grants_of(account.id)]
    page = render_template(
        "people/account.html", account=account, forms=forms, wrong=wrong[1] if wrong else None, roles=names,
        takes_password=site().sign_in.password,
    )  # fmt: skip
    return page, 422 if wrong else 200


def _fitting(form: Form, account: Account) -> Form:
    """The form, without the present password where the account has none."""
    if account.password_hash is None and "password" in form:
        del form.password
    return form


@bp.get("/me")
@signed_in
def me() -> ResponseReturnValue:
    """My page: the parts that the rooms add."""
    actor = current_actor()
    assert actor.id is not None
    sections = [(part.template, _shown(part, actor.id)) for part in me_sections()]
    return render_template("people/me.html", nickname=actor.nickname, sections=sections)


def _shown(part: MeSection, account_id: int) -> Mapping[str, Any]:
    """What a part shows on my page: of a list how it begins, with the address of all of it where there is more."""
    if part.load is not None:
        return part.load(account_id)
    assert part.pages is not None
    values, page = part.pages(account_id, None, ON_MY_PAGE)
    return {**values, "all": url_for("people.my_list", part=part.name)} if page.next else values


@bp.get("/me/all/<part>")
@signed_in
def my_list(part: str) -> ResponseReturnValue:
    """All of one list of my page."""
    number = current_actor().id
    found = next((one for one in me_sections() if one.name == part and one.pages), None)
    if number is None or found is None or found.pages is None:
        raise NotFound()
    values, page = found.pages(number, request.args.get("page"), SIZE)
    return render_template(
        "people/my_list.html",
        template=found.template,
        mine=values,
        next_url=page_url(page.next),
        previous_url=page_url(page.previous),
    )


@bp.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """The account's settings."""
    return _account_page()


@bp.post("/account/<any(profile, email, password):what>")
@signed_in
def change(what: str) -> ResponseReturnValue:
    """Change one thing about one's own account. Who has no password proves in another way who they are."""
    form = _fitting(FORMS[what](), _my_account())
    if what != "profile":
        require_factor()  # who knows only the password of staff does not take the account over with it
    if not form.validate_on_submit():
        return _account_page((what, form))
    if what != "profile" and "password" not in form:
        require_fresh()
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
    services.change_email(account, form.text("email"), _present_password(form))


def _password(account: Account, form: Form) -> None:
    throttles.before_proof(account.id)
    present = login.present_secret()
    services.change_password(account, _present_password(form), form.text("new_password"), keep=present)
    login.stay_in()


def _present_password(form: Form) -> str | None:
    return form.text("password") if "password" in form else None


_CHANGES: dict[str, tuple[Callable[[Account, Form], None], object]] = {
    "profile": (_profile, _l("Your changes are saved.")),
    "email": (_email, _l("We have sent a letter to the new address. Please open the link in it.")),
    "password": (_password, _l("Your password is changed. You are signed out on every other device.")),
}
