"""`demosx run`: a server for trying out."""

import signal
import socket
from types import FrameType

import click
from pydantic import HttpUrl
from werkzeug.serving import WSGIRequestHandler, make_server

from ..app import create_app
from ..core.job_queue import queue_of
from ..core.settings import Site, named
from ..core.terminal import _
from .listening import check_shape, is_loopback, listen, warn_if_open
from .opening import Opener
from .ticker import Ticker


class Quiet(WSGIRequestHandler):
    """Says nothing of requests that went well."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Leave requests out of the log: what people read is nobody's business."""


@click.command(help=_("Serve the site on this machine, for trying it out."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("The address to serve at."))
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help=_("0: any free one.")
)
@click.pass_obj
def run(opener: Opener, host: str, port: int) -> None:
    """Serve until interrupted."""
    site = opener.site()
    with listen(host, port) as listener:
        _serve(_at(site, host, listener.getsockname()[1]), host, listener)


def _serve(site: Site, host: str, listener: socket.socket) -> None:
    app = create_app(site, DEMO_SIGN_IN=True)
    check_shape(app)
    warn_if_open(site, host)
    port = listener.getsockname()[1]
    server = make_server(host, port, app, threaded=True, request_handler=Quiet, fd=listener.fileno())
    ticker = Ticker(app)
    signal.signal(signal.SIGTERM, _interrupt)
    _say_where(site, host, listener)
    ticker.start()
    if not site.jobs.queue:
        queue_of(app).start()
    try:
        server.serve_forever()
    finally:
        queue_of(app).stop()
        ticker.stop()


def _at(site: Site, host: str, port: int) -> Site:
    """The site, with links that lead to where it is served now if its own address is of this machine."""
    if not is_loopback(site.url.host or "") or not is_loopback(host):
        return site
    shown = f"[{host}]" if ":" in host else host
    return site.model_copy(update={"url": HttpUrl(f"http://{shown}:{port}")})


def _say_where(site: Site, host: str, listener: socket.socket) -> None:
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    click.echo(_("%(name)s is at %(address)s", name=named(site.name, site.languages[0]), address=address))
    if site.url.scheme == "https":
        click.echo(
            _(
                "Note: the site's own address is %(address)s; signing in works only there.",
                address=site.address,
            )
        )
    if site.demo:
        click.echo(_("Sign in as anybody with one click: %(address)s/demo", address=address))
    click.echo(_("Stop with Ctrl-C."))


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
