"""How the numbers of jobs travel: within the server, or through a queue outside of it to `demosx worker`."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

from . import jobs, mail
from .settings import site

if TYPE_CHECKING:
    from .huey_queue import Outside

WAITING_ENOUGH = 1000
REST = 15.0  # seconds in which a queue that did not answer is not asked again
THREADS = 2
GRACE = 10.0  # seconds for which what is under way is waited for


class QueueAway(Exception):
    """The queue does not answer. The rows of the jobs are there; the sweep finds them."""


class Here:
    """Numbers in the memory of this process, and the threads that take them. What is left at the end is swept."""

    def __init__(self, work: Callable[[str], None], threads: int) -> None:
        self._work = work
        self._numbers: SimpleQueue[str] = SimpleQueue()
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._go_on, name=f"jobs-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def send(self, number: str) -> None:
        """Give a number to the next thread that is free."""
        self._numbers.put(number)

    def stop(self) -> None:
        """End after what is under way, waiting for it ten seconds at most."""
        self._stopped.set()
        for _thread in self._threads:
            self._numbers.put("")  # wakes one who waits
        ends = time.monotonic() + GRACE
        for thread in self._threads:
            thread.join(max(0.0, ends - time.monotonic()))

    def _go_on(self) -> None:
        while True:
            number = self._numbers.get()
            if self._stopped.is_set():
                return
            # A job has a thread of its own, so that one that breaks is reported and the next is done all the same.
            one = threading.Thread(target=self._work, args=(number,), name="job", daemon=True)
            one.start()
            one.join()


class Queue:
    """The queue of one application, made when it is first needed: a forked worker makes its own."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._made: Outside | None = None
        self._here: Here | None = None
        self._away_until = 0.0

    def carry(self, numbers: list[str]) -> None:
        """Send numbers to whoever works. In a process in which nobody does they stay for the sweep; so they do when
        the queue does not answer, which the request that asked for the jobs never hears of."""
        if outside():
            if time.monotonic() >= self._away_until:
                with suppress(QueueAway):
                    self.send(numbers)
            return
        here = self._here
        if here is not None:
            for number in numbers:
                here.send(number)

    def send(self, numbers: list[str]) -> None:
        """Send numbers to `demosx worker`. Raises QueueAway."""

        def sending() -> None:
            for number in numbers:
                self._outside.send(number)

        self._ask(sending)

    def waiting(self) -> int:
        """How many numbers wait for `demosx worker`. Raises QueueAway."""

        def asking() -> int:
            return self._outside.waiting()

        return int(self._ask(asking))

    def start(self, threads: int = THREADS) -> None:
        """Begin to work in this process, in threads of its own."""
        with self._app.app_context():
            if outside():
                self._outside.start(threads)
            else:
                self._here = Here(self._work, threads)

    def stop(self) -> None:
        """End after what is under way, waiting for it ten seconds at most."""
        if self._here is not None:
            here, self._here = self._here, None
            here.stop()
        if self._made is not None:
            self._made.stop()

    def _ask(self, question: Callable[[], Any]) -> Any:
        from .huey_queue import errors

        try:
            return question()
        except errors() as broken:
            self._away_until = time.monotonic() + REST
            self._app.logger.warning(
                "the queue of jobs does not answer, so they wait for the next round: %s", broken
            )
            raise QueueAway(str(broken)) from broken

    @property
    def _outside(self) -> "Outside":
        from .huey_queue import Outside  # for a site on several machines alone

        with self._lock:
            if self._made is None:
                self._made = Outside(self._app, self._work)
            return self._made

    def _work(self, number: str) -> None:
        with self._app.app_context():
            jobs.run(number)


def init_app(app: Flask) -> None:
    """Give an application its queue of jobs."""
    queue = Queue(app)
    app.extensions["demosx_queue"] = queue
    jobs.init_app(app, queue.carry)
    jobs.on_nudge("mail", mail.deliver_all)


def queue_of(app: Flask) -> Queue:
    """The queue of an application."""
    found: Queue = app.extensions["demosx_queue"]
    return found


def outside() -> bool:
    """Whether `demosx worker` does the jobs, and not the server itself."""
    return bool(site().jobs.queue)


def sweep() -> int:
    """Find jobs that are due: new ones whose number was lost, put off ones, those whose taker was killed.

    With workers they are sent to them again; without, or where the queue does not answer, they are done here.
    """
    queue = queue_of(current_app)
    if outside():
        try:
            room = WAITING_ENOUGH - queue.waiting()
            numbers = jobs.due(room) if room > 0 else []
            if numbers:
                queue.send(numbers)
            return 0
        except QueueAway:
            pass
    return jobs.run_due()
