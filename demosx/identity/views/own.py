"""What the pages about one's own second factors do alike."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from ...core.errors import NotSignedIn
from ...core.pending import onward
from ...core.permissions import current_actor
from ...people import login, queries
from ...people.freshness import require_factor, require_fresh
from ...people.models import Account
from ..factor_codes import new_recovery_codes
from ..factor_queries import factors_of, needs_factor


def my_account() -> Account:
    """The account of who is signed in."""
    number = current_actor().id
    account = queries.account(number) if number is not None else None
    if account is None:
        raise NotSignedIn()
    return account


def require_owner(account: Account) -> None:
    """Ask for a proof that it is the owner who changes the factors, as `freshness.require_owner` does, but let them set
    up their first one. A password alone must not be able to replace it.

    Raises ProofNeeded or SecondFactorNeeded.
    """
    if factors_of(account.id).number:
        require_factor()
    require_fresh()


def arrive_with_factor(account: Account, back: str, said: str) -> ResponseReturnValue:
    """Go on after a factor was set up, which counts as shown. Whoever needs one and has no recovery codes gets them."""
    login.stay_in(factor=True)
    if needs_factor(current_actor()) and not factors_of(account.id).codes:
        return render_template(
            "identity/codes.html", codes=new_recovery_codes(account.id), back=back, onward=True
        )
    flash(said, "success")
    return redirect(onward(back))
