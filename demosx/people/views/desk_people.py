"""The desk's pages about accounts: who there is, who may do what, who is kept out."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import DomainError, NotFound
from ...core.i18n import language
from ...core.permissions import current_actor, needs
from ...core.text import clean
from .. import login, queries, roles, services
from ..forms import GrantForm, PersonForm, blame
from ..models import Account, Department, RoleGrant
from ..names import check_email, check_nickname
from . import bp


def _person(account_id: int) -> Account:
    account = queries.account(account_id)
    if account is None or account.left_at is not None:
        raise NotFound()
    return account


def _person_page(account: Account, form: GrantForm) -> ResponseReturnValue:
    page = render_template(
        "people/desk_person.html", account=account, grants=queries.grants_of(account.id), form=form,
        name_of=roles.name_of,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.get("/desk/people")
@needs("people:see")
def desk_people() -> ResponseReturnValue:
    """Accounts, newest first; the search looks at the beginning of addresses and nicknames."""
    search = request.args.get("q", "")[:254].replace("\0", "")
    page = queries.people(search, request.args.get("at"))
    return render_template(
        "people/desk_people.html",
        page=page,
        grants=queries.grants_of_many([account.id for account in page.items]),
        search=search,
        name_of=roles.name_of,
    )


@bp.route("/desk/people/new", methods=["GET", "POST"])
@needs("people:grant")
def desk_new_person() -> ResponseReturnValue:
    """Make an account for somebody of the office and mail the link by which they choose a password."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            account = services.create_account(
                check_nickname(form.text("nickname"), reserved=False),
                email=check_email(form.text("email")),
                language=language(),
                confirmed=False,
            )
            services.invite(account)
        except DomainError as error:
            blame(form, error)
        else:
            flash(_("The account is made. A letter with a link for the password is on its way."), "success")
            return redirect(url_for("people.desk_person", account_id=account.id))
    return render_template("people/desk_new_person.html", form=form), 422 if form.errors else 200


@bp.get("/desk/people/<int:account_id>")
@needs("people:see")
def desk_person(account_id: int) -> ResponseReturnValue:
    """One account, its roles, and what can be done."""
    return _person_page(_person(account_id), GrantForm(formdata=None))


@bp.post("/desk/people/<int:account_id>/grants")
@needs("people:grant")
def desk_grant(account_id: int) -> ResponseReturnValue:
    """Give a role."""
    account, form = _person(account_id), GrantForm()
    if not form.validate_on_submit():
        return _person_page(account, form)
    try:
        services.grant(
            account,
            form.role.data,
            department=db.session.get(Department, form.department.data) if form.department.data else None,
            panel=form.panel.data or None,
            begins_on=form.begins_on.data,
            ends_on=form.ends_on.data,
            by=current_actor(),
        )
    except DomainError as error:
        blame(form, error)
        return _person_page(account, form)
    _stay_in(account)
    flash(_("The role is given."), "success")
    return redirect(url_for("people.desk_person", account_id=account.id))


@bp.post("/desk/people/<int:account_id>/grants/<int:grant_id>/revoke")
@needs("people:grant")
def desk_revoke(account_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role back."""
    account, given = _person(account_id), db.session.get(RoleGrant, grant_id)
    if given is None or given.account_id != account.id:
        raise NotFound()
    services.revoke(given, current_actor(), clean(request.form.get("reason", ""))[:1000])
    _stay_in(account)
    flash(_("The role is taken back."), "success")
    return redirect(url_for("people.desk_person", account_id=account.id))


@bp.post("/desk/people/<int:account_id>/<any(suspend, unsuspend):what>")
@needs("people:grant")
def desk_suspend(account_id: int, what: str) -> ResponseReturnValue:
    """Keep somebody out, or let them in again."""
    account = _person(account_id)
    reason = clean(request.form.get("reason", ""))[:1000]
    if what == "suspend":
        services.suspend(account, current_actor(), reason)
        flash(_("The account is suspended. Every session of it has ended."), "success")
    else:
        services.unsuspend(account, current_actor(), reason)
        flash(_("The account may sign in again."), "success")
    return redirect(url_for("people.desk_person", account_id=account.id))


@bp.post("/desk/people/<int:account_id>/invite")
@needs("people:grant")
def desk_invite(account_id: int) -> ResponseReturnValue:
    """Mail the link for the first password once more."""
    account = _person(account_id)
    if account.email is None or account.password_hash is not None or not account.active:
        raise NotFound()
    services.invite(account)
    flash(_("A letter with a link for the password is on its way."), "success")
    return redirect(url_for("people.desk_person", account_id=account.id))


def _stay_in(account: Account) -> None:
    """Whoever changes their own roles gets a new session in place of the one that ended."""
    if account.id == current_actor().id:
        login.come_in(services.admit(account))
