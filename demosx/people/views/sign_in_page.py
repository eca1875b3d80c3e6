"""The page of signing in, which every way of asking for it shows again with what was wrong."""

from flask import render_template, url_for

from ...core.forms import Form
from ...core.permissions import current_actor
from ...core.settings import site
from .. import arrivals
from ..demo import open_here
from ..forms import SignInForm
from ..ways import ways


def sign_in_page(form: Form, refused: str = "") -> str:
    """The page of signing in, with what was typed so far. It also takes a form that asks only for an address."""
    full = form if isinstance(form, SignInForm) else SignInForm(formdata=None)
    if full is not form:
        full.email.data, full.next.data = form.email.data, form.next.data
        full.email.errors = form.email.errors
    onto = full.next.data or ""
    arrived = arrivals.here() if onto == url_for("identity.both") else None
    return render_template(
        "people/sign_in.html",
        form=full,
        demo=open_here(),
        refused=refused,
        ways=[
            (way.key, way.label(), way.url(onto))
            for way in ways()
            if not arrived or way.key != arrived.provider
        ],
        by_link=site().sign_in.link,
        again=current_actor().signed_in,
        arrived=arrived,
    )
