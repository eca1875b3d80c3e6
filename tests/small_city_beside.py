"""What lies beside the proposals of the small city: labels, files, events, who was there, what is alike or asked."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.events import services as events
from demosx.events.models import Event, EventProposal, Registration
from demosx.events.services import Said as Planned
from demosx.files.models import StoredFile
from demosx.intake.entering import Said, enter
from demosx.intake.models import Entry, Sheet
from demosx.proposals.models import Proposal
from demosx.proposals.writing_models import (
    Addition,
    CoProposer,
    Draft,
    FormerText,
    MergeCandidate,
    MergeOffer,
    Supplement,
)  # fmt: skip
from demosx.triage.models import DayLog, Label, ProposalLabel, ReplyTemplate, Sorting
from tests.multiplying import copy
from tests.small_city import NOW, TODAY, SmallCity

DAY = date(2019, 2, 9)


def lay_beside(city: SmallCity) -> None:
    """One of everything beside the open proposal; a day's log; an event that it belongs to."""
    with city.app.app_context(), testing.at(NOW), transaction():
        _what_is_read(city)
        _an_event(city)
        _what_is_said_there(city)
        _what_is_alike(city)


def _what_is_read(city: SmallCity) -> None:
    now, number, writer = clock.now(), city.proposals["open"], city.people["proposer"]
    label = _kept(Label(key="night", names={"ko": "밤", "en": "Night"}, public=True))
    file = _kept(StoredFile(
        key="0" * 32, kind="picture", media_type="image/png", name="a.png", size=1, width=1, height=1,
        sha256="0" * 64, account_id=writer, proposal_id=number, at=now,
    ))  # fmt: skip
    addition = _kept(Addition(proposal_id=number, text="덧붙입니다.", account_id=writer, at=now))
    _kept(ProposalLabel(proposal_id=number, label_id=label.id))
    together = _kept(CoProposer(
        proposal_id=number, digest="d", invited_at=now, expires_at=now, joined_at=now, account_id=city.people["member"],
    ))  # fmt: skip
    asked = _kept(Supplement(
        proposal_id=number, question="언제입니까?", due_on=TODAY, asked_at=now, answer="내일입니다.", answered_at=now,
        answered_by=writer, closed_at=now, closed_as="answered",
    ))  # fmt: skip
    _former(number, 0, writer)
    _kept(DayLog(day=DAY, facts={}, text="조용한 하루", written_at=now))
    template = _kept(ReplyTemplate(name="민원", text="민원입니다."))
    typed = clock.wall()  # as drafts and letters go by the machine's clock
    draft = _kept(Draft(
        account_id=writer, content=b'{"fields": {"title": "a"}, "window": ""}', created_at=typed, changed_at=typed,
        expires_at=typed + timedelta(days=30),
    ))  # fmt: skip
    city.numbers |= {"label": label.id, "file": file.id, "addition": addition.id, "together": together.id}
    city.numbers |= {"asked": asked.id, "template": template.id, "draft": draft.id}


def _an_event(city: SmallCity) -> None:
    now, operator = clock.now(), city.actor("operator")
    said = Planned(
        "workshop", "나래동 워크숍", now + timedelta(hours=1), now + timedelta(hours=3), registration=True,
        department_id=testing.department("transport").id,
    )  # fmt: skip
    event = events.create(said, operator)
    events.publish(event, operator)
    registered = _kept(Registration(event_id=event.id, account_id=city.people["member"], digest="d", at=now))
    photo = _kept(StoredFile(
        key="1" * 32, kind="picture", media_type="image/png", name="b.png", size=1, width=1, height=1, sha256="1" * 64,
        event_id=event.id, at=now,
    ))  # fmt: skip
    city.numbers |= {"event": event.id, "registered": registered.id, "photo": photo.id}


