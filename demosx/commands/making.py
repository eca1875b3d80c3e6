"""Making a site: its folder, its database, its rules and its first administrator. All of it, or nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy.engine import make_url

from ..app import create_app
from ..config import FILE, SiteErrors
from ..config_problems import from_pydantic, unknown_database
from ..core.db import db, transaction
from ..core.mail import link
from ..core.quiet import quiet
from ..core.settings import Site
from ..core.terminal import _
from ..core.web import Application
from ..demo.building import fill
from ..demo.lawbook import Edition
from ..journey.rules import apply_version
from ..people.names import check_email
from ..people.services import create_account, grant, invite
from ..process.source import map_lines
from . import database
from .editor_schema import schema_text
from .site_folder import FolderTaken, Plan, check_free, made

if TYPE_CHECKING:
    from .init import Admin

ADMIN_NAMES = {"ko": "사이트 관리자", "en": "Site administrator"}


def check(plan: Plan) -> None:
    """Find out early what would fail, before anything is asked or written. Raises what `make` would."""
    check_free(plan)
    _settings(plan)


def make(plan: Plan, admin: "Admin | None") -> str | None:
    """Make the site; the link by which the administrator chooses a password, where none was given.

    Raises FolderTaken, NoTemplate, SiteErrors, ProcessErrors, the errors of accounts, or OperationalError if the
    database does not answer. Then there is nothing new in the folder and in the database.
    """
    check_free(plan)
    app = create_app(_settings(plan))
    if admin is not None:
        with app.app_context():
            check_email(admin.email)
    with made(plan, schema_text(app, plan.languages[0])), _shape(app, plan):
        with app.app_context(), transaction():
            for name, text in plan.rules().items():
                apply_version(text, name)
            secret = _first_admin(admin, plan.languages[0]) if admin else None
        with app.app_context():
            return link("people.reset", secret=secret) if secret else None


def make_demo(plan: Plan, editions: Sequence[Edition], progress: Callable[[int], object]) -> int:
    """Make a demonstration and fill it, by these rules one after the other; gives how many proposals it has. `progress`
    hears of each."""
    check_free(plan)
    app = create_app(_settings(plan))
    with made(plan, schema_text(app, plan.languages[0])), _shape(app, plan), app.app_context():
        return fill(editions, progress)


def _settings(plan: Plan) -> Site:
    """The typed settings. What an option may have got wrong is said as for a file."""
    lines = map_lines(plan.settings())
    try:
        site = plan.site()
    except ValidationError as error:
        raise SiteErrors(from_pydantic(error, FILE, lines, {})) from error
    problems = unknown_database(site, FILE, lines)
    if problems:
        raise SiteErrors(problems)
    return site


@contextmanager
def _shape(app: Application, plan: Plan) -> Iterator[None]:
    """An empty database made ready; emptied again if the block fails. One that is in use is refused."""
    if {"alembic_version", *db.metadata.tables} & set(database.tables(app)):
        raise FolderTaken(
            _("The database %(database)s holds a site already. Choose another one with --database.",
              database=make_url(plan.database).render_as_string())
        )  # fmt: skip
    try:
        database.upgrade(app)
        yield
    except BaseException:
        database.remove(app)
        raise
    finally:
        with app.app_context():
            db.engine.dispose()


def _first_admin(admin: "Admin", language: str) -> str | None:
    """Make the account; the secret of the link to choose its password, unless it has one."""
    account = create_account(
        ADMIN_NAMES[language], email=admin.email, password=admin.password, language=language, confirmed=True
    )
    with quiet():
        grant(account, "admin", reason=_("The first administrator"))
    return None if admin.password else invite(account)
