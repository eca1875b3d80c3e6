"""The desk's pages about accounts: who there is, who may do what, who is kept out."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import DomainError, NotFound
from ...core.i18n import language
from ...core.permissions import current_actor, needs
from ...core.text import clean
from ...core.web import SAFE, writes
from .. import login, queries, reasons, roles, services
from ..desk_forms import GrantForm, PersonForm
from ..forms import blame
from ..models import Account, Department, RoleGrant
from ..names import check_email, check_nickname, masked
from ..reasons import looking
from ..scopes import scopes
from . import bp

WITH_ROLE = "roles"


def _person(account_id: int) -> Account:
    account = queries.account(account_id)
    if account is None or account.left_at is not None:
        raise NotFound()
    return account


def _person_page(account: Account, form: GrantForm) -> ResponseReturnValue:
    """The page of a person. The address stands on it whole where the look is logged, which a refusal is not."""
    shown = request.method in SAFE
    page = render_template(
        "people/desk_person.html",
        account=account,
        email=account.email if shown else masked(account.email or ""),
        grants=queries.grants_of(account.id),
        form=form,
        name_of=roles.name_of,
        scopes=scopes(),
        said=reasons.said(),
    )
    return page, 422 if form.errors else 200


@bp.get("/desk/people")
@needs("people:see")
@writes
def desk_people() -> ResponseReturnValue:
    """Accounts, newest first, or those of them who hold a role; the search looks at the beginning of addresses and
    nicknames."""
    search = request.args.get("q", "")[:254].replace("\0", "")
    with_role = request.args.get("show") == WITH_ROLE
    page = queries.people(search, request.args.get("at"), with_role)
    looking("people", many=len(page.items))
    return render_template(
        "people/desk_people.html",
        page=page,
        kept={"show": WITH_ROLE} if with_role else {},
        tabs=[
            {"label": _("Everybody"), "url": url_for(".desk_people"), "current": not with_role},
            {
                "label": _("Who holds a role"),
                "url": url_for(".desk_people", show=WITH_ROLE),
                "current": with_role,
            },
        ],
        grants=queries.grants_of_many([account.id for account in page.items]),
        search=search,
        name_of=roles.name_of,
        masked=masked,
        said=reasons.said(),
    )


@bp.route("/desk/people/new", methods=["GET", "POST"])
@needs("people:grant")
def desk_new_person() -> ResponseReturnValue:
    """Make an account for somebody of the office, give it its role, and mail the link by which they choose a password:
    the letter names the role."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            account = services.create_account(
                check_nickname(form.text("nickname"), reserved=False),
                email=check_email(form.text("email")),
                language=language(),
                confirmed=False,
            )
            if form.role.data:
                _give(account, form)
            services.invite(account)
        except DomainError as error:
            blame(form, error)
        else:
            flash(_("The account is made. A letter with a link for the password is on its way."), "success")
            return redirect(url_for("people.desk_person", account_id=account.id))
    return render_template("people/desk_new_person.html", form=form), 422 if form.errors else 200


@bp.get("/desk/people/<int:account_id>")
@needs("people:see")
@writes
def desk_person(account_id: int) -> ResponseReturnValue:
    """One account, its roles, and what can be done."""
    account = _person(account_id)
    looking("person", person_id=account.id)
    return _person_page(account, GrantForm(formdata=None))


@bp.post("/desk/people/<int:account_id>/grants")
@needs("people:grant")
def desk_grant(account_id: int) -> ResponseReturnValue:
    """Give a role."""
    account, form = _person(account_id), GrantForm()
    if not form.validate_on_submit():
        return _person_page(account, form)
    try:
        _give(account, form)
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
    reason = clean(request.form.get("reason", ""))[:1000]
    services.revoke(given, current_actor(), reason, keep=login.present_secret())
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


def _give(account: Account, form: GrantForm) -> None:
    """Give the role that was chosen, with its limits."""
    services.grant(
        account,
        form.role.data,
        department=db.session.get(Department, form.department.data) if form.department.data else None,
        panel=form.panel.data or None,
        process=form.process_key.data or None,
        begins_on=form.begins_on.data,
        ends_on=form.ends_on.data,
        by=current_actor(),
        keep=login.present_secret(),
    )


def _stay_in(account: Account) -> None:
    """Whoever changes their own roles goes on with a new secret, and with the factor that they have shown."""
    if account.id == current_actor().id:
        why = session.get(reasons.KEY)
        login.stay_in()
        session[reasons.KEY] = why