def _what_is_said_there(city: SmallCity) -> None:
    operator, event, now = city.actor("operator"), city.numbers["event"], clock.now()
    said: dict[str, Any] = {
        "channel": "workshop",
        "consent": True,
        "event_id": event,
        "text": "저도 그렇습니다.",
    }
    number = city.proposal("open").number
    entry = enter(Said(str(uuid4()), "opinion", number=number, name="손님", **said), actor=operator).entry
    enter(Said(str(uuid4()), "proposal", title="의자를 놓아 주세요", **said), actor=operator)
    sheet = _kept(Sheet(event_id=event, name="a.csv", sha256="0" * 64, uploaded_by=operator.id, uploaded_at=now,
                        rows=[{"number": 2, "cells": {"title": "막차", "text": "늦게"}, "skip": False}]))  # fmt: skip
    city.numbers |= {"entry": entry.id, "sheet": sheet.id}


def _what_is_alike(city: SmallCity) -> None:
    now, one, other = clock.now(), city.proposals["forum"], city.proposals["open"]
    _kept(MergeCandidate(proposal_id=one, other_id=other, score=0.9, found_at=now))
    _kept(MergeOffer(
        proposal_id=one, into_id=other, offered_by=city.people["proposer"], reason="같은 이야기입니다.", at=now,
    ))  # fmt: skip


def multiply_beside(city: SmallCity, times: int, people: list[int], opinions: list[int]) -> None:
    """As many again of what lies beside the open proposal, and at its event; `people` and `opinions` are as many, to
    have done and said it."""
    number, numbers, now = city.proposals["open"], city.numbers, clock.now()
    whose, who, said = iter(people), iter(people), iter(opinions)
    for model, one in (
        (Addition, "addition"),
        (Supplement, "asked"),
        (Draft, "draft"),
        (ReplyTemplate, "template"),
    ):
        copy(model, numbers[one], times)
    for one in ("file", "photo"):
        copy(StoredFile, numbers[one], times, key=lambda made: f"{made:032x}")
    for made in copy(Label, numbers["label"], times, key=lambda made: f"night-{made}"):
        db.session.add(ProposalLabel(proposal_id=number, label_id=made))
    for made in copy(Event, numbers["event"], times):
        db.session.add(EventProposal(event_id=made, proposal_id=number))
        db.session.add(
            Registration(event_id=made, account_id=city.people["member"], digest=f"e{made}", at=now)
        )
    copy(
        CoProposer,
        numbers["together"],
        times,
        digest=lambda made: f"d{made}",
        account_id=lambda _made: next(whose),
    )
    copy(Registration, numbers["registered"], times, digest=lambda made: f"d{made}",
         account_id=lambda _made: next(who))  # fmt: skip
    copy(Entry, numbers["entry"], times, opinion_id=lambda _made: next(said), key=lambda made: f"k{made}",
         person=lambda made: f"{made}", claim_digest=lambda made: f"d{made}")  # fmt: skip
    copy(Sheet, numbers["sheet"], times, sha256=lambda made: f"{made:064x}")
    former = db.session.scalar(
        db.select(db.func.max(FormerText.revision)).where(FormerText.proposal_id == number)
    )
    earliest = db.session.scalar(db.select(db.func.min(DayLog.day))) or DAY
    for place in range(1, times + 1):
        _former(number, (former or 0) + place, city.people["proposer"])
        day = earliest - timedelta(days=place)
        db.session.add(DayLog(day=day, facts={}, text="조용한 하루", written_at=now))


def sort_out(numbers: list[int]) -> None:
    """Let these proposals have been found to be complaints."""
    now = clock.now()
    for number in numbers:
        db.session.add(Sorting(proposal_id=number, found="complaint", reason="민원입니다.", at=now))
    found = db.update(Proposal).where(Proposal.id.in_(numbers))
    db.session.execute(found.values(sorted_as="complaint", sorted_at=now))


def _former(number: int, revision: int, writer: int) -> None:
    _kept(FormerText(proposal_id=number, revision=revision, title="막차", text="그전의 글", account_id=writer,
                     until=clock.now()))  # fmt: skip


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
