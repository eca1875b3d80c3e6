"""The list beside the database: an older copy of it is made to forget again, and no other database is touched."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.mail import Letter
from demosx.core.settings import site
from demosx.core.web import Application
from demosx.journey.models import Visit
from demosx.people.models import Account
from demosx.privacy import forgotten
from demosx.privacy.forgotten import back_again, forget_again, lines, note_all
from demosx.privacy.leaving import leave
from demosx.proposals.models import Proposal
from demosx.stages.support.models import Support

Make = Callable[..., Account]
KEEP = (
    "email",
    "email_key",
    "nickname",
    "nickname_key",
    "created_at",
    "confirmed_at",
    "language",
    "district",
)


@pytest.fixture(autouse=True)
def _fresh_list(app: Application) -> None:
    (site().folder / forgotten.FILE).unlink(missing_ok=True)


def kept_of(account: Account) -> dict[str, object]:
    """What a backup has of an account."""
    return {name: getattr(account, name) for name in KEEP} | {"left_at": None}


def restore(number: int, values: dict[str, object]) -> None:
    """Bring an account back as the backup has it."""
    with transaction():
        db.session.execute(update(Account).where(Account.id == number).values(values))


def go(account: Account, remove_texts: bool = False) -> None:
    """Leave, some time ago."""
    with transaction():
        leave(db.session.get_one(Account, account.id), remove_texts=remove_texts)
    with transaction():
        db.session.execute(
            update(Account)
            .where(Account.id == account.id)
            .values(left_at=clock.wall() - timedelta(minutes=2))
        )


def test_the_list_tells_nothing_of_anybody(app: Application, make_account: Make) -> None:
    account = make_account("별이")
    go(account)
    assert (note_all(), note_all()) == (1, 0)
    file = site().folder / forgotten.FILE
    assert file.stat().st_mode & 0o777 == 0o600
    [line] = lines()
    assert (line.number, line.texts, len(line.mark)) == (account.id, "kept", 32)
    assert "별이" not in file.read_text() and "@" not in file.read_text()


def test_a_restored_backup_forgets_again_as_it_was_asked(app: Application, make_account: Make) -> None:
    account = make_account("별이")
    number, backup = account.id, kept_of(account)
    proposal = testing.proposal(account, "혼자 낸 제안").id
    go(account, remove_texts=True)
    note_all()
    restore(number, backup)
    with transaction():
        db.session.execute(
            update(Proposal).where(Proposal.id == proposal).values(title="혼자 낸 제안", text="글", ended=None,
                                                                   ended_at=None)
        )  # fmt: skip
        db.session.execute(db.delete(Letter))
    assert [line.number for line in back_again()] == [number]
    assert forget_again() == (1, 0)
    assert list(back_again()) == []
    again = db.session.get_one(Account, number, populate_existing=True)
    assert again.left_at is not None and again.email is None
    assert db.session.scalars(select(Letter)).all() == [], "nobody is written to once more"


def test_a_list_beside_another_database_forgets_nobody(app: Application, make_account: Make) -> None:
    account = make_account("별이")
    number, backup = account.id, kept_of(account)
    go(account)
    note_all()
    restore(number, backup | {"nickname": "다른 사람", "created_at": clock.wall() - timedelta(days=400)})
    assert list(back_again()) == [] and forget_again() == (0, 0)


def test_half_a_line_is_none(app: Application, make_account: Make) -> None:
    go(make_account("별이"))
    note_all()
    file = site().folder / forgotten.FILE
    file.write_text(file.read_text() + "12 2026-01-")
    assert len(lines()) == 1


def test_what_came_in_at_that_very_moment_goes_too(app: Application, make_account: Make) -> None:
    """A support that another request has written while its giver left."""
    account, other = make_account("별이"), make_account("이웃")
    proposal = testing.proposal(other)
    go(account)
    with transaction():
        made = db.session.get_one(Proposal, proposal.id)
        db.session.add(Support(proposal_id=made.id, account_id=account.id, visit_number=1, at=made.filed_at))
        made.supports, made.supports_site = made.supports + 1, made.supports_site + 1
        made_visit = db.session.scalars(select(Visit).where(Visit.proposal_id == made.id)).one()
        made_visit.supports += 1
    note_all()
    assert db.session.scalars(select(Support)).all() == []
    assert db.session.get_one(Proposal, proposal.id, populate_existing=True).supports == 0


def test_the_first_round_of_a_server_looks_for_who_is_back(app: Application, make_account: Make) -> None:
    account = make_account("별이")
    number, backup = account.id, kept_of(account)
    go(account)
    app.extensions.pop(forgotten.CHECKED, None)
    assert forgotten.keep_up() == 1
    restore(number, backup)
    assert forgotten.keep_up() == 0, "only a server that begins"
    app.extensions.pop(forgotten.CHECKED)
    assert forgotten.keep_up() == 1
    assert db.session.get_one(Account, number, populate_existing=True).left_at is not None
