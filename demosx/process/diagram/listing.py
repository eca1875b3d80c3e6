"""The picture as a list in plain text: for those who do not see it, and for letters."""

from collections.abc import Iterator, Mapping

from .story import Stop, Story, Told


def as_text(story: Story) -> str:
    """What the picture shows, stage by stage."""
    numbers = {stop.key: stop.number for stop in story.stops}
    parts = ["\n".join(filter(None, [story.name, story.holds, *story.about, story.begins]))]
    for stop in (*story.stops, story.anywhere, story.rests):
        if stop is not None:
            parts.append("\n".join(_stop(stop, numbers)))
    return "\n\n".join(parts) + "\n"


def _stop(stop: Stop, numbers: Mapping[str, int]) -> Iterator[str]:
    number = f"{stop.number}. " if stop.number else ""
    notes = f" ({', '.join(stop.notes)})" if stop.notes else ""
    yield number + stop.name + notes
    for fact in stop.facts:
        yield f"   {fact}"
    for told in stop.rules:
        yield f"   - {told.clause} → {_then(told, numbers)}"


def _then(told: Told, numbers: Mapping[str, int]) -> str:
    then = told.then
    more = f" ({'; '.join(then.lines)})" if then.lines else ""
    if then.stage:
        number = numbers.get(then.stage)
        return f"{number}. {then.title}{more}" if number else then.title + more
    return f"{then.tag}: {then.title}{more}"
