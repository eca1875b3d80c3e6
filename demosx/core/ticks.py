"""What is done when the calendar has moved on: each room registers its part; `demosx tick` runs them all."""

from collections.abc import Callable

from flask import Flask, current_app

Part = Callable[[], int]


def register(app: Flask, name: str, part: Part) -> None:
    """Add a part: a function that does what is due, in transactions of its own, and says how many things it did.

    It must be safe to run twice, late, and at once from two processes.
    """
    _parts(app)[name] = part


def run() -> dict[str, int]:
    """Run every part in the order of registration; gives how much each did.

    A part that breaks does not keep the others from their work; what broke is raised at the end, all of it.
    """
    done: dict[str, int] = {}
    broken: list[Exception] = []
    for name, part in _parts(current_app).items():
        try:
            done[name] = part()
        except Exception as error:  # noqa: BLE001 — raised below, with the others
            broken.append(error)
    if broken:
        raise ExceptionGroup("not everything that was due could be done", broken)
    return done


def _parts(app: Flask) -> dict[str, Part]:
    parts: dict[str, Part] = app.extensions.setdefault("demosx_ticks", {})
    return parts
