"""What it costs when many sign in at once: time and memory of one worker, against a page that checks no password.

    python -m benchmarks.sign_in [--at-once 32] [--rounds 3] [--threads 4]

Password checks are made one at a time in a worker, each with 19 MiB, in a thread of their own; the last rows are the
same without that, for comparison. Each row is a process of its own, which is also who asks: a worker's threads take the
requests from a queue, and a wait is from the moment at which all have asked. Memory is the highest that the process has
had.
"""

import argparse
import subprocess
import sys

from . import filling, tables

WORK = """
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter
from demosx import testing
from demosx.core.db import db, transaction
from demosx.people import passwords
from demosx.people.services import create_account
from tests.visiting import Seal

PASSWORD = "a bicycle under the persimmon tree"
app = testing.application(Path({folder!r}))
with app.app_context():
    db.create_all()
    testing.apply_examples()
    with transaction():
        for number in range({people}):
            create_account(f"p{{number}}", email=f"p{{number}}@example.org", password=PASSWORD)
if {free}:
    passwords._in_turn = lambda check: check()
seal = Seal(app)

def act(number):
    client = app.test_client(use_cookies=False)
    headers = {{"Cookie": seal.cookie(None), "Accept": "text/html"}}
    if {page}:
        status = client.get("/sign-in", headers=headers).status_code
    else:
        sent = {{"csrf_token": seal.token, "email": f"p{{number}}@example.org", "password": PASSWORD}}
        status = client.post("/sign-in", data=sent, headers=headers).status_code
    assert status in (200, 302), status
    return perf_counter() - begun

begun = perf_counter()
act(0)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
waits, whole = [], []
with ThreadPoolExecutor({threads}) as pool:
    for _ in range({rounds}):
        begun = perf_counter()
        waits += pool.map(act, range({people}))
        whole.append(perf_counter() - begun)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
waits.sort()
print(median(whole), median(waits), waits[-1], before / 1024, after / 1024)
"""


def measured(people: int, rounds: int, threads: int, page: bool = False, free: bool = False) -> list[float]:
    """Seconds for all, the middle and the longest wait; memory at its highest before and after, in MiB."""
    with filling.folder() as folder:
        program = WORK.format(
            folder=str(folder), people=people, rounds=rounds, threads=threads, page=page, free=free
        )
        done = subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.PIPE, text=True)
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    """Measure each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--at-once", type=int, default=32)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--threads", type=int, default=4)
    given = asked.parse_args()
    people, threads = given.at_once, given.threads
    rows = []
    for name, at_a_time, how in (
        ("the page of signing in", threads, {"page": True}),
        ("signing in", threads, {}),
        ("the same, a check in every thread", threads, {"free": True}),
        ("the same, as many threads as people", people, {"free": True}),
    ):
        whole, middle, longest, before, after = measured(people, given.rounds, at_a_time, **how)
        times = [f"{people / whole:.0f}", f"{middle * 1000:.0f}", f"{longest * 1000:.0f}"]
        rows.append([name, *times, f"{after - before:.0f}", f"{after:.0f}"])
    tables.show(
        f"{people} at once",
        ["", "a second", "ms, median", "ms, longest", "MiB more", "MiB in all"], rows,
    )  # fmt: skip


if __name__ == "__main__":
    main()
