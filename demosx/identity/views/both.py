"""Two proofs of one person: what a provider calls them, and the account that they already have."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.pending import onward
from ...core.permissions import current_actor, public
from ...people import arrivals, freshness
from ...people import queries as people
from ...people.errors import LinkExpired
from ...people.models import Account, Arrival
from ...people.services import leave_arrival
from .. import services
from ..providers import name_of
from . import bp


@bp.route("/sign-in/both", methods=["GET", "POST"])
@public
def both() -> ResponseReturnValue:
    """Let somebody who has come back from a provider prove their account too, and then say that both are theirs."""
    arrival = arrivals.here()
    if arrival is None or not arrival.provider:
        page = render_template("people/link_expired.html", message=str(LinkExpired()), again="sign_in")
        return page, LinkExpired.status
    number = current_actor().id
    account = people.account(number) if number is not None else None
    if account is None:
        return redirect(url_for("people.sign_in", next=url_for("identity.both")))
    freshness.require_owner()
    if request.method == "POST":
        return _joined(account, arrival) if request.form.get("answer") == "yes" else _left(arrival)
    name = name_of(arrival.provider)
    return render_template("identity/both.html", arrival=arrival, account=account, name=name)


def _joined(account: Account, arrival: Arrival) -> ResponseReturnValue:
    provider, onto = arrival.provider, arrival.onward
    services.tie(account, provider, arrival.subject, arrival.email)
    leave_arrival(arrival)
    flash(_("You can sign in with %(provider)s from now on.", provider=name_of(provider)), "success")
    return arrivals.drop(make_response(redirect(onward(onto or url_for("identity.ways")))))


def _left(arrival: Arrival) -> ResponseReturnValue:
    leave_arrival(arrival)
    flash(_("Nothing was changed."))
    return arrivals.drop(make_response(redirect(onward(url_for("home.index")))))
