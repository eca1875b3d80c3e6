"""Filing a proposal, changing its text, and taking it out of sight."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ..core import clock
from ..core.db import db, hold, insert, lock
from ..core.errors import InvalidInput, NotAllowed
from ..core.i18n import language
from ..core.permissions import Actor
from ..core.resident_numbers import refuse_in_prose
from ..core.seen import check_mark
from ..core.settings import site
from ..core.terms import areas, districts
from ..core.text import clean, one_line
from ..journey.people import may_open, opening
from ..journey.rules import process_of, version_for
from ..journey.taking_part import barrier_to_filing
from ..journey.travel import begin, moment
from ..ledger.services import record
from ..people.models import Account
from ..process.definition import Process
from . import access, queries, versions
from .errors import EditedMeanwhile, EnoughForToday, HiddenAlready, NotOpenedByYou, TextWrong, TitleWrong
from .models import Proposal, ReceiptYear

PEOPLE = frozenset({"visitor", "member", "verified"})


def propose(
    title: str,
    text: str,
    *,
    actor: Actor,
    process_key: str = "citizen",
    area: str | None = None,
    district: str | None = None,
    place: str = "",
    department_id: int | None = None,
    group_name: str = "",
    position: tuple[float, float] | None = None,
    at: datetime | None = None,
) -> Proposal:
    """File a proposal and start its journey by the rules that hold then. `at` is the filing moment, now by default.

    A process that people open makes a citizen's proposal; one that only staff open makes the city's, drafted by
    `department_id`. `group_name`: for whom the proposer speaks; `position`: latitude and longitude, in degrees. Raises
    NotOpenedByYou, EnoughForToday, TitleWrong, TextWrong, what
    `barrier_to_filing` finds, or InvalidInput for an unknown key.
    """
    version = version_for(process_key, at)
    process = process_of(version.id)
    in_the_way = barrier_to_filing(actor, process)
    if in_the_way is not None:
        raise in_the_way
    if not may_open(actor, process):
        raise NotOpenedByYou()
    title, text = _checked(title, text)
    now = _moment_to_file(actor, at)
    refuse_in_prose(place, group_name)
    latitude, longitude = position or (None, None)
    proposal = Proposal(
        number=next_number(now), title=title, text=text, place=one_line(place), language=language(),
        area=_known(area, areas()), district=_known(district, districts()),
        origin=origin_of(process), channel="online", population=site().population,
        proposer_id=actor.id, department_id=_drafting(process, department_id, actor),
        version_id=version.id, process_key=version.key, filed_at=now, settled_at=now, audience="staff",
        group_name=one_line(group_name), latitude=latitude, longitude=longitude,
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    begin(proposal, actor)
    return proposal


def edit(
    proposal: Proposal,
    title: str,
    text: str,
    *,
    actor: Actor,
    revision: int,
    place: str = "",
    area: str | None = None,
    district: str | None = None,
    group_name: str = "",
    position: tuple[float, float] | None = None,
) -> None:
    """Change the text while the stage allows it. `revision` is the one that was read.

    The text as it was is kept; where nothing is changed, as by a form that is sent twice, nothing is written. Raises
    EditedMeanwhile where it is not the present one any more, StageClosed, TextFixed,
    NotAllowed, TitleWrong, TextWrong.
    """
    title, text = _checked(title, text)
    refuse_in_prose(place, group_name)
    with moment(proposal, actor) as journey:
        if not access.may_edit(actor, proposal):
            raise NotAllowed()
        journey.require_open("edit")
        latitude, longitude = position or (None, None)
        wanted = {
            "title": title, "text": text, "place": one_line(place), "group_name": one_line(group_name),
            "area": _known(area, areas()), "district": _known(district, districts()),
            "latitude": latitude, "longitude": longitude,
        }  # fmt: skip
        if all(getattr(proposal, name) == value for name, value in wanted.items()):
            return
        if proposal.revision != revision:
            raise EditedMeanwhile()
        versions.require_not_fixed(proposal, journey.stop.stage)
        versions.keep_former(proposal, journey.now)
        for name, value in wanted.items():
            setattr(proposal, name, value)
        proposal.revision += 1
        proposal.edited_at, proposal.compared_at = journey.now, None
        role = "proposer" if access.proposes(actor, proposal) else "department"
        record(
            "edited", proposal_id=proposal.id, actor=actor, role=role, data={"revision": proposal.revision}
        )


def place_shown(proposal: Proposal) -> dict[str, object]:
    """What the form of the area and the district shows."""
    return {"area": proposal.area, "district": proposal.district}


def classify(
    proposal: Proposal, area: str | None, district: str | None, actor: Actor, seen: str | None = None
) -> None:
    """Say which area and district a proposal belongs to: the staff's, since rules may read them.

    `seen` is the mark of what was shown. Raises ChangedMeanwhile if somebody has changed it since.
    """
    with moment(proposal, actor):
        check_mark(seen, place_shown(proposal))
        proposal.area, proposal.district = _known(area, areas()), _known(district, districts())
        record(
            "classified", proposal_id=proposal.id, actor=actor,
            role=access.acting_as(actor, "proposal:edit_area", proposal),
            data={"area": proposal.area, "district": proposal.district},
        )  # fmt: skip


def hide(proposal: Proposal, reason: str, actor: Actor) -> None:
    """Take a proposal out of sight, with a reason. Staff and its proposer still see it. Raises HiddenAlready."""
    reason = clean(reason)
    if not reason:
        raise InvalidInput()
    lock(proposal)
    if proposal.hidden_at is not None:
        raise HiddenAlready()
    proposal.hidden_at, proposal.hidden_reason = clock.now(), reason
    role = access.acting_as(actor, "proposal:hide", proposal)
    record("proposal_hidden", proposal_id=proposal.id, actor=actor, role=role, reason=reason)
    db.session.flush()


def show(proposal: Proposal, actor: Actor) -> None:
    """Put a hidden proposal back in sight. Raises HiddenAlready if it is in sight."""
    lock(proposal)
    if proposal.hidden_at is None:
        raise HiddenAlready()
    proposal.hidden_at, proposal.hidden_reason = None, ""
    role = access.acting_as(actor, "proposal:hide", proposal)
    record("proposal_shown", proposal_id=proposal.id, actor=actor, role=role)
    db.session.flush()


def origin_of(process: Process) -> str:
    """Whose proposals these are: a process that people may open is the citizens', any other the city's."""
    return "citizen" if PEOPLE & set(process.opened_by) else "agency"


def next_number(at: datetime) -> str:
    """The receipt number (접수번호) of a proposal filed at this moment, such as 2019-000123."""
    year = at.astimezone(site().zone).year
    return receipt(year, take_numbers(year)[0])


def receipt(year: int, number: int) -> str:
    """How a receipt number is written."""
    return f"{year}-{number:06d}"


def take_numbers(year: int, how_many: int = 1) -> range:
    """Take the next numbers of a year, so that nobody else gets them. Others wait until this transaction ends."""
    statement = insert(ReceiptYear).values(year=year, last=how_many)
    statement = statement.on_conflict_do_update(
        index_elements=[ReceiptYear.year], set_={"last": ReceiptYear.last + how_many}
    ).returning(ReceiptYear.last)
    last: int = db.session.execute(statement).scalar_one()
    return range(last - how_many + 1, last + 1)


def _checked(title: str, text: str) -> tuple[str, str]:
    title, text = one_line(title), clean(text)
    limits = site().limits
    if not 0 < len(title) <= limits.title:
        raise TitleWrong(longest=limits.title)
    if not 0 < len(text) <= limits.text:
        raise TextWrong(longest=limits.text)
    refuse_in_prose(title, text)
    return title, text


def _moment_to_file(actor: Actor, at: datetime | None) -> datetime:
    """When something is filed, `at` or now, if that is not too often. Of several sent at once by one person each waits
    for the one before and is counted with it: so now is when the wait is over. Raises EnoughForToday."""
    if actor.id is None or actor.is_staff:
        return at or clock.now()
    hold(Account, actor.id)
    now = at or clock.now()
    if queries.filed_since(actor.id, now - timedelta(days=1), now) >= site().limits.proposals_per_day:
        raise EnoughForToday()
    return now


def _known(key: str | None, keys: Mapping[str, Any]) -> str | None:
    if key and key not in keys:
        raise InvalidInput()
    return key or None


def _drafting(process: Process, department_id: int | None, actor: Actor) -> int | None:
    """The department that drafts a proposal of the city's: of an officer, one of the officer's own."""
    if origin_of(process) == "citizen":
        return None
    here = opening(actor, process)
    own = here.departments("officer")
    if department_id is None and len(own) == 1:
        return next(iter(own))
    if department_id is None or (own and department_id not in own and not here.roles & {"official", "lead"}):
        raise InvalidInput()
    return department_id
