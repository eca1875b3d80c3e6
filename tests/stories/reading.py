"""What the public pages say of a proposal: where it is, where it can go, and what has happened to it."""

from tests.visiting import Page, Person


def told(person: Person, address: str) -> list[tuple[str, str]]:
    """The history on the page of a proposal: the day of each entry in figures, and everything it says."""
    rows = person.open(address).root.one(css="timeline").all("li")
    return [(row.one("time").attributes["datetime"], row.one(css="timeline-what").text) for row in rows]


def now_in(page: Page) -> str:
    """The stage, or the end, in which the drawn line says that the proposal is."""
    here = page.root.one("ol", css="journey").one("li", **{"aria-current": "step"})
    return here.one(css="journey-name").text.split("(")[0].strip()


def line_of(page: Page) -> list[str]:
    """The stages of the drawn line, in order."""
    names = page.root.one("ol", css="journey").all(css="journey-name")
    return [name.text.split("(")[0].strip() for name in names]


def has_happened(person: Person, address: str, expected: list[tuple[str, list[str]]]) -> None:
    """Fail unless the history is exactly this: for each entry its day, and words that it says."""
    lines = told(person, address)
    assert [day for day, _line in lines] == [day for day, _words in expected], lines
    for (_day, line), (_expected, words) in zip(lines, expected, strict=True):
        assert all(word in line for word in words), (line, words)
