"""`create_app()`: the only place where everything meets."""

from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import plugins, themes
from .core import (
    compression,
    error_pages,
    i18n,
    job_queue,
    limits,
    pending,
    pending_done,
    permissions,
    quiet_errors,
    security,
    terms,
    text,
)
from .core.db import db, prepare_engine
from .core.settings import Site, named
from .core.web import Application
from .people.bearer import Forms
from .people.roles import permissions_of_roles

PACKAGE = Path(__file__).parent
ROOMS = (
    "consent", "people", "identity", "verification", "files", "duties", "proposals", "opinions", "ballots", "documents",
    "notifications", "merging", "events", "intake", "scrutiny", "triage", "square", "privacy", "desk", "oversight",
    "opendata",
)  # fmt: skip
# What is sent to these is about coming in and about accounts: it is never kept to be done later.
NEVER_KEPT = ("consent", "people", "identity", "verification", "privacy", "oversight", "/account/")
OUR_STAGES = ("support", "review", "deliberation", "answer", "execution")


def create_app(site: Site, **config: Any) -> Application:
    """The web application of a site. `config` overrides Flask's configuration, for tests."""
    app = Application("demosx", static_folder=None, template_folder=None)
    app.config.update(_config(site))
    app.config.update(config)
    app.extensions["demosx_site"] = site
    book = permissions.init_app(app)
    registry = app.extensions["demosx_registry"] = build_registry(site)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        quiet_errors.prepare_engine(db.engine)
    Forms(app)
    pending.init_app(app, NEVER_KEPT)
    pending_done.init_app(app)
    compression.init_app(app)
    limits.init_app(app)
    job_queue.init_app(app)
    themes.init_app(app, site.theme, site.folder, [p.templates for p in registry.plugins if p.templates])
    i18n.init_app(app, ";".join(map(str, _catalogues(registry))))
    error_pages.init_app(app)
    app.session_interface = security.Sessions()
    app.after_request(security.add_headers)
    _template_globals(app, site)
    for room in ROOMS:
        import_module(f".{room}.room", __package__).init_app(app)
    for plugin in registry.plugins:
        _plug_in(app, plugin)
    book.grant(_role_permissions(site, book))
    if site.server.proxies:
        n = site.server.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def build_registry(site: Site) -> plugins.Registry:
    """Our own stages and checks first, then the plugins that the site lists, in its order."""
    registry = plugins.Registry()
    for name in OUR_STAGES:
        registry.add(import_module(f".stages.{name}", __package__).plugin)
    registry.add(import_module(".verification.checks", __package__).plugin)
    for plugin in plugins.load(site.plugins):
        registry.add(plugin)
    return registry


def _config(site: Site) -> dict[str, Any]:
    url = site.database.url
    if url.startswith("sqlite:///") and not url.startswith("sqlite:////"):
        url = "sqlite:///" + str((site.folder / url.removeprefix("sqlite:///")).resolve())
    secure = site.address.startswith("https://")
    return {
        "SECRET_KEY": site.secret_key,
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "MAX_CONTENT_LENGTH": site.limits.request,
        "MAX_FORM_MEMORY_SIZE": site.limits.request,
        "MAX_FORM_PARTS": 200,
        "SESSION_COOKIE_NAME": "demosx",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": secure,
        "COMPRESS_MIMETYPES": [
            "text/html",
            "text/css",
            "text/javascript",
            "application/json",
            "image/svg+xml",
        ],
        "TRUSTED_PROXIES": site.server.proxies,
        "RATELIMIT_STORAGE_URI": site.server.limits or "memory://",
        "CLOCK_FILE": site.folder / "data" / "clock" if site.demo else None,
    }


def _catalogues(registry: plugins.Registry) -> list[Path]:
    return [PACKAGE / "translations", *(p.translations for p in registry.plugins if p.translations)]


def _template_globals(app: Flask, site: Site) -> None:
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_template_filter(text.rich, "rich")
    app.add_template_filter(text.plain, "plain")

    @app.context_processor
    def common() -> dict[str, Any]:
        language = i18n.language()
        return {
            "site": SiteView(site, language),
            "actor": permissions.actor,
            "can": permissions.can,
            "language": language,
            "languages": [(code, i18n.NATIVE[code]) for code in site.languages],
        }


class SiteView:
    """The site as templates know it: names in the reader's language."""

    def __init__(self, site: Site, language: str) -> None:
        self.name = named(site.name, language)
        self.office = named(site.office.name, language)
        self.postal_address = named(site.office.address, language)
        self.telephone = site.office.telephone
        self.email = site.office.email
        self.demo = site.demo
        self.limits = site.limits

    @property
    def areas(self) -> dict[str, str]:
        """The areas that can be chosen, by key."""
        return {key: i18n.local_name(names, key) for key, names in terms.areas().items()}

    @property
    def districts(self) -> dict[str, str]:
        """The districts that can be chosen, by key."""
        return {key: i18n.local_name(names, key) for key, names in terms.districts().items()}


def _plug_in(app: Flask, plugin: plugins.Plugin) -> None:
    book = permissions.book_of(app)
    for permission in plugin.permissions:
        book.declare(
            permission.name,
            permission.sentence,
            permission.check,
            permission.political,
            permission.everywhere,
        )
        book.grant({role: frozenset({permission.name}) for role in permission.roles})
    for blueprint in plugin.blueprints:
        app.register_blueprint(blueprint)
    if plugin.setup is not None:
        plugin.setup(app)


def _role_permissions(site: Site, book: permissions.Book) -> dict[str, frozenset[str]]:
    return permissions_of_roles(site.roles, frozenset(book.sentences))
