"""What has had its time goes, once a day and in batches; what was deleted is written down."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.i18n import local_day
from demosx.core.mail import Letter, post
from demosx.core.settings import site
from demosx.core.web import Application
from demosx.people.models import Account, Token
from demosx.people.retention import BATCH, Retention, add_retention, retentions
from demosx.people.services import tokens
from demosx.privacy.models import RetentionRun
from demosx.privacy.retention import delete_old, overview

Make = Callable[..., Account]


def tomorrow() -> None:
    """Let the next round be one of another day."""
    with transaction():
        db.session.execute(delete(RetentionRun))


def test_each_kind_goes_when_its_time_is_over(app: Application, make_account: Make) -> None:
    account = make_account("별이")
    tokens.issue(account, "reset")
    for n in range(3):
        post("a@example.org", f"편지 {n}", "내용")
    old, young = clock.wall() - timedelta(days=31), clock.wall() - timedelta(days=29)
    numbers = db.session.scalars(select(Letter.id).order_by(Letter.id)).all()
    for number, state, at in zip(numbers, ("sent", "sent", "queued"), (old, young, old), strict=True):
        values = {"state": state, "created_at": at, "sent_at": at if state == "sent" else None, "body": ""}
        db.session.execute(update(Letter).where(Letter.id == number).values(values))
    db.session.execute(update(Token).values(expires_at=clock.wall()))
    db.session.commit()
    delete_old()
    assert db.session.scalars(select(Letter.id).order_by(Letter.id)).all() == list(numbers[1:]), (
        "what waits stays"
    )
    assert db.session.scalar(select(func.count(Token.id))) == 0
    assert db.session.get_one(RetentionRun, ("letters", local_day(clock.wall()))).n == 1
    assert {run.kind for run in db.session.scalars(select(RetentionRun))} >= {"letters", "looks", "sessions"}


def test_letters_in_files_go_too(app: Application) -> None:
    folder = site().folder / "data" / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    for name, days in (("old.eml", 31), ("young.eml", 29), ("old.txt", 31)):
        file = folder / name
        file.write_text("To: a@example.org\n\n")
        then = (clock.wall() - timedelta(days=days)).timestamp()
        os.utime(file, (then, then))
    delete_old()
    assert {file.name for file in folder.iterdir()} >= {"young.eml", "old.txt"}
    assert not (folder / "old.eml").exists()


def test_once_a_day_in_batches(app: Application) -> None:
    sizes: list[int] = []
    left = [BATCH * 2 + 5]

    def take(days: int, most: int) -> int:
        gone = min(left[0], most)
        left[0] -= gone
        sizes.append(gone)
        return gone

    app.extensions["demosx_retention"].append(Retention(name="sand", what="", days=lambda: 7, delete=take))
    try:
        delete_old()
        assert (sizes, left) == ([BATCH, BATCH, 5], [0])
        assert db.session.get_one(RetentionRun, ("sand", local_day(clock.wall()))).n == 2 * BATCH + 5
        delete_old()
        assert len(sizes) == 3, "not again today"
        tomorrow()
        delete_old()
        assert sizes[3:] == [0]
        assert next(one.lately for one in overview() if one.rule.name == "sand") == 0
    finally:
        app.extensions["demosx_retention"].pop()


def test_zero_days_mean_never(app: Application) -> None:
    def never(_days: int, _most: int) -> int:
        raise AssertionError("this is kept")

    app.extensions["demosx_retention"].append(Retention(name="stone", what="", days=lambda: 0, delete=never))
    try:
        delete_old()
    finally:
        app.extensions["demosx_retention"].pop()


def test_two_rounds_at_once_do_it_once(app: Application) -> None:
    seen: list[int] = []
    together = Barrier(2)

    def take(_days: int, _most: int) -> int:
        seen.append(1)
        return 0

    app.extensions["demosx_retention"].insert(0, Retention(name="once", what="", days=lambda: 1, delete=take))

    def run(_n: int) -> None:
        with app.app_context():
            together.wait()
            delete_old()

    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(run, range(2)))
    finally:
        app.extensions["demosx_retention"].pop(0)
    assert seen == [1]


def test_every_setting_of_keeping_has_a_rule(app: Application) -> None:
    """A period in the site file that nothing follows would be a promise that nobody keeps."""
    changed = site().privacy.keep.model_dump()
    assert set(changed) == {"access_log", "support_origins", "notices", "letters", "inactive_warning"}
    names = {rule.name for rule in retentions()}
    assert names >= {"looks", "support_origins", "notices", "letters"}
    assert {rule.days() for rule in retentions()} >= {730, 90, 365, 30}


def test_a_name_is_given_once(app: Application) -> None:
    with pytest.raises(ValueError, match="two rules"):
        add_retention(app, retentions()[0])


def test_the_desk_shows_it(client: FlaskClient, make_account: Make) -> None:
    delete_old()
    testing.sign_in(client, make_account("관리", ["admin"]))
    page = client.get("/desk/retention").text
    assert "보관 기간과 파기" in page and "개인정보 열람 기록" in page and "730일" in page
    assert "inactive_days가 0이기 때문입니다" in page
