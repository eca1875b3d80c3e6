"""For which address passkeys are made: the site's own, as its settings say, whatever a request calls itself."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from ..core.settings import site


def rp_id() -> str:
    """The host that passkeys belong to."""
    return urlsplit(site().address).hostname or ""


def origin() -> str:
    """The origin in which a browser has to have asked for a passkey."""
    parts = urlsplit(site().address)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname}{port}"


def offered() -> bool:
    """Whether this site takes passkeys: it wants to, and has the kind of address for which browsers make them."""
    if not site().sign_in.passkeys:
        return False
    try:
        ip_address(rp_id())
    except ValueError:
        return origin().startswith("https://") or rp_id() == "localhost"
    return False
