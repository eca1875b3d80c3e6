"""Filing a proposal for somebody without an account, correcting it, and giving it to them once they have one."""

from ..core import clock, terms
from ..core.db import db, lock
from ..core.errors import Conflict, InvalidInput
from ..core.i18n import language
from ..core.permissions import Actor
from ..core.settings import site
from ..core.text import clean, one_line
from ..journey.rules import current_versions, process_of, version_for
from ..journey.travel import begin, moment
from ..ledger.services import record
from . import versions
from .errors import EditedMeanwhile, TextWrong, TitleWrong
from .models import Proposal
from .services import next_number, origin_of


def process_for_people() -> str:
    """The key of the process in which people's proposals are filed. Raises InvalidInput where the site has none."""
    for key, version in current_versions().items():
        if origin_of(process_of(version.id)) == "citizen":
            return key
    raise InvalidInput()


def propose_for(
    title: str, text: str, *, channel: str, district: str | None = None, process_key: str = ""
) -> Proposal:
    """File what somebody has said elsewhere, by the rules of today. It has no proposer; `channel` says where it came.

    Who may open, from which age and how many a day is asked of people with accounts; here staff vouch for it.
    Raises TitleWrong, TextWrong, or InvalidInput for an unknown district or process.
    """
    title, text = checked(title, text)
    if district and district not in terms.districts():
        raise InvalidInput()
    version, now = version_for(process_key or process_for_people()), clock.now()
    proposal = Proposal(
        number=next_number(now), title=title, text=text, language=language(), district=district or None,
        origin="citizen", channel=channel, population=site().population, version_id=version.id,
        process_key=version.key, filed_at=now, settled_at=now, audience="staff",
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    begin(proposal)
    return proposal


def correct_for(proposal: Proposal, title: str, text: str, *, actor: Actor, revision: int, role: str) -> None:
    """Put right what was entered wrongly, while the stage lets its proposer change the text.

    `revision` is the one that was read. Raises EditedMeanwhile, StageClosed, TextFixed, TitleWrong, TextWrong; Conflict
    where somebody has claimed it: then it is theirs to change.
    """
    title, text = checked(title, text)
    with moment(proposal) as journey:
        journey.require_allowed("edit")
        if proposal.proposer_id is not None:
            raise Conflict()
        if proposal.revision != revision:
            raise EditedMeanwhile()
        versions.require_not_fixed(proposal, journey.stop.stage)
        versions.keep_former(proposal, journey.now)
        proposal.title, proposal.text = title, text
        proposal.revision += 1
        proposal.edited_at, proposal.compared_at = journey.now, None
        record(
            "edited", proposal_id=proposal.id, actor=actor, role=role, data={"revision": proposal.revision}
        )


def give_to(proposal: Proposal, actor: Actor) -> None:
    """Make somebody the proposer of what was filed for them. Raises Conflict where it has a proposer."""
    lock(proposal)
    if proposal.proposer_id is not None or proposal.origin != "citizen":
        raise Conflict()
    proposal.proposer_id = actor.id
    db.session.flush()


def checked(title: str, text: str) -> tuple[str, str]:
    """Title and text, cleaned. Raises TitleWrong or TextWrong."""
    title, text = one_line(title), clean(text)
    limits = site().limits
    if not 0 < len(title) <= limits.title:
        raise TitleWrong(longest=limits.title)
    if not 0 < len(text) <= limits.text:
        raise TextWrong(longest=limits.text)
    return title, text
