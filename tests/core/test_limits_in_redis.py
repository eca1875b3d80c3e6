"""Limits that several machines share: counted together, never without one when the store is gone, used again after."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from demosx.core.errors import TooMany
from demosx.core.limits import check, init_app, take, throttle

REDIS = os.environ.get("DEMOSX_TEST_REDIS", "")
FIVE = "5 per hour"


def machine(uri: str) -> Flask:
    """A server of its own that counts in this store."""
    app = Flask("limited")
    app.config["RATELIMIT_STORAGE_URI"] = uri
    init_app(app)
    return app


def passes(app: Flask, who: str, times: int, rule: str = FIVE) -> int:
    """How many attempts get through."""
    with app.app_context():
        return sum(take("door", rule, who) for _ in range(times))


@pytest.fixture
def uri() -> str:
    """The address of a running Redis."""
    if not REDIS:
        if os.environ.get("CI") == "true":
            pytest.fail("DEMOSX_TEST_REDIS must be set in CI")
        pytest.skip("set DEMOSX_TEST_REDIS to run with Redis")
    return REDIS


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def own(tmp_path: Path, port: int) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start a Redis of the test's own, again and again on one port."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        started.append(process)
        for _ in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    return process
            time.sleep(0.05)
        raise TimeoutError("redis-server does not answer")

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_two_machines_count_together(uri: str) -> None:
    one, other, who = machine(uri), machine(uri), uuid4().hex
    assert passes(one, who, 3) + passes(other, who, 10) == 5
    with one.app_context():
        with pytest.raises(TooMany):
            throttle("door", FIVE, who)
        with pytest.raises(TooMany):
            check("door", FIVE, who)
        check("window", FIVE, who)


def test_at_once_no_more_get_through_than_may(uri: str) -> None:
    machines, who = [machine(uri) for _ in range(4)], uuid4().hex
    with ThreadPoolExecutor(16) as pool:
        through = sum(pool.map(lambda n: passes(machines[n % 4], who, 5), range(16)))
    assert through == 5


def test_in_memory_at_once_no_more_get_through_than_may() -> None:
    app, who = machine("memory://"), uuid4().hex
    with ThreadPoolExecutor(16) as pool:
        through = sum(pool.map(lambda _n: passes(app, who, 5), range(16)))
    assert through == 5


def test_nobody_is_in_the_store_by_name(uri: str, port: int, own: Callable[[], object]) -> None:
    own()
    import redis

    app = machine(f"redis://127.0.0.1:{port}/0")
    passes(app, "kim@example.org", 1)
    kept = b" ".join(map(bytes, redis.Redis(port=port).scan_iter()))
    assert kept and b"kim" not in kept and b"example" not in kept


def test_without_its_store_a_machine_still_limits_and_uses_it_again(
    port: int, own: Callable[[], subprocess.Popen[bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    process = own()
    one, other = machine(f"redis://127.0.0.1:{port}/0"), machine(f"redis://127.0.0.1:{port}/0")
    assert passes(one, "kim", 3) + passes(other, "kim", 10) == 5
    process.kill()
    process.wait()
    assert passes(one, "kim", 20) == 5, "it counts for itself, from nothing, and never without a limit"
    assert passes(one, "kim", 20) == 0
    assert "does not answer" in caplog.text
    own()
    assert passes(one, "lee", 3) + passes(other, "lee", 10) == 5, "both count together again"


def test_a_store_that_does_not_answer_holds_nobody_up() -> None:
    with silent() as port:
        app = machine(f"redis://127.0.0.1:{port}/0")
        begun = time.monotonic()
        assert passes(app, "kim", 1) == 1
        assert time.monotonic() - begun < 5
        assert passes(app, "kim", 6, "3 per hour") == 3


@contextmanager
def silent() -> Iterator[int]:
    """Something that takes connections and says nothing."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take_all() -> None:
            try:
                while True:
                    held.append(server.accept()[0])
            except OSError:
                return

        threading.Thread(target=take_all, daemon=True).start()
        yield int(server.getsockname()[1])
    for connection in held:
        connection.close()
