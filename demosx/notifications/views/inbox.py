"""What somebody was told, on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import NotSignedIn
from ...core.paging import page_url
from ...core.permissions import current_actor, signed_in
from ...core.web import row_number
from ...people.models import Account
from ...people.queries import account
from .. import queries, saying, services
from ..kinds import LABELS
from ..models import Notice
from . import bp


@dataclass(frozen=True)
class Row:
    """One notice as the list shows it."""

    id: int
    title: str
    lines: list[str]
    url: str
    kind: Any
    at: datetime
    new: bool


def me() -> Account:
    """Whoever asks."""
    number = current_actor().id
    found = account(number) if number is not None else None
    if found is None:
        raise NotSignedIn()
    return found


@bp.get("/me/notices")
@signed_in
def inbox() -> str:
    """My notices, the newest first."""
    reader = me()
    page = queries.inbox(reader.id, request.args.get("page"))
    return render_template(
        "notifications/inbox.html", rows=rows(page.items, reader), newest=max((n.id for n in page.items), default=0),
        any_new=any(notice.read_at is None for notice in page.items),
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip


def rows(notices: Sequence[Notice], reader: Account) -> list[Row]:
    """The notices that may still be shown, in words."""
    loaded, actors = saying.load(notices), {reader.id: current_actor()}
    cases = [saying.Case(notice, reader, loaded, actors) for notice in notices]
    return [_row(case) for case in cases if saying.may_be_told(case)]


def _row(case: saying.Case) -> Row:
    notice, proposal = case.notice, case.proposal
    return Row(
        notice.id, proposal.title if proposal is not None else "", saying.lines(case), saying.path(case),
        LABELS[notice.kind], notice.created_at, notice.read_at is None,
    )  # fmt: skip


@bp.post("/me/notices/read")
@signed_in
def read_all() -> ResponseReturnValue:
    """All that was shown is read; what has come since stays new."""
    up_to = request.form.get("up_to", type=row_number)
    if up_to is not None:
        services.mark_read(me().id, up_to=up_to)
        flash(_("All read."), "success")
    return redirect(url_for("notifications.inbox"))


@bp.post("/me/notices/<int:id>/read")
@signed_in
def read(id: int) -> ResponseReturnValue:
    """One is read: it was opened."""
    services.mark_read(me().id, only=id)
    return "", 204
