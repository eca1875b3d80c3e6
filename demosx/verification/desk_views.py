"""The desk's pages about checks: codes that are issued, letters that are printed, and checks that are undone."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core import clock
from ..core.errors import DomainError, NotFound
from ..core.paging import page_url
from ..core.permissions import current_actor, needs, require
from ..core.settings import site
from ..core.web import writes
from ..people.looks import look
from ..people.models import Account
from ..people.queries import account as account_by_id
from ..people.reasons import looking, said
from . import checks, marks, queries, services
from .errors import CodesWait, IssuedAlready
from .forms import FindForm, IssueForm, UndoByReferenceForm, UndoForm, WithoutResidentNumbers
from .identity import REFERENCE, folded, identity_key
from .views import bp


@bp.get("/desk/verification")
@needs("people:verify")
def desk() -> ResponseReturnValue:
    """The codes that were issued, and the form for new ones."""
    return _desk_page()


@bp.post("/desk/verification/codes")
@needs("people:verify")
def issue() -> ResponseReturnValue:
    """Issue codes and show their letters. They are shown this once: only hashes are kept.

    A form issues once: loading the letters again sends it again, and would end the codes that were just printed.
    """
    form = IssueForm()
    if not form.validate_on_submit():
        return _desk_page(issue=form)
    try:
        services.use_mark(marks.read(request.form.get("mark", "")))
        made = services.issue(form.listed(), current_actor(), replace=form.replace.data)
    except DomainError as error:
        form.asks = form.replace.data or isinstance(error, (CodesWait, IssuedAlready))
        form.references.errors = [str(error)]
        return _desk_page(issue=form)
    until = clock.wall() + services.lifetime()
    return render_template("verification/letters.html", codes=made, until=until, address=site().address)


@bp.post("/desk/verification/find")
@needs("people:verify")
def find() -> ResponseReturnValue:
    """The codes of one reference. It is sent, not put into the address, which others may read."""
    form = FindForm()
    if not form.validate_on_submit():
        return _desk_page(find=form)
    key = identity_key(folded(form.text("reference")), REFERENCE)
    look("codes", reason="inquiry")
    form.reference.data = ""
    return _desk_page(find=form, key=key)


@bp.post("/desk/verification/undo")
@needs("people:verify")
def undo_reference() -> ResponseReturnValue:
    """Take back that whoever has a reference is verified: for who comes to the counter because somebody else is."""
    form = UndoByReferenceForm()
    if not form.validate_on_submit():
        return _desk_page(undo=form)
    try:
        services.undo_reference(form.text("reference"), current_actor(), form.text("reason"))
    except DomainError as error:
        form.reference.errors = [str(error)]
        return _desk_page(undo=form)
    flash(_("The check is undone. Who it was can do a check again."), "success")
    return redirect(url_for(".desk"))


@bp.get("/desk/people/<int:account_id>/verification")
@needs("people:verify")
@writes
def person(account_id: int) -> ResponseReturnValue:
    """That somebody is verified, by which check and since when. By what they were found is kept nowhere."""
    account = _person(account_id)
    looking("person", person_id=account.id)
    return _person_page(account, UndoForm(formdata=None))


@bp.post("/desk/people/<int:account_id>/verification/undo")
@needs("people:verify")
def undo(account_id: int) -> ResponseReturnValue:
    """Take back that somebody is verified."""
    account, form = _person(account_id), UndoForm()
    if not form.validate_on_submit():
        return _person_page(account, form)
    services.undo(account, current_actor(), form.text("reason"))
    flash(_("The check is undone. Who it was can do a check again."), "success")
    return redirect(url_for(".person", account_id=account.id))


def _desk_page(key: str = "", **typed: WithoutResidentNumbers) -> ResponseReturnValue:
    """The page, with the forms that come back as they were typed."""
    kinds = {"issue": IssueForm, "find": FindForm, "undo": UndoByReferenceForm}
    forms = {name: typed.get(name) or kind(formdata=None) for name, kind in kinds.items()}
    codes = queries.codes(None if key else request.args.get("page"), key)
    page = render_template(
        "verification/desk.html",
        codes=codes.items,
        next_url=None if key else page_url(codes.next),
        previous_url=None if key else page_url(codes.previous),
        now=clock.wall(),
        forms=forms,
        key=key,
        mark=marks.mark(),
        verified=bool(key) and queries.identity_verified(key),
        usable=queries.usable_codes(),
        totals=[(checks.label_of(method), total) for method, total in queries.verified_by_method().items()],
        offered=checks.check_called(checks.CODE) is not None,
    )
    return page, 422 if any(form.errors for form in forms.values()) else 200


def _person_page(account: Account, form: UndoForm) -> ResponseReturnValue:
    held = queries.verification_of(account.id)
    page = render_template(
        "verification/person.html", account=account, held=held, form=form, said=said(),
        method=checks.label_of(held.method) if held else "",
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _person(account_id: int) -> Account:
    require("people:see")
    account = account_by_id(account_id)
    if account is None or account.left_at is not None:
        raise NotFound()
    return account
