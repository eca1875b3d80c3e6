"""A person who did everything and leaves: nothing is left but what the policy keeps, and every count still holds."""

import logging

import pytest
from sqlalchemy import select

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from demosx.ledger.models import Entry
from demosx.people.models import Account
from demosx.privacy.leaving import leave
from demosx.privacy.letters import forget_last_addresses
from tests.privacy import lives

LATER = "2019-03-05 15:00"


def history() -> list[tuple[object, ...]]:
    """Every entry as it stands."""
    return [tuple(row) for row in db.session.execute(select(Entry.__table__).order_by(Entry.id))]


@pytest.mark.parametrize("remove_texts", [False, True], ids=["keep", "remove"])
def test_nothing_is_left_of_a_person(
    app: Application, remove_texts: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    life = lives.live()
    lives.send_everything()
    told = lives.where()
    assert {
        "account.email",
        "account.nickname",
        "identity.subject",
        "passkey.name",
        "text_number.number",
    } <= {*told}
    assert any(place.startswith("data/mail/") for place in told)
    lives.counts_are_true()
    before = history()
    with testing.at(LATER):
        leave(db.session.get_one(Account, life.person), remove_texts=remove_texts)
        db.session.commit()
    assert history()[: len(before)] == before, "the history is never changed"
    lives.counts_are_true()
    in_a_letter = {"letter.to_address", "letter.body", "test.sqlite"}
    assert {*lives.where()} <= in_a_letter, "nothing but the last letter knows them"
    lives.send_everything()
    forget_last_addresses()
    [file] = lives.where()
    assert file.startswith("data/mail/"), "a site on trial writes letters into files"
    assert all(needle not in caplog.text for needle in lives.NEEDLES)
    said = lives.SAID, lives.SAID_BEFORE, lives.SAID_IN_FORUM
    assert bool(lives.where(said)) is not remove_texts
