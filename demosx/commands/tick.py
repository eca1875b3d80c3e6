"""`demosx tick`: what the calendar has made due, now or, on a demonstration, on another day."""

import re
import signal
import threading
from datetime import datetime, time, timedelta
from types import FrameType
from zoneinfo import ZoneInfo

import click

from ..core import clock, ticks
from ..core.settings import site
from ..core.terminal import _
from ..core.web import Application
from ..journey.rules import calendar
from ..ledger.queries import latest_moment
from .cannot import CannotDo
from .listening import check_shape
from .opening import Opener
from .ticker import EVERY, do_what_is_due

AHEAD = re.compile(r"\+\s*(\d+)\s*(days?|hours?|일|시간)?")


class ClockRefused(CannotDo):
    """The clock may not be moved, or not to there."""


@click.command(help=_("Do what the calendar has made due, and send mail."))
@click.option("--at", "when", metavar="WHEN", help=_("Demonstrations only: move the clock first, to a day such as "
              "2019-02-10, a moment such as “2019-02-10 09:30”, or ahead, as in “+3 days”."))  # fmt: skip
@click.option("--loop", is_flag=True, help=_("Go on every half minute, until stopped."))
@click.pass_obj
def tick(opener: Opener, when: str | None, loop: bool) -> None:
    """One round, or rounds without end."""
    app = opener()
    check_shape(app)
    if when is not None:
        with app.app_context():
            _move(_moment(when, site().zone))
    _say(do_what_is_due(app))
    if loop:
        _go_on(app)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """The moment that is meant: days and times are those of the site's zone; a day alone is noon."""
    ahead = AHEAD.fullmatch(text.strip())
    if ahead:
        unit = "hours" if (ahead[2] or "").startswith(("h", "시")) else "days"
        return clock.now() + timedelta(**{unit: int(ahead[1])})
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ClockRefused(
            _("“%(text)s” is not a moment. Write a day such as 2019-02-10, or “+3 days”.", text=text)
        ) from None
    if len(text.strip()) <= len("2019-02-10"):
        found = datetime.combine(found.date(), time(12))
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _move(target: datetime) -> None:
    """Move a demonstration's clock, stopping at every midnight on the way. Raises ClockRefused."""
    here = site()
    if not here.demo:
        raise ClockRefused(_("The clock of a real site is not moved: `demo` is not on in demosx.toml."))
    last = latest_moment()
    if last is not None and target < last:
        raise ClockRefused(
            _("The clock cannot go back before what has happened: %(moment)s.",
              moment=last.astimezone(here.zone).strftime("%Y-%m-%d %H:%M"))
        )  # fmt: skip
    day = clock.today(here.zone)
    while (day := day + timedelta(days=1)) and (stop := calendar().midnight(day)) < target:
        with clock.pinned(stop):
            ticks.run()
    clock.move_to(target, here.folder / "data" / "clock")
    click.echo(_("It is %(moment)s now.", moment=target.astimezone(here.zone).strftime("%Y-%m-%d %H:%M")))


def _say(done: dict[str, int]) -> None:
    for name, number in done.items():
        if number:
            click.echo(f"{name}: {number}")
    if not any(done.values()):
        click.echo(_("Nothing was due."))


def _go_on(app: Application) -> None:
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not stopped.wait(EVERY):
        done = do_what_is_due(app)
        if any(done.values()):
            _say(done)
