"""How somebody wants to be told, and that they want no more of something."""

from collections.abc import Mapping

from sqlalchemy import delete, update

from ...consent.models import NEWS as AGREEMENT
from ...consent.queries import agrees
from ...consent.services import answer
from ...core.db import db, insert
from ..kinds import AGREED_NEWS, DIGESTS, NEVER, NEWS, Choice
from ..models import Notice, NoticeSetting
from ..queries import choices_of, told


def choose(account_id: int, choices: Mapping[str, Choice]) -> None:
    """Note how somebody wants to be told news of these kinds from now on.

    It holds for what waits for a digest as well. News are told only with an agreement: choosing them is agreeing, and
    choosing never takes the agreement back. Where nothing changes with that, no answer is noted.
    """
    for kind, choice in choices.items():
        _keep(account_id, kind, choice)
    if NEWS in choices and (choices[NEWS].pace != NEVER) is not agrees(account_id, AGREEMENT):
        answer(account_id, {AGREEMENT: None if choices[NEWS].pace == NEVER else ""})


def stop(account_id: int, what: str) -> None:
    """Tell somebody nothing more of a kind, or of all kinds that come daily or weekly. Twice is as good as once."""
    known = choices_of(account_id)
    choose(account_id, {
        kind: Choice(NEVER, known[kind].mail, known[kind].push, known[kind].text)
        for kind in told(known, what)
    })  # fmt: skip


def agreed(account_id: int, given: bool) -> None:
    """Let the setting for news follow the agreement, where that was given or taken back elsewhere."""
    known = choices_of(account_id)[NEWS]
    if given and known.pace == NEVER:
        _keep(account_id, NEWS, AGREED_NEWS)
    elif not given and known.pace != NEVER:
        _keep(account_id, NEWS, Choice(NEVER, known.mail, known.push, known.text))


def forget(account_id: int) -> None:
    """Go back to the defaults."""
    db.session.execute(delete(NoticeSetting).where(NoticeSetting.account_id == account_id))


def _keep(account_id: int, kind: str, choice: Choice) -> None:
    values = {"pace": choice.pace, "mail": choice.mail, "push": choice.push, "text": choice.text}
    row = insert(NoticeSetting).values(account_id=account_id, kind=kind, **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["account_id", "kind"], set_=values))
    waiting = update(Notice).where(
        Notice.account_id == account_id, Notice.kind == kind, Notice.digest == "", Notice.pace.in_(DIGESTS)
    )
    if choice.pace in (*DIGESTS, NEVER):
        waiting = waiting.values(**values)
        db.session.execute(waiting.execution_options(synchronize_session=False))
