"""The default theme by itself: its templates with the site's own filters, and no rooms behind the addresses."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template, render_template_string
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from demosx import themes
from demosx.core import i18n, permissions, text
from demosx.testing import invented_site

ADDRESSES = {
    "home.index": "/", "proposals.index": "/proposals", "proposals.new": "/proposals/new",
    "deliberations.index": "/deliberations", "ask.index": "/ask", "results.index": "/results",
    "overdue.index": "/open/overdue", "events.index": "/events",
    "triage.index": "/desk/triage", "triage.term_list": "/desk/terms", "triage.label_list": "/desk/labels",
    "triage.reply_list": "/desk/replies", "triage.log_list": "/desk/log", "events_desk.index": "/desk/events",
    "intake.screen": "/desk/intake",
    "how.index": "/how", "people.sign_in": "/sign-in", "people.sign_out": "/sign-out", "people.join": "/join",
    "theme_tokens": "/theme.css", "theme_static": "/theme/<path:filename>",
    "people.me": "/me", "people.language": "/language", "desk.index": "/desk",
    "desk.board": "/desk/board", "desk.arrivals": "/desk/arrivals", "desk.opinions": "/desk/opinions",
    "people.desk_people": "/desk/people", "people.desk_departments": "/desk/departments", "desk.mail": "/desk/mail",
    "merge_candidates.index": "/desk/merge-candidates", "scrutiny.index": "/desk/supports",
    "verification.desk": "/desk/verification",
    "privacy.retention": "/desk/retention", "oversight.looks": "/desk/looks",
    "oversight.permissions": "/desk/permissions",
}  # fmt: skip
Render = Callable[..., str]


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application with the theme and nothing else. A name that a template forgets is an error."""
    site = invented_site(tmp_path_factory.mktemp("theme"))
    app = Flask("stage", static_folder=None)
    app.secret_key = "a-secret-for-tests-only"
    app.extensions["demosx_site"] = site
    permissions.init_app(app)
    app.jinja_options = {**app.jinja_options, "loader": themes.loader(themes.Layers((themes.DEFAULT,)), [])}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_template_filter(text.rich, "rich")
    app.jinja_env.globals["public_texts"] = list
    i18n.init_app(app, "")
    CSRFProtect(app)
    for endpoint, address in ADDRESSES.items():
        app.add_url_rule(address, endpoint, lambda filename="": filename)
    return app


@pytest.fixture
def visit(stage: Flask) -> Iterator[Flask]:
    """The stage during a visit of the list of proposals by an English reader."""
    with stage.test_request_context("/proposals?q=bus", headers={"Accept-Language": "en"}):
        yield stage


@pytest.fixture
def macro(visit: Flask) -> Render:
    """Render a piece of template with macros of one file: `macro("chips: chip", '{{ chip("x") }}')`."""

    def render(macros: str, source: str, **values: Any) -> str:
        file, names = macros.split(": ")
        return render_template_string(f'{{% from "ui/{file}.html" import {names} %}}{source}', **values)

    return render


@pytest.fixture
def frame(visit: Flask) -> Render:
    """Render a whole page as an account with the role of staff, or `actor=` somebody else."""
    values: dict[str, Any] = {
        "site": SimpleNamespace(
            name="Handeul", office="Office", telephone="031 000", email="", postal_address="", demo=True
        ),
        "actor": SimpleNamespace(id=1, signed_in=True, is_staff=True, nickname="<b>Snail</b>"),
        "can": lambda permission, subject=None: True,
        "language": "en",
        "languages": [("ko", "한국어"), ("en", "English")],
    }
    return lambda template, **more: render_template(template, **(values | more))
