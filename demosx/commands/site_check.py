"""The single checks of `demosx check` that need more than the settings themselves."""

import stat
from difflib import get_close_matches
from importlib.metadata import entry_points

from sqlalchemy.exc import OperationalError

from .. import plugins, themes
from ..config import FILE, SECRETS_FILE
from ..config_problems import hinted, problem
from ..core.db import db
from ..core.permissions import book_of
from ..core.settings import Site
from ..core.terminal import N_
from ..core.text_senders import FILES
from ..core.web import Application
from ..journey.rules import versions
from ..notifications import push
from ..process.problems import Problem
from ..process.source import SourceMap, map_lines
from . import database, rules_files
from .listening import is_loopback

OTHERS = stat.S_IRWXG | stat.S_IRWXO
MEANT = N_("Did you mean `%(meant)s`?")


def lines_of(site: Site) -> SourceMap:
    """The lines of the site's file."""
    return map_lines((site.folder / FILE).read_text(encoding="utf-8"))


def installed(site: Site) -> list[Problem]:
    """Plugins and the theme that the site names and that are not there."""
    lines = lines_of(site)
    there = sorted(plugins.installed())
    found = [
        _meant(
            problem(FILE, lines.line(("plugins", number)), "no_plugin",
                    N_("The plugin “%(name)s” is not installed."), name=name),
            name, there,
        )
        for number, name in enumerate(site.plugins) if name not in there
    ]  # fmt: skip
    looks = ["default", *(point.name for point in entry_points(group=themes.GROUP))]
    if site.theme not in looks:
        what = N_("The theme “%(name)s” is not installed.")
        line = lines.line(("theme",))
        found.append(_meant(problem(FILE, line, "no_theme", what, name=site.theme), site.theme, looks))
    return found


def without_permissions(site: Site) -> Site:
    """The site with its roles, but not what they may do: a mistake in that would allow no application."""
    plain = {key: role.model_copy(update={"permissions": None}) for key, role in site.roles.items()}
    return site.model_copy(update={"roles": plain})


def roles(site: Site, app: Application) -> list[Problem]:
    """Permissions that do not exist."""
    lines, known = lines_of(site), list(book_of(app).sentences)
    return [
        _meant(
            problem(FILE, lines.line(("roles", key, "permissions", number)), "no_permission",
                    N_("There is no permission `%(word)s`."), word=word),
            word, known,
        )
        for key, role in site.roles.items()
        for number, word in enumerate(role.permissions or ())
        if word not in known
    ]  # fmt: skip


def verification(site: Site, app: Application) -> list[Problem]:
    """Checks of who people are that do not exist, and checks by which one person could be verified twice."""
    lines, known = lines_of(site), app.extensions["demosx_registry"].checks
    found = [
        _meant(
            problem(FILE, lines.line(("verification", "checks", number)), "no_check",
                    N_("There is no check of who people are called “%(name)s”."), name=name),
            name, list(known),
        )
        for number, name in enumerate(site.verification.checks) if name not in known
    ]  # fmt: skip
    sorts = {known[name].knows_by or name for name in site.verification.checks if name in known}
    if len(sorts) > 1:
        what = N_(
            "The checks know people by different things, so one person could be verified once by each. "
            "For votes, list those of one sort."
        )
        place = ("verification", "checks")
        found.append(problem(FILE, lines.line(place), "several_sorts", what, level="warning"))
    return found


def notifications(site: Site, app: Application) -> list[Problem]:
    """A sender of text messages that nobody brings, and web push that lacks something."""
    lines, chosen = lines_of(site), site.notifications
    known = [FILES.name, *app.extensions["demosx_text_senders"]]
    found = []
    if chosen.text_sender and chosen.text_sender not in known:
        what = N_("Nothing that sends text messages is called “%(name)s”.")
        place = lines.line(("notifications", "text_sender"))
        wrong = problem(FILE, place, "no_sender", what, name=chosen.text_sender)
        found.append(_meant(wrong, chosen.text_sender, known))
    line = lines.line(("notifications", "push_subject"))
    if chosen.push_subject and not push.installed():
        what = N_(
            "Web push is not installed, so it is not offered. It lets browsers show that there is news."
        )
        added = problem(FILE, line, "no_push", what, level="warning")
        found.append(hinted(added, N_('Please run: pip install "demosx[push]"')))
    elif chosen.push_subject and not site.push_key:
        what = N_("Web push has no key, so it is not offered.")
        added = problem(FILE, line, "no_push_key", what, level="warning")
        found.append(hinted(added, N_("Please run: demosx push-key")))
    return found


