"""Signing in with one click, on a demonstration and from its own machine only."""

from dataclasses import dataclass

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from ...core.errors import NotFound
from ...core.pending import onward
from ...core.permissions import public
from ...core.web import row_number
from .. import login, queries, roles, services
from ..demo import open_here
from ..models import Account
from ..names import DEMO_DOMAIN
from ..ways import home_of_person
from . import bp


@dataclass(frozen=True)
class DemoPerson:
    """One account of the demonstration and what it is for."""

    account: Account
    roles: list[str]
    department: dict[str, str] | None


@bp.get("/demo")
@public
def demo() -> ResponseReturnValue:
    """One button for each role."""
    if not open_here():
        raise NotFound()
    accounts = queries.demo_accounts()
    grants = queries.grants_of_many([account.id for account in accounts])
    people = [
        DemoPerson(
            account,
            [roles.name_of(given.role) for given in grants[account.id]] or [roles.name_of(roles.MEMBER)],
            next((given.department.names for given in grants[account.id] if given.department), None),
        )
        for account in accounts
    ]
    return render_template("people/demo.html", people=people)


@bp.post("/demo/sign-in")
@public
def demo_sign_in() -> ResponseReturnValue:
    """Be one of the demonstration's people."""
    if not open_here():
        raise NotFound()
    number = request.form.get("account", type=row_number)
    account = queries.account(number) if number is not None else None
    if account is None or not account.active or not (account.email_key or "").endswith(DEMO_DOMAIN):
        raise NotFound()
    login.come_in(services.admit(account, way="demo", factor=True))
    return redirect(onward(home_of_person()))
