"""What the pages of an event tell of what was said there."""

from demosx.core.web import Application
from demosx.events.models import Event
from tests.intake.conftest import Person, Say
from tests.visiting import Page


def seen(app: Application, event: Event) -> str:
    """The page of the event as everybody reads it."""
    return Page(app.test_client().get(f"/events/{event.id}")).text


def test_everybody_reads_how_many_spoke_unless_they_are_few(app: Application, event: Event, say: Say) -> None:
    assert "이 행사에서 나온 의견" not in seen(app, event)
    for number in range(1, 5):
        say(person=str(number), event_id=event.id)
    few = seen(app, event)
    assert "이 행사에서 나온 의견" in few and "5명 미만" in few and "건수" not in few
    say(person="5", event_id=event.id)
    many = seen(app, event)
    assert "명 미만" not in many and "의견을 낸 사람 5 건수 5" in many


def test_the_office_reads_whom_it_reaches(desk: Person, event: Event, say: Say) -> None:
    say(person="1", event_id=event.id)
    page = desk.open(f"/desk/events/{event.id}")
    assert "참여 현황" in page.text and "의견을 낸 사람 1 건수 1" in page.text
