"""What had to wait for signing in, or for another step: said in a sentence, and done by the form of this page."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core import pending, pending_done
from ...core.elsewhere import left_elsewhere
from ...core.permissions import book, current_actor, public, signed_in
from ...core.security import local_path
from . import bp


@bp.get(pending.PATH)
@signed_in
def go_on() -> ResponseReturnValue:
    """The form that waits. It is sent at once only for whoever has just sent it and has come from the very step that it
    has led to: the word in the path says so. Everybody else chooses."""
    onto = local_path(request.args.get("next"))
    act = pending.waiting()
    led = act is not None and act.word == request.args.get(pending.WORD)
    if act is None or not (led or act.belongs(onto)):
        done = pending_done.was_done(request.args.get(pending.WORD, "")) if act is None else None
        if done is not None:
            return pending_done.say_done(done or onto)
        return _from_elsewhere(onto if onto.partition("?")[0] != pending.PATH else url_for("home.index"))
    at_once = led and act.just_now and not act.files
    return render_template("people/go_on.html", act=act, words=_words(act), at_once=at_once)


@bp.post(pending.PATH)
@public
def not_now() -> ResponseReturnValue:
    """Throw it away: what had been waiting is forgotten. Whoever finds it on the page of signing in may do so, too."""
    act = pending.waiting()
    pending.drop()
    flash(_("Nothing was sent."))
    if not current_actor().signed_in:
        return redirect(url_for("people.sign_in"))
    return redirect(act.back if act else url_for("home.index"))


def _from_elsewhere(onto: str) -> ResponseReturnValue:
    """Where nothing waits here: the button of a mere press that a link has taken along; else the page, with a word of
    what waits in the other browser, or of what was begun and waits no more."""
    left = left_elsewhere(request.args.get("along", ""))
    name = pending.name_of(left.endpoint) if left else None
    if left and left.path and name and name.pressed:
        return render_template("people/press_again.html", path=left.path, name=name, onto=onto)
    if left and left.written:
        flash(
            _("What you were writing is in the browser in which you began. Sign in there, and you can go on.")
        )
    elif left:
        flash(
            _("What you were doing waits in the browser in which you began. Sign in there, and it goes on.")
        )
    elif request.args.get(pending.WORD):
        flash(_("What you began does not wait here any more, and nothing was sent. Please do it again."))
    return redirect(onto)


@bp.app_template_global()
def what_waits(path: str = "") -> str:
    """What is said of what waits in this browser to a visitor who has come from `path`; empty where nothing does."""
    act = pending.waiting() if not current_actor().signed_in else None
    if act is None or not act.belongs(pending.page_of(path)):
        return ""
    name = pending.name_of(act.endpoint)
    return str(name.waits if name else _("What you were doing is kept. It goes on once you sign in or join."))


def _words(act: pending.Act) -> str:
    """What the form does: in the words of who has named its address, or of the permission that it takes."""
    named = pending.name_of(act.endpoint)
    access = getattr(current_app.view_functions[act.endpoint], "access", "")
    found = named.words if named else book().sentences.get(access)
    return str(found) if found is not None else _("What you were doing")
