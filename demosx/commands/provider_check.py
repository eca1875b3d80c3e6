"""The single checks of `demosx check` that are about ways of signing in."""

from .. import plugins
from ..config import FILE, SECRETS_FILE
from ..config_problems import hinted, problem
from ..core.settings import Site
from ..core.terminal import N_
from ..identity.providers import of_site
from ..process.problems import Problem
from .site_check import lines_of


def ways(site: Site) -> list[Problem]:
    """Providers without a secret and secrets without a provider; ways of plugins that are not there; no way at all."""
    offered = _offered(site)
    return [
        *_without_secret(site, offered),
        *_without_provider(site, offered),
        *_not_brought(site, offered),
        *_no_way(site, offered),
    ]


def addresses(site: Site) -> dict[str, str]:
    """Where each provider sends people back to: what has to be entered there."""
    return {key: f"{site.address}/sign-in/{key}/callback" for key in _offered(site)}


def _offered(site: Site) -> list[str]:
    """The keys of the providers that are on; none that a plugin brings which is not installed."""
    there = [name for name in site.plugins if name in plugins.installed()]
    brought = [one for plugin in plugins.load(there) for one in plugin.sign_in]
    return [one.key for one in of_site(site, brought)]


def _without_secret(site: Site, offered: list[str]) -> list[Problem]:
    lines = lines_of(site)
    found = []
    for key in offered:
        if site.client_secrets.get(key):
            continue
        place = ("sign_in", "openid", key) if key in site.sign_in.openid else ("sign_in", key)
        what = N_("Signing in by %(key)s is on, but there is no secret for it.")
        made = problem(FILE, lines.line(place), "no_client_secret", what, level="warning", key=key)
        how = N_('Please put it into %(file)s, under [client_secrets]: %(key)s = "…"; or into %(variable)s.')
        found.append(
            hinted(made, how, file=SECRETS_FILE, key=key, variable=f"DEMOSX_CLIENT_SECRET_{key.upper()}")
        )
    return found


def _without_provider(site: Site, offered: list[str]) -> list[Problem]:
    what = N_("There is a secret for %(key)s, but signing in by it is not on: its client id is missing.")
    return [
        problem(FILE, lines_of(site).line(("sign_in",)), "no_client_id", what, level="warning", key=key)
        for key in site.client_secrets
        if key not in offered
    ]


def _not_brought(site: Site, offered: list[str]) -> list[Problem]:
    what = N_("No plugin brings a way of signing in that is called “%(key)s”.")
    lines = lines_of(site)
    return [
        problem(FILE, lines.line(("sign_in", "others", key)), "no_provider", what, key=key)
        for key, one in site.sign_in.others.items()
        if one.client_id and key not in offered
    ]


def _no_way(site: Site, offered: list[str]) -> list[Problem]:
    if offered or site.sign_in.password or site.sign_in.link:
        return []
    what = N_("Nobody could sign in: passwords and mailed links are off, and there is no provider.")
    return [problem(FILE, lines_of(site).line(("sign_in",)), "no_way_in", what)]
