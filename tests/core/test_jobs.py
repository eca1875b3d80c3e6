"""Jobs: written with what asks for them, done once, whatever is killed in between."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from demosx.core import clock, job_queue, jobs
from demosx.core.db import db, transaction
from demosx.core.jobs import Job, Overtaken, enqueue, nudge, on_nudge, run, run_due, task
from demosx.ledger.models import Entry
from demosx.ledger.services import record

MakeApp = Callable[..., Flask]
REDIS = os.environ.get("DEMOSX_TEST_REDIS", "")
behaviour: dict[str, Callable[[int], None]] = {}


@task("test_note", tries=3, within=timedelta(seconds=30))
def note(number: int) -> None:
    """Leave a trace in the history, then do what the test wants."""
    record("test_noted", data={"number": number}, public=False)
    db.session.flush()
    behaviour.get("then", lambda _number: None)(number)


@pytest.fixture(autouse=True)
def behave() -> Iterator[None]:
    behaviour.clear()
    yield
    behaviour.clear()


def ask(number: int, key: str | None = None, **more: Any) -> None:
    with transaction():
        enqueue("test_note", key, number=number, **more)


def rows() -> list[Job]:
    db.session.rollback()
    return list(db.session.scalars(select(Job).order_by(Job.id).execution_options(populate_existing=True)))


def traces() -> list[int]:
    db.session.rollback()
    query = select(Entry.data).where(Entry.verb == "test_noted").order_by(Entry.id)
    return [data["number"] for data in db.session.scalars(query)]


def make_due() -> None:
    with transaction():
        db.session.execute(update(Job).values(due_at=clock.wall()))


def test_a_job_is_asked_for_with_what_causes_it_or_not_at_all(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        enqueue("test_note", number=1)
        raise RuntimeError
    assert rows() == [] and run_due() == 0


def test_a_job_is_done_and_gone(app: Flask) -> None:
    ask(1)
    ask(2)
    assert run_due() == 2
    assert traces() == [1, 2] and rows() == []


def test_of_those_that_wait_a_key_is_there_once(app: Flask) -> None:
    ask(1, "same")
    ask(2, "same")
    ask(3, "other")
    assert run_due() == 2 and traces() == [1, 3]
    ask(4, "same")
    assert run_due() == 1, "what was done makes room"


def test_a_name_that_means_nothing_cannot_be_asked_for(app: Flask) -> None:
    with pytest.raises(ValueError, match="no task"), transaction():
        enqueue("test_unheard_of")


def test_what_breaks_leaves_nothing_and_is_tried_again_later(app: Flask) -> None:
    def break_once(number: int) -> None:
        raise ZeroDivisionError("once")

    behaviour["then"] = break_once
    ask(1)
    ask(2)
    with pytest.raises(ExceptionGroup):
        run_due()
    assert traces() == [], "what it wrote is undone"
    first, second = rows()
    assert (first.state, first.attempts, second.state) == ("waiting", 1, "waiting"), "the other had its turn"
    assert first.due_at > clock.wall() + timedelta(seconds=5) and "ZeroDivisionError: once" in first.error
    assert run_due() == 0, "it waits"
    behaviour.clear()
    make_due()
    assert run_due() == 2 and traces() == [1, 2]


def test_what_breaks_again_and_again_is_left_for_somebody_to_look(app: Flask) -> None:
    def always(number: int) -> None:
        raise ZeroDivisionError

    behaviour["then"] = always
    ask(1, "key")
    for _attempt in range(3):
        make_due()
        with pytest.raises(ExceptionGroup):
            run_due()
    (job,) = rows()
    assert (job.state, job.attempts) == ("failed", 3)
    make_due()
    assert run_due() == 0
    behaviour.clear()
    with transaction():
        number = job.id
        assert jobs.again(number) and not jobs.again(number)
    assert run_due() == 1 and traces() == [1]


def test_one_that_waits_is_enough_where_another_broke(app: Flask) -> None:
    def ask_for_itself(number: int) -> None:
        if number == 1:
            db.session.rollback()
            ask(2, "same")
            raise ZeroDivisionError

    behaviour["then"] = ask_for_itself
    ask(1, "same")
    with pytest.raises(ExceptionGroup):
        run_due()
    assert traces() == [2] and rows() == []


def test_waits_grow_to_an_hour() -> None:
    waits = [jobs.wait_after(attempts) for attempts in range(1, 60)]
    assert waits[0] == timedelta(seconds=15) and waits == sorted(waits) and waits[-1] == timedelta(hours=1)


def test_a_number_that_arrives_twice_is_done_once(app: Flask) -> None:
    ask(1)
    (number,) = [str(job.id) for job in rows()]
    assert run(number) and not run(number)
    assert traces() == [1]


def test_several_workers_do_each_job_once(make_app: MakeApp) -> None:
    app = make_app()
    with app.app_context():
        for number in range(40):
            ask(number)
    together = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            together.wait()
            run_due()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert sorted(traces()) == list(range(40)) and rows() == []


def test_who_was_thought_dead_leaves_nothing(app: Flask) -> None:
    """A run that takes too long: somebody else has done the job by then, and what the slow one wrote is undone."""
    ask(1)
    taken = jobs._take()
    assert taken is not None and jobs._take() is None, "a fresh claim is left alone"
    make_due()
    assert run_due() == 1 and traces() == [1]
    jobs._do(taken)
    assert traces() == [1] and rows() == []
    with pytest.raises(Overtaken), transaction():
        jobs._end(taken)


def test_a_nudge_is_done_after_the_commit_and_never_without(make_app: MakeApp) -> None:
    app = make_app()
    done = threading.Event()
    on_nudge("test_nudge", done.set)
    queue = job_queue.queue_of(app)
    with app.app_context():
        queue.start(1)
        try:
            with pytest.raises(RuntimeError), transaction():
                nudge("test_nudge")
                raise RuntimeError
            assert not done.wait(0.7)
            with transaction():
                nudge("test_nudge")
            assert done.wait(5)
        finally:
            queue.stop()


def test_the_server_itself_does_the_jobs_at_once(make_app: MakeApp) -> None:
    app = make_app()
    queue = job_queue.queue_of(app)
    with app.app_context():
        ask(0)
        queue.start(2)
        try:
            started = time.monotonic()
            for number in range(1, 6):
                ask(number)
            wait_for(lambda: sorted(traces()) == [1, 2, 3, 4, 5])
            assert time.monotonic() - started < 5
            assert job_queue.sweep() == 1, "what was asked for while nobody worked is found by the sweep"
        finally:
            queue.stop()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_one_that_breaks_is_reported_and_keeps_no_other_back(make_app: MakeApp) -> None:
    app = make_app()
    done = threading.Event()

    def break_down() -> None:
        raise ZeroDivisionError

    on_nudge("test_breaks", break_down)
    on_nudge("test_nudge", done.set)
    queue = job_queue.queue_of(app)
    queue.start(1)
    try:
        with app.app_context():
            queue.carry(["nudge:test_breaks", "nudge:test_nudge"])
        assert done.wait(5)
    finally:
        queue.stop()


def test_stopping_waits_for_what_is_under_way_and_begins_nothing(make_app: MakeApp) -> None:
    app = make_app()
    begun, done = threading.Event(), []

    def linger() -> None:
        begun.set()
        time.sleep(0.3)
        done.append(1)

    on_nudge("test_lingers", linger)
    queue = job_queue.queue_of(app)
    queue.start(1)
    with app.app_context():
        queue.carry(["nudge:test_lingers", "nudge:test_lingers"])
    assert begun.wait(5)
    queue.stop()
    assert done == [1]
    time.sleep(0.5)
    assert done == [1]


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


# --- several processes -------------------------------------------------------------------------------------------

WORKER = """
import sys, time
from pathlib import Path
from demosx import testing
from demosx.core import jobs, job_queue
import tests.core.test_jobs as here

