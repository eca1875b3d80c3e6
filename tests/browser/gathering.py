"""What people do around proposals in the demonstration city: meet, write down for others, sort, join."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.permissions import Actor
from demosx.core.settings import site
from demosx.events.models import Event
from demosx.events.registering import register
from demosx.intake.models import Entry
from demosx.intake.sheets import upload
from demosx.merging.offers import offer
from demosx.proposals.additions import add
from demosx.proposals.co_proposers import invite
from demosx.proposals.services import edit, propose
from demosx.triage import day_log
from demosx.triage.models import Label, ReplyTemplate

SHEET = """번호,제안제목,제안내용,동의여부
1,골목에 의자를 놓아 주세요,어르신이 쉬어 갈 곳이 없습니다.,예
1,,제목이 없는 줄입니다.,예
2,동의하지 않은 줄,동의하지 않았습니다.,아니요
"""


def add_meetings(operator: Actor) -> dict[str, Any]:
    """A registration, a spreadsheet that waits, yesterday's log; the numbers of these and of what is there already."""
    event = db.session.scalars(select(Event).where(Event.registration).order_by(Event.id)).first()
    over = db.session.scalars(select(Event).where(Event.result != "").order_by(Event.id)).first()
    assert event is not None and over is not None, "the demonstration has no events"
    with transaction():
        guest = Actor()
        _registration, registered = register(event, guest, name="김손님", contact="kim@example.org", people=2)
        sheet = upload("나래시장 명단.csv", SHEET.encode(), event, actor=operator)
    yesterday = clock.today(site().zone) - timedelta(days=1)
    day_log.write(yesterday)
    return {
        "event": event.id, "event_over": over.id, "registered": registered, "sheet": sheet.id,
        "entry": _first(Entry), "label": _first(Label), "reply": _first(ReplyTemplate), "day": yesterday,
    }  # fmt: skip


def add_company(member: Actor, other: Actor) -> dict[str, Any]:
    """A proposal with all that can stand on its page: versions, an addition, an invitation, and the offer of another
    proposer to go on together."""
    with transaction():
        busy = propose("저녁 여섯 시 뒤에도 여는 도서관", "퇴근하고 나면 이미 닫혀 있습니다.", actor=member)
        near = propose("밤에도 여는 도서관을 바랍니다", "아이와 함께 갈 곳이 필요합니다.", actor=other)
    with transaction():
        edit(busy, busy.title, f"{busy.text}\n\n토요일도 같습니다.", actor=member, revision=busy.revision)
    with transaction():
        add(busy, "지난주에 이웃 쉰 명에게 물어보았습니다.", actor=member)
        invitation = invite(busy, actor=member)
    with transaction():
        offer(near, busy, "같은 뜻이라 함께 가고 싶습니다.", actor=other)
    return {"busy": busy.id, "near": near.id, "invitation": invitation}


def _first(model: Any) -> int:
    found = db.session.scalars(select(model.id).order_by(model.id)).first()
    assert found is not None, f"the demonstration has no {model.__tablename__}"
    return int(found)
