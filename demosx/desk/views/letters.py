"""The outbox, for whoever keeps the site."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.permissions import needs
from ...core.settings import site
from ...people.names import masked
from .. import services
from ..queries import letters as queries
from . import bp


@bp.get("/mail")
@needs("settings:see")
def mail() -> str:
    """What waits, what was given up, and why."""
    state = request.args.get("state", "")
    state = state if state in queries.STATES else ""
    page = queries.letters(state, request.args.get("page"))
    rows = [(letter, masked(letter.to_address)) for letter in page.items]
    return render_template(
        "desk/mail.html",
        rows=rows,
        state=state,
        outbox=queries.outbox(),
        work=queries.work(),
        transport=site().mail.transport,
        next_url=url_for("desk.mail", state=state or None, page=page.next) if page.next else None,
        previous_url=url_for("desk.mail", state=state or None, page=page.previous) if page.previous else None,
    )


@bp.post("/mail/<int:letter_id>/again")
@needs("settings:see")
def send_again(letter_id: int) -> ResponseReturnValue:
    """Try a letter again that was given up."""
    services.send_again(letter_id)
    flash(_("The letter leaves with the next delivery."), "success")
    return redirect(url_for("desk.mail", state="failed"))


@bp.post("/jobs/<int:job_id>/again")
@needs("settings:see")
def job_again(job_id: int) -> ResponseReturnValue:
    """Do a job again that could not be done."""
    services.do_again(job_id)
    flash(_("It is tried again now."), "success")
    return redirect(url_for("desk.mail"))