def linger(number):
    Path(sys.argv[4], f"started-{number}").touch()
    time.sleep(float(sys.argv[5]))

here.behaviour["then"] = linger
app = testing.application(Path(sys.argv[1]), database={"url": sys.argv[2]}, jobs={"queue": sys.argv[3]})
with app.app_context():
    job_queue.queue_of(app).start(2)
    print("ready", flush=True)
    while True:
        time.sleep(1)
"""


@pytest.fixture(params=["database", "redis"])
def queue_address(request: pytest.FixtureRequest) -> str:
    if request.param == "database":
        return "database"
    if not REDIS:
        if os.environ.get("CI") == "true":
            pytest.fail("DEMOSX_TEST_REDIS must be set in CI")
        pytest.skip("set DEMOSX_TEST_REDIS to run with Redis")
    return REDIS


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []

    def start(app: Flask, queue: str, lingers: float) -> "subprocess.Popen[str]":
        with app.app_context():
            url = db.engine.url.render_as_string(hide_password=False)
        arguments = [str(tmp_path), url, queue, str(tmp_path), str(lingers)]
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER, *arguments], stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        started.append(process)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def test_a_worker_that_is_killed_loses_nothing(
    make_app: MakeApp, queue_address: str, start_worker: Callable[..., Any], tmp_path: Path
) -> None:
    """Killed in the middle of two jobs, with three more on their way: each is done once by the next worker."""
    app = make_app(jobs={"queue": queue_address})
    first = start_worker(app, queue_address, 60)
    with app.app_context():
        with transaction():
            for number in range(5):
                enqueue("test_note", number=number)
        at_once = 1 if db.engine.dialect.name == "sqlite" else 2
        wait_for(lambda: len(list(tmp_path.glob("started-*"))) >= at_once)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert traces() == [] and len(rows()) == 5
        second = start_worker(app, queue_address, 0)
        wait_for(lambda: len(traces()) >= 3)
        make_due()  # the time that the dead one had is over
        job_queue.sweep()
        wait_for(lambda: sorted(traces()) == [0, 1, 2, 3, 4])
        assert rows() == []
        assert second.poll() is None


def test_a_number_that_was_lost_is_found_by_the_sweep(
    make_app: MakeApp, queue_address: str, start_worker: Callable[..., Any]
) -> None:
    app = make_app(jobs={"queue": queue_address})
    start_worker(app, queue_address, 0)
    with app.app_context():
        with transaction():
            db.session.add(
                Job(name="test_note", args={"number": 7}, due_at=clock.wall(), created_at=clock.wall())
            )
        time.sleep(0.5)
        assert traces() == []
        assert job_queue.sweep() == 0, "it is sent to the workers, and not done here"
        wait_for(lambda: traces() == [7])


def test_a_queue_that_does_not_answer_keeps_no_request_waiting(make_app: MakeApp) -> None:
    app = make_app(jobs={"queue": "redis://127.0.0.1:9/0"})
    pytest.importorskip("redis")
    with app.app_context():
        started = time.monotonic()
        for number in range(20):
            ask(number)
        assert time.monotonic() - started < 5
        assert db.session.scalar(select(func.count(Job.id))) == 20
        assert job_queue.sweep() == 20, "the jobs are done by whoever sweeps"
        assert sorted(traces()) == list(range(20))


def test_what_ends_its_process_every_time_is_left_for_somebody_to_look(app: Flask) -> None:
    ask(1)
    for _attempt in range(3):
        make_due()
        assert jobs._take() is not None, "taken by a process that ends before it writes anything down"
    make_due()
    ask(2)
    assert run_due() == 1 and traces() == [2], "the others have their turn"
    (job,) = rows()
    assert (job.state, job.attempts) == ("failed", 3) and "process" in job.error
