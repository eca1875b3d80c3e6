"""Where a demonstration lets anybody be one of its people: on its own machine, and nowhere else."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, request

from ..core.settings import site

OF_PROXIES = ("forwarded", "x-forwarded-", "x-real-ip", "via")


def open_here() -> bool:
    """Whether this is a demonstration that is being tried out here, and the request is from this machine, unforwarded.

    A proxy on the same machine makes every visitor look like a local one. So it takes `demosx run`, which sets
    DEMO_SIGN_IN, and an address in the site file that nobody else could open; what a request says is not enough.
    """
    offered = site().demo and bool(current_app.config.get("DEMO_SIGN_IN"))
    private = offered and _loopback(site().url.host or "")
    return private and _loopback(request.remote_addr or "") and _loopback(_host()) and not _forwarded()


def _forwarded() -> bool:
    """Whether a proxy has left a trace. Its headers are not believed, but taken as a warning."""
    return any(name.lower().startswith(OF_PROXIES) for name, _value in request.headers)


def _host() -> str:
    """What the browser calls this site. A page of another name that points here gets nothing."""
    return urlsplit(f"//{request.environ.get('HTTP_HOST', '')}").hostname or ""


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
