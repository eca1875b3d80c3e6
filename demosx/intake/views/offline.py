"""What lets the fast screen open, and keep entries, while there is no network."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from ...core.permissions import can, current_actor, needs, public
from .. import choosing
from ..access import ENTER, MANAGE, may
from ..forms import EntryForm
from ..sealing import opens
from ..who import typist
from . import bp
from .enter import told


@bp.get("/ready")
@public
def ready() -> ResponseReturnValue:
    """Whether the script may send now: with a token, who types, and the key that opens what they have typed. Nothing
    for anybody else."""
    actor = current_actor()
    if not can(ENTER) or actor.id is None:
        return {"may": False, "signed_in": actor.signed_in}
    return {
        "may": True, "token": generate_csrf(), "me": typist(actor), "opens": opens(actor.id),
        "clears": may(actor, MANAGE, None),
    }  # fmt: skip


@bp.get("/shell")
@needs(ENTER)
def shell() -> str:
    """The screen without anything of whoever looks at it: what the browser keeps for when there is no network."""
    events = choosing.named(choosing.offered(current_actor()))
    form = EntryForm(formdata=None, events=events, meta={"csrf": False})
    form.key.data = ""
    return render_template(
        "intake/enter.html", form=form, event=None, me=None, entries=0, people=0, may_manage=False, near=[],
        found=None, **told(),
    )  # fmt: skip


@bp.get("/worker.js")
@public
def worker() -> Response:
    """The script that answers for this screen while there is no network. It keeps this screen and
    what that is drawn with, and nothing else."""
    static = url_for("theme_static", filename="x").partition("x?")[0]
    script = render_template(
        "intake/worker.js",
        shell=url_for(".shell"),
        screen=url_for(".screen"),
        drawn_with=[static, url_for("theme_tokens")],
    )
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = request.script_root + url_for(".screen")
    return response
