"""Where a demonstration lets anybody be one of its people: on its own machine, and nowhere else."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from ..core.settings import site

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


def open_here() -> bool:
    """Whether this is a demonstration and the request is from its own machine, under its own name, without a proxy."""
    here = _loopback(request.remote_addr or "") and _loopback(_host())
    return site().demo and here and not any(name in request.headers for name in FORWARDED)


def _host() -> str:
    """What the browser calls this site. A page of another name that points here gets nothing."""
    return urlsplit(f"//{request.environ.get('HTTP_HOST', '')}").hostname or ""


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
