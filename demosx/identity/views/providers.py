"""To a provider and back: signing in, going on to join, and adding a way to one's own account."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import let_go
from ...core.errors import DomainError
from ...core.pending import onward
from ...core.permissions import current_actor, public, signed_in
from ...core.providers import Claims, Provider
from ...core.security import local_path
from ...core.web import writes
from ...people import arrivals, freshness, login, ways
from ...people import queries as people
from ...people.claims import hand_over
from ...people.errors import AccountClosed
from ...people.models import Account
from ...people.services import admit, arrive
from .. import leaving, queries, services, throttles
from ..errors import BegunElsewhere, Declined, NotSignedInByProvider
from ..leaving import Attempt
from ..providers import name_of, provider_of
from . import bp


@bp.get("/sign-in/<key>")
@public
def leave(key: str) -> ResponseReturnValue:
    """Go to a provider. A GET, since our policy of security lets no form lead away from this site."""
    provider, onto = provider_of(key), local_path(request.args.get("next"), "")
    try:
        return redirect(_address(provider, leaving.leave(key, onto)))
    except NotSignedInByProvider as failed:
        return _not_signed_in(provider, failed, onto)


@bp.post("/account/ways/<key>/add")
@signed_in
def add_way(key: str) -> ResponseReturnValue:
    """Go to a provider, to sign in by it as well from now on. Takes a fresh proof of who asks.

    Only a form of this site begins it. The page after the form leads on, since no form may lead away from this site.
    """
    provider = provider_of(key)
    freshness.require_owner()
    attempt = leaving.leave(key, url_for("identity.ways"), current_actor().id)
    try:
        return render_template("identity/going.html", name=name_of(key), url=_address(provider, attempt))
    except NotSignedInByProvider as failed:
        return _not_signed_in(provider, failed, attempt.onward)


@bp.get("/sign-in/<key>/callback")
@public
@writes
def callback(key: str) -> ResponseReturnValue:
    """Come back from a provider. It is asked who this is while no transaction is open: it may be slow."""
    provider = provider_of(key)
    try:
        attempt = leaving.come_back(key, request.args.get("state", ""))
    except BegunElsewhere as failed:
        if current_actor().signed_in:
            return redirect(url_for("home.index"))  # the page was loaded again, after it had done its work
        return _not_signed_in(provider, failed, "")
    try:
        if attempt.account_id is not None:
            _account_of(attempt)
            freshness.require_owner()  # it may have grown old on the way
        claims = _claims(provider, attempt)
        if attempt.account_id is not None:
            return _add(provider, attempt, claims)
        return _enter(provider, attempt, claims)
    except (NotSignedInByProvider, AccountClosed) as failed:
        return _not_signed_in(provider, failed, attempt.onward)


def _address(provider: Provider, attempt: Attempt) -> str:
    """Where somebody is sent. It may have to be asked of the provider."""
    from .. import exchange  # loaded with the first who signs in by a provider

    throttles.before_provider()
    let_go()
    try:
        return exchange.address_of(provider, attempt)
    except NotSignedInByProvider:
        throttles.after_failure()
        raise


def _claims(provider: Provider, attempt: Attempt) -> Claims:
    """Who has come back, as the provider says. It is asked a few times for each time that somebody goes there."""
    from .. import exchange

    throttles.before_provider()
    if not throttles.may_try(attempt.state):
        raise BegunElsewhere("tried too often")
    let_go()
    try:
        return exchange.finish(provider, attempt, request.args)
    except Declined:
        raise
    except NotSignedInByProvider:
        throttles.after_failure()
        raise


def _enter(provider: Provider, attempt: Attempt, claims: Claims) -> ResponseReturnValue:
    """Let in whoever is known; lead the others on to joining."""
    known = queries.identity(provider.key, claims.subject)
    leaving.arrived(attempt)
    if known is None:
        return _arrive(provider, attempt, claims)
    account = people.account(known.account_id)
    if account is None or not account.active:
        raise AccountClosed()
    services.used(known, claims)
    login.come_in(admit(account, way=provider.key))
    _hand_over(account, provider, claims)
    return redirect(onward(local_path(attempt.onward, ways.home_of_person())))


def _arrive(provider: Provider, attempt: Attempt, claims: Claims) -> ResponseReturnValue:
    """Somebody whom nobody here is known as: they join, or prove the account that they have.

    An address alone joins nothing, also one that the provider has verified: whoever gets hold of an address would get
    hold of the account.
    """
    secret = arrive(
        claims.email or None,
        verified=claims.verified,
        onward=attempt.onward,
        provider=provider.key,
        subject=claims.subject,
    )
    has_account = claims.verified and people.account_by_email(claims.email) is not None
    page = "identity.both" if has_account or current_actor().signed_in else "people.arrive"
    return arrivals.keep(make_response(redirect(url_for(page))), secret)


def _add(provider: Provider, attempt: Attempt, claims: Claims) -> ResponseReturnValue:
    """Tie what has come back to the account that has left for it, in whose session this still is."""
    account = _account_of(attempt)
    leaving.arrived(attempt)
    services.tie(account, provider.key, claims.subject, claims.email)
    login.stay_in()  # the account may be verified now, so whoever knew the secret of the session does not rise with it
    _hand_over(account, provider, claims)
    flash(_("You can sign in with %(provider)s from now on.", provider=name_of(provider.key)), "success")
    return redirect(url_for("identity.ways"))


def _account_of(attempt: Attempt) -> Account:
    """The account that has left to add a way, where it is still the one that is signed in here."""
    number = current_actor().id
    account = people.account(number) if number is not None and number == attempt.account_id else None
    if account is None:
        raise BegunElsewhere("another account")
    return account


def _hand_over(account: Account, provider: Provider, claims: Claims) -> None:
    """Give the checks of who people are what the provider knows of that."""
    said = hand_over(account, provider.key, claims.identifier, claims.kind)
    if said:
        flash(said, "success")


def _not_signed_in(provider: Provider, failed: DomainError, onto: str) -> ResponseReturnValue:
    """The page that says what has happened, and offers the same way and the others."""
    name = name_of(provider.key)
    if isinstance(failed, NotSignedInByProvider):
        failed.facts = {"provider": name}
        current_app.logger.warning("signing in by %s: %s (%s)", provider.key, failed.code, failed.why)
    adding = current_actor().signed_in
    if adding:
        again = url_for("identity.ways", _anchor="ways-more")
    else:
        again = url_for("identity.leave", key=provider.key, next=onto or None)
    page = render_template(
        "identity/not_signed_in.html", message=str(failed), name=name, again=again, next=onto, adding=adding,
        closed=isinstance(failed, AccountClosed),
    )  # fmt: skip
    return page, failed.status
