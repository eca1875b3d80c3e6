"""`demosx worker`: does the jobs of a site that runs on several machines."""

import signal
import threading
from types import FrameType

import click

from ..core.job_queue import outside, queue_of
from ..core.terminal import _
from .cannot import CannotDo
from .listening import check_shape
from .opening import Opener
from .ticker import Ticker


class NothingToWorkOn(CannotDo):
    """The server itself does the jobs of this site."""


@click.command(help=_("Do the jobs of a site that runs on several machines."))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help=_("Jobs at once."))
@click.pass_obj
def worker(opener: Opener, threads: int) -> None:
    """Work until told to stop; what is under way is finished first."""
    app = opener()
    check_shape(app)
    with app.app_context():
        if not outside():
            raise NothingToWorkOn(
                _("The server does the jobs of this site itself. For several machines set queue under [jobs] in "
                  "demosx.toml to “database” or the address of a Redis.")
            )  # fmt: skip
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    ticker = Ticker(app)
    ticker.start()
    queue_of(app).start(threads)
    click.echo(_("Working. Stop with Ctrl-C."))
    stopped.wait()
    queue_of(app).stop()
    ticker.stop()
