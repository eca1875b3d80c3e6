"""`demosx run`, `demosx serve` and the clockwork behind them, as processes of their own."""

import gc
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from demosx.app import create_app
from demosx.commands.ticker import Ticker
from demosx.config import load_site
from demosx.core import ticks
from demosx.core.db import db, transaction
from demosx.core.mail import post
from demosx.core.web import Application

from .calling import call, edit, ok, start

PATIENCE = 60.0  # seconds


def fetch(url: str, **headers: str) -> tuple[int, str]:
    """Status and text of a page; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except (urllib.error.URLError, ConnectionError):
        return 0, ""


def wait_for(url: str, process: subprocess.Popen[str]) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + PATIENCE
    while fetch(url)[0] == 0:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "the server does not answer"
        time.sleep(0.1)


def stop(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Ask a server to stop; its exit code and what it said to stderr."""
    process.send_signal(signal.SIGTERM)
    _said, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, errors


@pytest.fixture
def free_port() -> int:
    """A port that nobody serves at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


@pytest.fixture
def app(site: Path) -> Iterator[Application]:
    """The application of the site folder."""
    made = create_app(load_site(site, {}))
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def test_run_serves_says_where_and_stops_at_once(site: Path) -> None:
    process = start("--site", site, "run", "--port", 0)
    assert process.stdout is not None
    said = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert address is not None and said.startswith("Handeul is at ")
    wait_for(address[0], process)
    assert fetch(f"{address[0]}/")[0] == 200
    assert fetch(f"{address[0]}/nowhere")[0] == 404
    assert stop(process) == (0, "")


def test_run_sends_mail_with_links_to_where_it_is(site: Path, app: Application) -> None:
    process = start("--site", site, "run", "--port", 0)
    assert process.stdout is not None
    process.stdout.readline()
    end = time.monotonic() + PATIENCE
    while not list((site / "data" / "mail").glob("*.eml")):
        assert time.monotonic() < end, "no mail was sent"
        time.sleep(0.1)
    assert stop(process)[0] == 0


def test_run_says_when_the_port_is_taken(site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = call("--site", site, "run", "--port", taken.getsockname()[1])
    assert result.exit_code == 1
    assert result.stderr.startswith("demosx: Cannot serve at 127.0.0.1 port ")


def test_run_needs_a_database_of_this_version(site: Path) -> None:
    (site / "data" / "demosx.sqlite").unlink()
    for name in ("run", "serve"):
        result = call("--site", site, name)
        assert (result.exit_code, result.stderr) == (
            1, "demosx: The database is not up to this version yet. Please run: demosx upgrade\n"
        )  # fmt: skip


def test_serve_has_workers_ticks_once_and_stops_gracefully(
    site: Path, free_port: int, app: Application
) -> None:
    process = start("--site", site, "serve", "--port", free_port, "--workers", 2, "--threads", 2)
    address = f"http://127.0.0.1:{free_port}"
    wait_for(address, process)
    assert all(fetch(f"{address}/")[0] == 200 for _ in range(20))
    end = time.monotonic() + PATIENCE
    while not list((site / "data" / "mail").glob("*.eml")):
        assert time.monotonic() < end, "no mail was sent"
        time.sleep(0.1)
    code, errors = stop(process)
    assert code == 0
    assert "Traceback" not in errors
    assert len(list((site / "data" / "mail").glob("*.eml"))) == 1


def test_serve_believes_as_many_proxies_as_the_site_says(site: Path, free_port: int) -> None:
    edit(site / "demosx.toml", "#proxies = 0", "proxies = 1")
    process = start("--site", site, "serve", "--port", free_port, "--workers", 1)
    address = f"http://127.0.0.1:{free_port}"
    wait_for(address, process)
    with urllib.request.urlopen(
        urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"}), timeout=5
    ) as answer:
        assert answer.headers["Strict-Transport-Security"]
    assert stop(process)[0] == 0


def test_serve_believes_no_proxy_by_default(site: Path, free_port: int) -> None:
    process = start("--site", site, "serve", "--port", free_port, "--workers", 1)
    address = f"http://127.0.0.1:{free_port}"
    wait_for(address, process)
    with urllib.request.urlopen(
        urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"}), timeout=5
    ) as answer:
        assert answer.headers["Strict-Transport-Security"] is None
    assert stop(process)[0] == 0


def test_only_one_ticker_ticks_and_another_takes_over(app: Application) -> None:
    rounds: list[str] = []
    first, second = Ticker(app, every=0.05), Ticker(app, every=0.05)
    ticks.register(app, "count", lambda: rounds.append("round") or 0)
    first.start()
    _until(lambda: bool(rounds))
    second.start()
    time.sleep(0.2)
    assert second._held is None
    first.stop()
    before = len(rounds)
    _until(lambda: len(rounds) > before)
    second.stop()
    after = len(rounds)
    time.sleep(0.2)
    assert len(rounds) == after


def test_workers_share_what_was_there_before_them(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(
        "demosx.commands.serve.Server.run", lambda _server: frozen.append(gc.get_freeze_count())
    )
    try:
        ok("--site", site, "serve")
    finally:
        gc.unfreeze()
    assert frozen[0] > 100_000


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_round_that_breaks_does_not_end_the_ticker(app: Application) -> None:
    rounds: list[int] = []

    def break_first() -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise ZeroDivisionError
        return 0

    ticks.register(app, "breaks", break_first)
    ticker = Ticker(app, every=0.05)
    ticker.start()
    _until(lambda: len(rounds) >= 3)
    ticker.stop()


def test_a_letter_is_sent_in_the_next_round(site: Path, app: Application) -> None:
    with app.app_context(), transaction():
        post("someone@city.example", "Subject", "Body")
    said = call("--site", site, "tick").stdout
    assert "letters_sent: 2" in said
    assert call("--site", site, "tick").stdout == "Nothing was due.\n"


def _until(holds: object) -> None:
    assert callable(holds)
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
