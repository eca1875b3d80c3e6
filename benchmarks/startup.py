"""How long it takes until something happens: the command's help, and the application.

    python -m benchmarks.startup [--rounds 9]

Each is a process of its own; “python” does nothing, and is what the others are held against.
"""

import argparse
import subprocess
import sys
from statistics import median
from time import perf_counter

from . import filling, tables

MAKE = """
from pathlib import Path
from time import perf_counter
started = perf_counter()
from demosx import testing
app = testing.application(Path({folder!r}))
"""


def seconds(rounds: int, *command: str) -> float:
    """The median time of a command."""
    taken = []
    for _number in range(rounds):
        started = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(perf_counter() - started)
    return median(taken)


def main() -> None:
    """Measure each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=9)
    given = asked.parse_args()
    with filling.folder() as folder:
        commands = {
            "python": ("-c", "pass"),
            "import flask": ("-c", "import flask"),
            "demosx --help": ("-m", "demosx", "--help"),
            "demosx version": ("-m", "demosx", "version"),
            "create_app()": ("-c", MAKE.format(folder=str(folder))),
        }
        times = {name: seconds(given.rounds, sys.executable, *rest) for name, rest in commands.items()}
    bare = times["python"]
    rows = [[name, f"{taken * 1000:.0f}", f"{taken / bare:.1f}"] for name, taken in times.items()]
    tables.show(f"Start, medians of {given.rounds}", ["", "ms", "by bare python"], rows)


if __name__ == "__main__":
    main()
