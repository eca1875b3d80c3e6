"""The account's page about ways of signing in: which there are, and adding and removing them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import NotFound, NotSignedIn
from ...core.permissions import current_actor, signed_in
from ...people import freshness, login
from ...people import queries as people
from ...people.models import Account
from .. import queries, services
from ..errors import LastWay, StaffNeedsWay
from ..factor_queries import factors_of
from ..providers import name_of, providers
from . import bp


@bp.get("/account/ways")
@signed_in
def ways() -> ResponseReturnValue:
    """Every way in which this account is signed in to, and those that could be added."""
    return _page(_my_account())


@bp.post("/account/ways/<int:identity_id>/remove")
@signed_in
def remove_way(identity_id: int) -> ResponseReturnValue:
    """Take a provider away. Takes a fresh proof of who asks."""
    freshness.require_owner()
    account = _my_account()
    identity = queries.identity_of(account.id, identity_id)
    if identity is None:
        raise NotFound()
    name = name_of(identity.provider)
    try:
        services.untie(account, identity, current_actor())
    except (LastWay, StaffNeedsWay) as refused:
        return _page(account, str(refused)), refused.status
    flash(_("%(provider)s is removed from your ways of signing in.", provider=name), "success")
    return redirect(url_for("identity.ways"))


@bp.post("/account/ways/end-others")
@signed_in
def end_other_ways() -> ResponseReturnValue:
    """Leave only the password and the mail, as somebody else may have added a way. Takes a fresh proof of who asks."""
    freshness.require_owner()
    account = _my_account()
    try:
        services.end_others(account, current_actor(), login.present_secret())
    except (LastWay, StaffNeedsWay) as refused:
        return _page(account, str(refused)), refused.status
    login.stay_in()
    flash(_("All other ways of signing in are ended, and every other device is signed out."), "success")
    return redirect(url_for("identity.ways"))


def _my_account() -> Account:
    number = current_actor().id
    account = people.account(number) if number is not None else None
    if account is None:
        raise NotSignedIn()
    return account


def _page(account: Account, refused: str = "") -> str:
    mine = queries.identities_of(account.id)
    tied = {one.provider for one in mine}
    return render_template(
        "identity/ways.html",
        account=account,
        identities=[(one, name_of(one.provider), one.provider in providers()) for one in mine],
        addable=[
            (
                one.key,
                _("Add %(provider)s", provider=name_of(one.key)),
                url_for("identity.add_way", key=one.key),
            )
            for one in providers().values()
            if one.key not in tied
        ],
        by_mail=services.by_mail(account),
        passkeys=len(factors_of(account.id).passkeys),
        others=services.could_end_others(account, current_actor()),
        refused=refused,
    )
