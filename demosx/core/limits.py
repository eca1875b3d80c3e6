"""How often something may be tried. Counted in memory, or in the store that RATELIMIT_STORAGE_URI names.

In memory each worker counts for itself. When the store is gone each worker counts in memory until it is back: slower
to notice, never without a limit.
"""

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, current_app, request
from limits import parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from .errors import TooMany
from .security import digest


def address() -> str:
    """Who is calling, as far as the network says: an IPv4 address, or the /64 that one IPv6 customer has."""
    _warn_of_proxy()
    try:
        found = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return f"{IPv6Address(int(found) >> 64 << 64)}/64"
    return str(found)


def address_block() -> str:
    """From where the call comes, more coarsely: the /24 of an IPv4 address, the /48 of an IPv6 one."""
    found = address().removesuffix("/64")
    if found == "unknown":
        return found
    return str(ip_network(f"{found}/{48 if ':' in found else 24}", strict=False))


def take(what: str, rule: str, *who: str, cost: int = 1) -> bool:
    """Count one attempt at `what` by `who`; whether there was room for it under `rule`, such as "10 per 15 minutes".

    What is counted in another measure, such as bytes, says what it costs."""
    return _ask(lambda limiter: limiter.hit(parse(rule), what, *map(digest, who), cost=cost))


def throttle(what: str, rule: str, *who: str) -> None:
    """Count one attempt at `what` by `who`; raise TooMany when `rule` is used up."""
    if not take(what, rule, *who):
        raise TooMany()


def check(what: str, rule: str, *who: str) -> None:
    """Raise TooMany when `rule` is used up; count nothing. For attempts of which only the failed ones count."""
    if not _ask(lambda limiter: limiter.test(parse(rule), what, *map(digest, who))):
        raise TooMany()


def count(what: str, rule: str, *who: str) -> None:
    """Count one attempt, whatever has been counted before."""
    take(what, rule, *who)


def init_app(app: Flask) -> None:
    """Give an application its counters, and those in memory for when the store does not answer."""
    uri = app.config.setdefault("RATELIMIT_STORAGE_URI", "memory://")
    app.config.setdefault("RATELIMIT_ENABLED", True)
    app.config.setdefault("TRUSTED_PROXIES", 0)
    app.extensions["demosx_limits_told"] = set()
    app.extensions["demosx_limits"] = [
        FixedWindowRateLimiter(storage_from_string(uri, wrap_exceptions=True, **_patience(uri))),
        FixedWindowRateLimiter(storage_from_string("memory://")),
    ]


def _patience(uri: str) -> dict[str, float]:
    """How long a store on another machine is waited for: signing in must not hang with it."""
    return {"socket_connect_timeout": 0.5, "socket_timeout": 0.5} if uri.startswith("redis") else {}


def _warn_of_proxy() -> None:
    """Say once when everybody seems to call from one address, since the proxy before the site was not declared."""
    told = current_app.extensions["demosx_limits_told"]
    if current_app.config["TRUSTED_PROXIES"] or "proxy" in told or "X-Forwarded-For" not in request.headers:
        return
    told.add("proxy")
    current_app.logger.warning(
        "a request came through a proxy that demosx.toml does not declare: all visitors count as one address, and the "
        "limits may shut them out together. If the proxy is yours, set proxies = 1 under [server]."
    )


def _ask(question: Callable[[FixedWindowRateLimiter], bool]) -> bool:
    if not current_app.config["RATELIMIT_ENABLED"]:
        return True
    limiter, in_memory = current_app.extensions["demosx_limits"]
    try:
        return question(limiter)
    except StorageError as broken:
        current_app.logger.error("the store of the limits does not answer: %s", broken)
        return question(in_memory)
