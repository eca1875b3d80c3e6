"""What a running server does by itself: every half minute, what the calendar has made due, and the mail.

Only one thread of one process of a site folder does it at a time: the one that holds the lock. When that process ends,
however it ends, the lock is free and another one takes over.
"""

import fcntl
import logging
import threading
from pathlib import Path
from typing import IO

from sqlalchemy.exc import OperationalError

from ..core import job_queue, ticks
from ..core.mail import deliver
from ..core.settings import site
from ..core.web import Application

EVERY = 30.0  # seconds
LETTERS = 200
log = logging.getLogger("demosx.ticker")


def do_what_is_due(app: Application) -> dict[str, int]:
    """One round: everything that is due by now, then the jobs that wait, then mail. How much of each was done.

    Jobs are done and mail leaves also where something that was due could not be done; that is raised after it.
    """
    with app.app_context():
        try:
            done = ticks.run()
        finally:
            try:
                jobs_done = job_queue.sweep()
            finally:
                sent = deliver(LETTERS)
    return {
        **done,
        "jobs": jobs_done,
        "letters_sent": sent.sent,
        "letters_delayed": sent.delayed,
        "letters_failed": sent.failed,
        "letters_dropped": sent.dropped,
    }


class Ticker:
    """A thread that goes round for as long as its process serves."""

    def __init__(self, app: Application, every: float = EVERY) -> None:
        with app.app_context():
            self._lock_file: Path = site().folder / "data" / "ticker.lock"
        self._app = app
        self._every = every
        self._stopped = threading.Event()
        self._held: IO[str] | None = None
        self._thread = threading.Thread(target=self._go_round, name="ticker", daemon=True)

    def start(self) -> None:
        """Begin, with a first round at once."""
        self._thread.start()

    def stop(self, wait: float = 10.0) -> None:
        """End after the present round, waiting for it at most so many seconds."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(wait)
        if self._held is not None:
            self._held.close()
            self._held = None

    def _go_round(self) -> None:
        while not self._stopped.is_set():
            if self._holds_lock():
                # A round has a thread of its own, so that one that breaks is reported and the next still comes.
                one = threading.Thread(target=self._round, name="ticker-round", daemon=True)
                one.start()
                one.join()
            self._stopped.wait(self._every)

    def _round(self) -> None:
        try:
            done = do_what_is_due(self._app)
        except OperationalError as error:
            log.warning("the database did not answer, so nothing was done this time: %s", error.orig)
            return
        if any(done.values()):
            log.info("done: %s", ", ".join(f"{name} {number}" for name, number in done.items() if number))

    def _holds_lock(self) -> bool:
        if self._held is not None:
            return True
        handle = self._lock_file.open("w", encoding="ascii")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._held = handle
        return True