def exposure(site: Site) -> list[Problem]:
    """What would be unwise on a site that others can reach."""
    public = not is_loopback(site.url.host or "")
    sentences = [
        (site.demo and public, ("demo",),
         N_("`demo` is on, but the address is a public one. A real site must not be a demonstration.")),
        (site.url.scheme == "http" and public, ("url",),
         N_("The address begins with http://, so passwords would travel unprotected. Use https.")),
        (site.mail.transport != "smtp" and public, ("mail", "transport"),
         N_("Mail is not sent: `mail.transport` is not smtp. Nobody could confirm an address.")),
        (site.mail.transport == "smtp" and not site.mail.sender, ("mail", "sender"),
         N_("`mail.sender` is empty: mail needs an address that it comes from.")),
        (site.mail.transport == "smtp" and site.mail.smtp.tls == "none" and not is_loopback(site.mail.smtp.host),
         ("mail", "smtp", "tls"), N_("Mail leaves unprotected: `mail.smtp.tls` is none.")),
        (public and not (site.office.telephone or site.office.email), ("office",),
         N_("The office has neither telephone nor e-mail, so letters cannot say whom to ask when something is wrong.")),
        (site.population == 0, ("population",),
         N_("`population` is 0, so rules that read it never hold.")),
        (any(not site.name.get(code) for code in site.languages), ("name",),
         N_("`name` is missing in one of the site's languages.")),
    ]  # fmt: skip
    lines = lines_of(site)
    return [
        problem(FILE, lines.line(place), "unwise", text, level="warning")
        for holds, place, text in sentences
        if holds
    ]


def secrets(site: Site) -> list[Problem]:
    """Secrets that others on this machine can read."""
    file = site.folder / SECRETS_FILE
    if not file.exists() or not file.stat().st_mode & OTHERS:
        return []
    found = problem(
        SECRETS_FILE, 1, "open_secrets", N_("Others on this machine can read this file."), level="warning"
    )
    return [hinted(found, N_("Please run: chmod 600 %(file)s"), file=file)]


def database_state(site: Site, app: Application) -> list[Problem]:
    """A database that does not answer, that is behind this version, or rules that are not applied."""
    line = lines_of(site).line(("database", "url"))
    try:
        needs = database.state(app).needs
    except OperationalError as error:
        why = str(error.orig).strip().splitlines()[0]
        return [problem(FILE, line, "no_database", N_("The database does not answer: %(why)s"), why=why)]
    if needs:
        behind = problem(FILE, line, "behind", N_("The database is not up to this version yet."))
        return [hinted(behind, N_("Please run: demosx upgrade"))]
    return _not_applied(site, app)


def _not_applied(site: Site, app: Application) -> list[Problem]:
    found = []
    with app.app_context():
        for file in rules_files.of_site(site.folder):
            source = rules_files.source_of(file) or ""
            key = rules_files.key_of(source)
            if key is None or any(version.source == source for version in versions(key)[:1]):
                continue
            shown = str(file.relative_to(site.folder))
            made = problem(
                shown, 1, "not_applied", N_("This file has not been applied as it is."), level="warning"
            )
            found.append(hinted(made, N_("To make it hold: demosx process apply %(file)s"), file=shown))
        db.session.rollback()
    return found


def _meant(found: Problem, word: str, known: list[str]) -> Problem:
    close = get_close_matches(word, known, n=1)
    return hinted(found, MEANT, meant=close[0]) if close else found
