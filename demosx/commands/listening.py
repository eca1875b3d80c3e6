"""Taking an address to serve on, and making sure that the site can be served at all."""

import socket
from ipaddress import ip_address

import click

from ..core.settings import Site
from ..core.terminal import _
from ..core.web import Application
from . import database
from .cannot import CannotDo


class AddressTaken(CannotDo):
    """The address cannot be served on."""


class NeedsUpgrade(CannotDo):
    """The database is older than this version."""


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to an address; port 0 takes any free one. Raises AddressTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise AddressTaken(
            _("Cannot serve at %(host)s port %(port)s (%(why)s). Choose another one with --port.",
              host=host, port=port, why=error.strerror or "")
        ) from error  # fmt: skip


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine as it calls itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_shape(app: Application) -> None:
    """Raise NeedsUpgrade if the database is older than this version."""
    if database.state(app).needs:
        raise NeedsUpgrade(_("The database is not up to this version yet. Please run: demosx upgrade"))


def warn_if_open(site: Site, host: str) -> None:
    """Say when a demonstration can be reached from other machines."""
    if site.demo and not is_loopback(host):
        click.echo(
            _("Note: this is a demonstration, and %(host)s lets other machines reach it. One-click sign-in works only "
              "on this machine.", host=host),
            err=True,
        )  # fmt: skip
