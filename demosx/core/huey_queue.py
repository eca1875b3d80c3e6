"""A queue outside of the server: huey takes numbers through Redis or the database to `demosx worker`.

It is told nothing but numbers, as JSON; what they mean is in the rows of `core.jobs`. Only a site with such a queue
loads this: huey brings redis and psycopg along wherever they are installed.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from flask import Flask
from huey import Huey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import PostgresStorage, RedisStorage, SqliteStorage
from sqlalchemy import make_url

from .settings import Site


class Numbers(Serializer):  # type: ignore[misc]
    """Messages as JSON: a number, a name and one word. Nothing that is read can become code."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps([data.id, data.name, *data.args]).encode()

    def _deserialize(self, data: bytes) -> Any:
        number, name, what = json.loads(bytes(data))
        return Message(str(number), str(name), retries=0, retry_delay=0, args=(str(what),), kwargs={})


class Workers(Consumer):  # type: ignore[misc]
    """huey's threads, in a process that has its own say about signals."""

    def _set_signal_handlers(self) -> None:
        pass


class Outside:
    """The queue that a site's file names. What does not answer raises one of `errors()`."""

    def __init__(self, app: Flask, work: Callable[[str], None]) -> None:
        self._huey = Huey("demosx", results=False, serializer=Numbers(), **_storage(app))
        self._task = self._huey.task(name="job")(work)
        self._workers: Workers | None = None

    def send(self, number: str) -> None:
        """Send a number to whoever works."""
        self._task(number)

    def waiting(self) -> int:
        """How many numbers wait to be taken."""
        return int(self._huey.storage.queue_size())

    def start(self, threads: int) -> None:
        """Begin to take numbers in this process."""
        self._workers = Workers(
            self._huey, workers=threads, periodic=False, max_delay=1.0, scheduler_interval=60,
            shutdown_timeout=10, check_worker_health=False,
        )  # fmt: skip
        self._workers.start()

    def stop(self) -> None:
        """End after what is under way, waiting for it ten seconds at most, and let go of the connection."""
        if self._workers is not None:
            workers, self._workers = self._workers, None
            workers.stop(graceful=True)
        self._huey.storage.close()


def errors() -> tuple[type[Exception], ...]:
    """What a queue raises that does not answer; a library that is not installed raises nothing."""
    found: list[type[Exception]] = [OSError, sqlite3.Error]
    for library, name in (("redis", "RedisError"), ("psycopg", "Error")):
        with suppress(ImportError):
            found.append(getattr(import_module(library), name))
    return tuple(found)


def _storage(app: Flask) -> dict[str, Any]:
    site: Site = app.extensions["demosx_site"]
    if site.jobs.queue != "database":
        redis = import_module("redis")
        pool = redis.ConnectionPool.from_url(site.jobs.queue, socket_connect_timeout=2, socket_timeout=5)
        return {"storage_class": RedisStorage, "connection_pool": pool}
    address = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if address.get_backend_name() == "sqlite":
        return {"storage_class": SqliteStorage, "filename": str(site.folder / "data" / "jobs.sqlite")}
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    return {"storage_class": PostgresStorage, "dsn": plain}
