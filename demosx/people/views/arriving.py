"""The one page between a provider, or a mailed link, and an account: a nickname and what has to be agreed to."""

from flask import flash, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import DomainError
from ...core.i18n import language
from ...core.pending import onward
from ...core.permissions import current_actor, public
from .. import arrivals, known_browsers, login, nicknames, services, throttles
from ..errors import EmailTaken, JoinedAlready, LinkExpired
from ..forms import ArriveForm, blame
from ..models import Account, Arrival
from ..services.arriving import arrival_by_mail, asked_by, settle
from ..ways import home_of_person, name_of
from . import bp
from .mailed_link import ASKED

LINK = "link"


@bp.route("/join/on", methods=["GET", "POST"])
@public
def arrive() -> ResponseReturnValue:
    """Go on after a provider, in the browser that has come back from it."""
    found = arrivals.here()
    if found is None:
        return _over(LinkExpired())
    if current_actor().signed_in:
        return redirect(url_for("identity.both"))
    return _page(found)


@bp.route("/join/on/<secret>", methods=["GET", "POST"])
@public
def arrive_by_link(secret: str) -> ResponseReturnValue:
    """Go on after a mailed link. Opening it uses nothing up, since programs that scan mail open links too.

    In another browser than the one that has asked for it the page asks whether the address is the reader's own: whoever
    was sent the link of a stranger would join into an account that the stranger's mail opens. What a provider has said
    goes on in the browser that has come back from it, and nowhere else.
    """
    throttles.before_secret()
    if current_actor().signed_in:
        flash(_("You are signed in already. To join with another address, please sign out first."))
        return redirect(home_of_person())
    try:
        found = arrival_by_mail(secret)
    except LinkExpired as expired:
        throttles.after_unknown_secret()
        return _over(expired)
    return _page(found, own=asked_by(session.get(ASKED), secret))


def _page(arrival: Arrival, own: bool = True) -> ResponseReturnValue:
    """The form. Where the link may be somebody else's (not `own`) its reader says that the address is theirs."""
    form = ArriveForm(own=own)
    if not form.is_submitted():
        form.nickname.data = nicknames.invented(language())
    if form.validate_on_submit():
        try:
            return _settled(arrival, form)
        except (EmailTaken, JoinedAlready, LinkExpired) as known:
            return _over(known)
        except DomainError as error:
            blame(form, error)
    provider = name_of(arrival.provider) if arrival.provider else ""
    page = render_template("people/arrive.html", form=form, arrival=arrival, provider=provider)
    return page, 422 if form.errors else 200


def _settled(arrival: Arrival, form: ArriveForm) -> ResponseReturnValue:
    onto, way = arrival.onward, arrival.provider or LINK
    account = settle(
        arrival,
        form.text("nickname"),
        language(),
        agreed=form.answers(),
        child=form.child(),
    )
    return _welcome(account, way, onto)


def _welcome(account: Account, way: str, onto: str) -> ResponseReturnValue:
    login.come_in(services.admit(account, way=way))
    flash(_("Welcome, %(nickname)s!", nickname=account.nickname), "success")
    onto = (
        url_for("people.awaiting_guardian")
        if account.awaits_guardian
        else onward(onto or url_for("home.index"))
    )
    arrival = arrivals.drop(make_response(redirect(onto)))
    return known_browsers.remember(arrival, account.email) if account.email else arrival


def _over(error: DomainError) -> ResponseReturnValue:
    page = render_template("people/link_expired.html", message=str(error), again="sign_in")
    return arrivals.drop(make_response(page, error.status))
