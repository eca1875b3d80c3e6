"""`demosx serve`: a server for real, with several workers and threads."""

import gc
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from ..core.db import db
from ..core.job_queue import queue_of
from ..core.settings import Site
from ..core.terminal import _
from ..core.web import Application
from .listening import check_shape, warn_if_open
from .opening import Opener
from .ticker import Ticker

TIMEOUT, GRACE, KEEP = 60, 30, 5  # seconds: a silent worker, a stop, an idle connection


class Server(BaseApplication):
    """Gunicorn, set up by us instead of by a file."""

    def __init__(self, app: Application, options: dict[str, Any]) -> None:
        self._app = app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Set what we want; what this version of gunicorn does not know is left out."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made before the workers are, which share its memory."""
        return self._app


@click.command(help=_("Serve the site for real, with several workers."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("The address to serve at."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help=_("Processes; by default as in demosx.toml."))
@click.option(
    "--threads", type=click.IntRange(1, 64), help=_("Threads in each; by default as in demosx.toml.")
)
@click.pass_obj
def serve(opener: Opener, host: str, port: int, workers: int | None, threads: int | None) -> None:
    """Serve until told to stop; requests under way are finished first."""
    site = opener.site()
    app = opener()
    check_shape(app)
    warn_if_open(site, host)
    gc.freeze()  # what is there by now stays shared: no worker looks through it for garbage, which would copy it
    Server(app, options(app, site, host, port, workers, threads)).run()


def options(
    app: Application, site: Site, host: str, port: int, workers: int | None, threads: int | None
) -> dict[str, Any]:
    """What gunicorn is told. Proxies are believed by the application, as far as the site says, and never here.

    There is no access log: addresses hold the secrets of mailed links, and what people read is nobody's business.
    """
    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers or site.server.workers,
        "threads": threads or site.server.threads,
        "worker_class": "gthread",
        "preload_app": True,
        "timeout": TIMEOUT,
        "graceful_timeout": GRACE,
        "keepalive": KEEP,
        "proc_name": "demosx",
        "forwarded_allow_ips": "",
        "accesslog": None,
        "control_socket_disable": True,
        **_hooks(app, site),
    }


def _hooks(app: Application, site: Site) -> dict[str, Any]:
    """What happens in the life of a worker."""
    tickers: list[Ticker] = []

    def post_fork(_server: Any, _worker: Any) -> None:
        # Connections of the parent belong to the parent: the child forgets them without closing them.
        with app.app_context():
            db.engine.dispose(close=False)

    def post_worker_init(_worker: Any) -> None:
        tickers.append(Ticker(app))
        tickers[0].start()
        if not site.jobs.queue:
            queue_of(app).start()

    def worker_exit(_server: Any, _worker: Any) -> None:
        queue_of(app).stop()
        for ticker in tickers:
            ticker.stop()

    return {"post_fork": post_fork, "post_worker_init": post_worker_init, "worker_exit": worker_exit}
