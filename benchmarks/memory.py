"""How much memory a process takes: as it starts, after many pages, and each worker of `demosx serve`.

    python -m benchmarks.memory [--site FOLDER] [--proposals 1000] [--workers 2]

Without a folder a site is made, on SQLite and without providers, and filled with invented proposals. Each figure is of
a process: what is resident, and of it what is its own, shared with no other. MB are millions of bytes. Linux only, as
the figures are read from /proc.
"""

import argparse
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

from demosx import testing
from demosx.app import create_app
from demosx.config import load_site

from . import filling, tables

PATIENCE, ROUNDS = 60.0, 6
BROWSE = """
import json, sys
from pathlib import Path
from demosx.app import create_app
from demosx.config import load_site
app = create_app(load_site(Path(sys.argv[1])), RATELIMIT_ENABLED=False)
started = Path("/proc/self/smaps_rollup").read_text()
from benchmarks.pages import SIMILAR, Place
place = Place(app)
for language in ("ko", "en"):
    for client in (place.visitor, place.operator):
        client.set_cookie("language", language)
    for name in place.addresses:
        place.get(name)
browsed = Path("/proc/self/smaps_rollup").read_text()
pages = [address for name, address in place.addresses.items() if name != SIMILAR]
print(json.dumps([started, browsed, pages, place.operator.get_cookie("demosx").value]))
"""


def make(folder: Path, proposals: int) -> Path:
    """A new site with invented proposals and an operator in it."""
    site = folder / "city"
    _command("init", str(site), "--name", "Handeul", "--admin", "admin@city.example", "--yes")
    app = create_app(load_site(site))
    filling.take_in(app, filling.write_rows(folder / "rows.jsonl", proposals))
    with app.app_context():
        testing.account("operator", roles=("operator",))
    return site


@contextmanager
def serving(site: Path, workers: int) -> Iterator[tuple[int, str]]:
    """A server of this site: the number of its process, and its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    words = ["--site", str(site), "serve", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen([sys.executable, "-m", "demosx", *words], stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + PATIENCE
        while len(children(process.pid)) < workers or not _answers(port):
            if process.poll() is not None or time.monotonic() > ends:
                raise SystemExit("The server does not answer.")
            time.sleep(0.2)
        yield process.pid, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def children(pid: int) -> list[int]:
    """The numbers of the processes that a process has begun."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def measures(rollup: str) -> tuple[float, float]:
    """What is resident and what is its own, in MB, from what /proc says of a process."""
    lines = (line.split() for line in rollup.splitlines()[1:])
    sizes = {words[0]: int(words[1]) * 1024 / 1e6 for words in lines}
    return sizes["Rss:"], sizes["Private_Clean:"] + sizes["Private_Dirty:"]


def browse(address: str, pages: list[str], cookie: str) -> None:
    """Open each page in both languages some times, so that every worker comes to make it."""
    for number in range(ROUNDS):
        headers = {"Cookie": f"demosx={cookie}; language={('ko', 'en')[number % 2]}"}
        for page in pages:
            asked = Request(address + quote(page, safe="/?&=%+"), headers=headers)
            with urlopen(asked, timeout=PATIENCE) as answer:
                answer.read()


def measure(site: Path, workers: int) -> Mapping[str, tuple[float, float]]:
    """What is resident and what is its own, by what was measured."""
    started, browsed, pages, cookie = json.loads(_python("-c", BROWSE, str(site)))
    found = {"create_app()": measures(started), f"after {len(pages)} pages": measures(browsed)}
    with serving(site, workers) as (server, address):
        for when in ("at first", "after the pages"):
            found[f"server, {when}"] = _of(server)
            found |= {
                f"worker {number}, {when}": _of(pid) for number, pid in enumerate(children(server), start=1)
            }
            browse(address, pages, cookie)
    return found


def _of(pid: int) -> tuple[float, float]:
    return measures(Path(f"/proc/{pid}/smaps_rollup").read_text())


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _command(*words: str) -> None:
    _python("-m", "demosx", *words)


def _python(*words: str) -> str:
    return subprocess.run([sys.executable, *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Measure a site."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--site", type=Path, metavar="FOLDER")
    asked.add_argument("--proposals", type=int, default=1_000)
    asked.add_argument("--workers", type=int, default=2)
    given = asked.parse_args()
    with filling.folder() as folder:
        found = measure(given.site or make(folder, given.proposals), given.workers)
    rows = [[name, f"{resident:.0f}", f"{own:.0f}"] for name, (resident, own) in found.items()]
    tables.show("Memory (MB)", ["process", "resident", "its own"], rows)


if __name__ == "__main__":
    main()
