"""The providers of a site: those that DemosX knows, any of OpenID Connect, and those that plugins bring.

A provider is offered where the site file has a client id for it.
"""

from dataclasses import replace

from flask import Flask, current_app, url_for
from flask_babel import gettext as _

from ..core.errors import NotFound
from ..core.i18n import language, local_name
from ..core.providers import Provider
from ..core.settings import Site
from ..people.ways import Way, add_way
from ..process.particles import towards
from . import google, kakao, naver, openid

KNOWN = (kakao.PROVIDER, naver.PROVIDER, google.PROVIDER)


def init_app(app: Flask, site: Site, brought: list[Provider]) -> None:
    """Give an application the providers of its site; `brought` are those of its plugins."""
    found: dict[str, Provider] = {}
    taken = {
        kind
        for check in app.extensions["demosx_registry"].checks.values()
        for kind in (check.name, check.knows_by)
    }
    for key in site.sign_in.openid:
        if key in taken:
            raise ValueError(
                f"a check knows people by “{key}”, so that no way of signing in can be called so"
            )
    for provider in of_site(site, brought):
        if provider.key in found:
            raise ValueError(f"two ways of signing in are called {provider.key}")
        found[provider.key] = provider
        add_way(app, _way(provider))
    app.extensions["demosx_providers"] = found


def of_site(site: Site, brought: list[Provider]) -> list[Provider]:
    """The providers for which the site has a client id, in the order of their buttons."""
    settings = site.sign_in
    ids = {"kakao": settings.kakao, "naver": settings.naver, "google": settings.google, **settings.others}
    known = [replace(one, client_id=ids[one.key].client_id) for one in (*KNOWN, *brought) if one.key in ids]
    own = [openid.provider(key, one) for key, one in settings.openid.items()]
    return sorted((one for one in (*known, *own) if one.client_id), key=lambda one: one.order)


def providers() -> dict[str, Provider]:
    """Those that are offered, by their keys."""
    found: dict[str, Provider] = current_app.extensions["demosx_providers"]
    return found


def provider_of(key: str) -> Provider:
    """The provider with this key. Raises NotFound for one that is not offered."""
    if key not in providers():
        raise NotFound()
    return providers()[key]


def name_of(key: str) -> str:
    """What a provider is called, in the reader's language; its key where it is not offered any more."""
    found = providers().get(key) or next((one for one in KNOWN if one.key == key), None)
    return local_name(dict(found.names), key) if found else key


def label_of(provider: Provider) -> str:
    """The words on its button."""
    if provider.label:
        return str(provider.label)
    name = name_of(provider.key)
    # In Korean the particle follows the sound of the name: “시청 계정으로 시작하기”, “카카오로 시작하기”.
    return _("Go on with %(provider)s", provider=towards(name) if language() == "ko" else name)


def _way(provider: Provider) -> Way:
    return Way(
        key=provider.key,
        label=lambda: label_of(provider),
        name=lambda: name_of(provider.key),
        url=lambda onward: url_for("identity.leave", key=provider.key, next=onward or None),
        order=provider.order,
    )
