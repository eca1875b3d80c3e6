"""Groups of supports that look sudden or scripted. Pure: times and hashes in, groups out; who they are is not known.

Nothing here blocks anybody. A workshop, a school or a post that is shared widely looks like some of it; people decide.
How often honest days are taken for something else is measured in `tests/scrutiny/test_false_alarms.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from .chances import evenness, tail
from .chances import usual as usual_of

HOUR = timedelta(hours=1)
APART = timedelta(hours=6)  # what is further apart is two groups
CHANCE = 1e-6
LEAST = 10
YOUNG = 24  # hours
BURST_LEAST, BURST_TIMES, HOURS_BEFORE, HOURS_KNOWN = 20, 8.0, 72, 24
EVEN_RUN, EVEN = 20, 0.3
MANY, SHORT = 30, timedelta(minutes=10)
LARGEST_SHARE = 0.2


@dataclass(frozen=True)
class Given:
    """A support as far as it is looked at: its number, when, the hash of its address block, the account's age in
    hours. One whose origin has been deleted has no block and counts as old."""

    id: int
    at: datetime
    block: str = ""
    hours: int = 168


@dataclass(frozen=True)
class Usual:
    """What is usual on the site: how many supports were seen elsewhere, from which blocks, how many of new accounts."""

    supports: int = 0
    blocks: Mapping[str, int] | None = None
    young: int = 0

    def share_of(self, block: str) -> float:
        """The share that a block is expected to have. One never seen gets that of one in fifty; a mobile network may
        be behind a large share, but whoever comes often makes no more than a fifth usual."""
        seen = (self.blocks or {}).get(block, 0)
        return min((seen + 1) / (self.supports + 50), LARGEST_SHARE)

    @property
    def share_young(self) -> float:
        """The share of new accounts that is expected: at least one in twenty."""
        return max((self.young + 1) / (self.supports + 20), 0.05)


@dataclass(frozen=True)
class Group:
    """Supports that belong together, in order. `expected`: how many of them would be usual in the same time."""

    kind: str
    members: tuple[Given, ...]
    expected: float
    block: str = ""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.members)


def groups(supports: Sequence[Given], known: Usual) -> list[Group]:
    """Everything that looks unusual among the supports of one proposal, which must be in the order of time."""
    return [
        *from_blocks(supports, known),
        *of_new_accounts(supports, known),
        *bursts(supports),
        *at_even_intervals(supports),
    ]


def from_blocks(supports: Sequence[Given], known: Usual) -> Iterator[Group]:
    """Address blocks from which far more come within an hour than their usual share of that hour."""
    by_block: dict[str, list[Given]] = defaultdict(list)
    for support in supports:
        if support.block:
            by_block[support.block].append(support)
    for block, theirs in by_block.items():
        if len(theirs) >= LEAST:
            yield from _crowded("block", supports, theirs, known.share_of(block), block)


def of_new_accounts(supports: Sequence[Given], known: Usual) -> Iterator[Group]:
    """Hours in which far more accounts than usual were not a day old when they supported."""
    young = [support for support in supports if support.hours < YOUNG]
    yield from _crowded("young", supports, young, known.share_young)


def bursts(supports: Sequence[Given]) -> Iterator[Group]:
    """Hours with far more supports than the days before, by the proposal's own measure: more than eight times the usual
    spread above the usual number. A proposal that is not a day old has no measure yet."""
    if not supports:
        return
    start = supports[0].at.replace(minute=0, second=0, microsecond=0)
    counts = Counter((support.at - start) // HOUR for support in supports)
    sudden: dict[int, float] = {}
    for hour in sorted(counts):
        before = [counts[past] for past in range(max(0, hour - HOURS_BEFORE), hour) if past not in sudden]
        if counts[hour] < BURST_LEAST or len(before) < HOURS_KNOWN:
            continue
        middle, spread = usual_of(before)
        if counts[hour] - middle > BURST_TIMES * spread and tail(counts[hour], middle + spread) < CHANCE:
            sudden[hour] = middle
    members = [support for support in supports if (support.at - start) // HOUR in sudden]
    for episode in _episodes(members):
        hours = {(support.at - start) // HOUR for support in episode}
        yield Group("burst", episode, sum(sudden[hour] for hour in hours))


def at_even_intervals(supports: Sequence[Given]) -> Iterator[Group]:
    """Runs of supports that come as by a clock, from one address block or from all together."""
    by_block: dict[str, list[Given]] = defaultdict(list)
    for support in supports:
        by_block[support.block].append(support)
    found: set[int] = set()
    for block, theirs in [*by_block.items(), ("", list(supports))]:
        for run in _even_runs(theirs):
            if found.isdisjoint(support.id for support in run):
                found.update(support.id for support in run)
                yield Group("even", run, 0.0, block)


def many_by_one(times: Sequence[Given]) -> Iterator[Group]:
    """Supports of one account, for many proposals, in a shorter time than they can be read in."""
    members = _within(times, SHORT, MANY)
    for episode in _episodes(members):
        yield Group("busy", episode, 0.0)


def _crowded(
    kind: str, everybody: Sequence[Given], theirs: Sequence[Given], share: float, block: str = ""
) -> Iterator[Group]:
    """Episodes of `theirs` in which some hour holds more of them than their `share` of everybody makes likely."""
    for episode in _episodes(theirs):
        expected = _surprise(episode, everybody, share)
        if expected is not None:
            yield Group(kind, episode, expected, block)


def _surprise(episode: Sequence[Given], everybody: Sequence[Given], share: float) -> float | None:
    """How many would be usual in the whole time of an episode, where any hour of it is beyond chance; else None.

    The bar is as high as there are hours to be looked at, so that a long episode is not noticed for its length.
    """
    chance = CHANCE / max(1, ceil((episode[-1].at - episode[0].at) / HOUR))
    for place, support in enumerate(episode[LEAST - 1 :], LEAST - 1):
        first = _first_within(episode, place, HOUR)
        if place - first + 1 < LEAST:
            continue
        others = _between(everybody, episode[first].at, support.at)
        if tail(place - first + 1, others * share) < chance:
            return _between(everybody, episode[0].at, episode[-1].at) * share
    return None


def _episodes(supports: Sequence[Given]) -> Iterator[tuple[Given, ...]]:
    """Supports split where nothing happened for hours; groups that are too small are left out."""
    episode: list[Given] = []
    for support in supports:
        if episode and support.at - episode[-1].at > APART:
            if len(episode) >= LEAST:
                yield tuple(episode)
            episode = []
        episode.append(support)
    if len(episode) >= LEAST:
        yield tuple(episode)


def _within(times: Sequence[Given], span: timedelta, least: int) -> list[Given]:
    """Whatever lies in some `span` together with at least `least` in all."""
    kept: dict[int, Given] = {}
    for place, support in enumerate(times):
        first = _first_within(times, place, span)
        if place - first + 1 >= least and support.id not in kept:
            kept.update((one.id, one) for one in times[first : place + 1])
    return list(kept.values())


def _even_runs(supports: Sequence[Given]) -> Iterator[tuple[Given, ...]]:
    """The longest runs whose intervals stay even. Many within one second are a crowd, not a clock."""
    instants = [support.at.timestamp() for support in supports]
    place = 0
    while place + EVEN_RUN <= len(supports):
        end = place + EVEN_RUN
        if instants[end - 1] - instants[place] < EVEN_RUN or evenness(instants[place:end]) >= EVEN:
            place += 1
            continue
        while end < len(supports) and evenness(instants[end - EVEN_RUN + 1 : end + 1]) < EVEN:
            end += 1
        yield tuple(supports[place:end])
        place = end


def _first_within(times: Sequence[Given], place: int, span: timedelta) -> int:
    return _first(times, lambda support: support.at > times[place].at - span)


def _between(times: Sequence[Given], first: datetime, last: datetime) -> int:
    return _first(times, lambda support: support.at > last) - _first(
        times, lambda support: support.at >= first
    )


def _first(times: Sequence[Given], reached: Callable[[Given], bool]) -> int:
    """The place of the first support from which on something holds."""
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        if reached(times[middle]):
            high = middle
        else:
            low = middle + 1
    return low
