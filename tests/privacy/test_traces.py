"""What was deleted stays nowhere beside the database, and a page without its text does not promise it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.settings import site
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.privacy import forgotten
from demosx.privacy.leaving import leave
from tests.privacy import lives

Make = Callable[..., Account]


def test_a_round_empties_the_log_of_sqlite(
    app: Application, make_account: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a log of SQLite")
    (site().folder / "data" / "forgotten").unlink(
        missing_ok=True
    )  # of other tests, whose people have the same numbers
    account = make_account("잊힐 사람")
    account.email = account.email_key = lives.EMAIL
    db.session.commit()
    leave(account, remove_texts=False, tell=False)
    db.session.commit()
    monkeypatch.setattr(forgotten, "SETTLED", forgotten.timedelta())
    assert forgotten.keep_up() == 1
    file = str(db.engine.url.database)
    for end in ("", "-wal"):
        try:
            with open(file + end, "rb") as open_file:
                assert lives.EMAIL.encode() not in open_file.read(), end
        except FileNotFoundError:
            assert end


def test_a_proposal_without_its_text_does_not_promise_it(
    client: FlaskClient, app: Application, make_account: Make
) -> None:
    account = make_account("떠난 사람")
    with testing.at("2026-03-02 09:00"):
        number = testing.proposal(account, "혼자 낸 제안", "아무도 함께하지 않은 글입니다.").id
        leave(account, remove_texts=True)
        db.session.commit()
    page = client.get(f"/proposals/{number}").text
    assert "탈퇴하면서 글을 지웠습니다" in page and "그대로 볼 수 있습니다" not in page


def test_a_text_that_goes_takes_its_place_and_its_group_with_it(
    client: FlaskClient, app: Application, make_account: Make
) -> None:
    account = make_account("떠난 사람")
    with testing.at("2026-03-02 09:00"):
        proposal = testing.proposal(
            account,
            "혼자 낸 제안",
            "글입니다.",
            place="우리 집 앞",
            group_name="김하늘네 모임",
            position=(37.5, 127.0),
        )
        leave(account, remove_texts=True)
        db.session.commit()
    assert (proposal.place, proposal.group_name) == ("", "")
    assert (proposal.latitude, proposal.longitude) == (None, None)
    assert "김하늘네" not in client.get(f"/proposals/{proposal.id}").text
