"""Files at their places: who may put them there, how many, in which order, once, and what is left when they go."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask

from demosx.core import clock
from demosx.core.db import db
from demosx.core.errors import NotFound
from demosx.core.permissions import Actor
from demosx.core.resident_numbers import ResidentNumberRefused
from demosx.core.storage import PATIENCE, StorageFull, storage
from demosx.core.web import Application
from demosx.files import services
from demosx.files.errors import NoRoomHere, NotYours, ReasonNeeded, TooLarge
from demosx.files.holdings import HOLDING
from demosx.files.models import StoredFile
from demosx.files.places import Place
from demosx.files.queries import attached
from demosx.ledger.models import Entry
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from tests.files import making
from tests.files.conftest import add

PICTURE = making.picture()


def on_disk() -> set[str]:
    """The names of everything that is stored."""
    return {file.name for file in storage().folder.rglob("*") if file.is_file()}


@pytest.fixture(autouse=True)
def clean_disk(app: Flask) -> None:
    for file in storage().folder.rglob("*"):
        if file.is_file():
            file.unlink()


def test_a_picture_is_kept_under_a_name_of_ours_for_us_alone(here: Place, mine: Actor) -> None:
    stored = add(here, PICTURE, mine, "../../<b>나의 얼굴.svg")
    db.session.commit()
    assert (stored.kind, stored.media_type, stored.name) == ("picture", "image/jpeg", "b나의 얼굴.jpg")
    assert on_disk() == {stored.key, f"{stored.key}.small"}
    services.settle()
    home = storage().folder / stored.key[:2] / stored.key
    assert home.read_bytes()[:3] == b"\xff\xd8\xff"
    assert home.stat().st_mode & 0o777 == 0o600
    assert home.parent.stat().st_mode & 0o777 == storage().folder.stat().st_mode & 0o777 == 0o700
    assert not list(storage().waiting.iterdir())


def test_what_was_rolled_back_leaves_nothing_for_good(here: Place, mine: Actor) -> None:
    add(here, PICTURE, mine)
    db.session.rollback()
    services.settle()
    assert len(on_disk()) == 2, "another request may be about to commit"
    old = time.time() - PATIENCE.total_seconds() - 1
    for file in storage().waiting.iterdir():
        os.utime(file, (old, old))
    services.settle()
    assert not on_disk()


def test_what_was_removed_is_deleted_and_its_row_as_well(here: Place, mine: Actor) -> None:
    stored = add(here, PICTURE, mine)
    other = add(here, making.pdf(), mine, "a.pdf")
    db.session.commit()
    services.settle()
    services.remove(stored, mine)
    services.remove(stored, mine)
    db.session.commit()
    assert [file.key for file in attached(here)] == [other.key]
    services.settle()
    assert on_disk() == {other.key}
    assert db.session.scalars(db.select(StoredFile.key)).all() == [other.key]
    verbs = db.session.scalars(db.select(Entry.verb).where(Entry.proposal_id == here.id)).all()
    assert [verb for verb in verbs if "picture" in verb] == ["picture_added", "picture_removed"]


def test_the_same_twice_is_once(here: Place, mine: Actor) -> None:
    first = add(here, PICTURE, mine)
    assert add(here, PICTURE, mine, "again.jpg") is first
    assert len(attached(here)) == 1
    assert len(on_disk()) == 2


def test_so_many_and_no_more(here: Place, mine: Actor) -> None:
    for number in range(5):
        add(here, making.picture(colour=f"#{number}0{number}"), mine)
    with pytest.raises(NoRoomHere):
        add(here, making.picture(colour="#fff"), mine)
    for number in range(3):
        add(here, making.pdf(str(number).encode()), mine, "a.pdf")
    with pytest.raises(NoRoomHere):
        add(here, making.pdf(b"4"), mine, "a.pdf")
    assert len(on_disk()) == 5 * 2 + 3


def test_order_and_words(here: Place, mine: Actor) -> None:
    one, two, three = (add(here, making.picture(colour=colour), mine) for colour in ("#f00", "#0f0", "#00f"))
    services.move(three, -1, mine)
    assert attached(here) == [one, three, two]
    services.move(one, -1, mine)
    services.move(two, 5, mine)
    assert attached(here) == [one, three, two]
    services.reorder(here, [two.key, "unknown"], mine)
    assert attached(here) == [two, one, three]
    services.describe(one, "  비 오는 \n 정류장\u202e ", mine)
    assert one.description == "비 오는 정류장"
    with pytest.raises(ResidentNumberRefused):
        services.describe(one, "900101-1234567", mine)


def test_only_whoever_may_change_the_text(
    here: Place, mine: Actor, make_account: Callable[..., Account]
) -> None:
    stored = add(here, PICTURE, mine)
    db.session.commit()
    for other in (Actor(), actor_of(make_account("달이").id)):
        with pytest.raises(NotYours):
            add(here, PICTURE, other)
        for what in (services.describe, services.remove):
            with pytest.raises(NotYours):
                what(stored, other) if what is services.remove else services.describe(stored, "x", other)
    with pytest.raises(NotFound):
        add(Place("proposal", 999_999), PICTURE, mine)
    with pytest.raises(NotFound):
        add(Place("nonsense", 1), PICTURE, mine)


def test_operators_take_down_with_a_reason(
    here: Place, mine: Actor, make_account: Callable[..., Account]
) -> None:
    operator = actor_of(make_account("운영", roles=["operator"]).id)
    stored = add(here, PICTURE, mine)
    with pytest.raises(ReasonNeeded):
        services.remove(stored, operator, " ")
    services.remove(stored, operator, "얼굴이 보입니다.")
    entry = db.session.scalars(db.select(Entry).where(Entry.verb == "taken_down")).one()
    assert (entry.reason, entry.public, entry.data) == ("얼굴이 보입니다.", True, {"kind": "picture"})


def test_too_large(make_app: Callable[..., Application]) -> None:
    app = make_app(uploads={"picture": 100_000, "file": 100_000})
    with app.app_context():
        from demosx import testing  # the fixtures belong to another application

        by = testing.account("별이")
        place = Place("proposal", testing.proposal(by).id)
        actor = actor_of(by.id)
        with app.test_request_context(), pytest.raises(TooLarge, match=r"100 ?KB"):
            add(place, making.pdf(b"x" * 100_001), actor)


def test_a_full_disk_is_said_and_changes_nothing(
    here: Place, mine: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demosx.core.storage.SPARE", 10**18)
    with pytest.raises(StorageFull):
        add(here, PICTURE, mine)
    assert not on_disk() and not attached(here)


def test_files_of_a_draft_go_with_the_proposal_or_with_the_draft(
    proposal: Proposal, proposer: Account
) -> None:
    numbers = []
    for digest in ("a", "b"):
        from demosx.proposals.writing_models import Draft

        now = clock.now()
        draft = Draft(digest=digest * 64, content=b"", created_at=now, changed_at=now, expires_at=now)
        db.session.add(draft)
        db.session.flush()
        key = digest * 32
        storage().put(key, __import__("io").BytesIO(b"x"))
        db.session.add(
            StoredFile(
                key=key, kind="file", media_type="text/plain", name="a.txt", size=1, sha256="", draft_id=draft.id,
                at=now - services.PATIENCE * 2,
            )
        )  # fmt: skip
        db.session.flush()
        numbers.append(draft.id)
    assert services.move_to_proposal(numbers[0], proposal.id, proposer.id) == 1
    db.session.execute(db.delete(Draft))
    db.session.commit()
    services.settle()
    (kept,) = attached(Place("proposal", proposal.id))
    assert (kept.key, kept.account_id) == ("a" * 32, proposer.id)
    assert on_disk() == {"a" * 32}


def test_two_at_once_are_counted_right(app: Flask, here: Place, mine: Actor, database: str) -> None:
    for number in range(4):
        add(here, making.picture(colour=f"#{number}0{number}"), mine)
    db.session.commit()
    together, came = Barrier(4), []

    def send(number: int) -> None:
        with app.app_context():
            together.wait()
            db.session.rollback()
            from demosx.core.db import writing

            writing()
            try:
                add(here, making.picture(colour=f"#f{number}f"), mine)
                db.session.commit()
                came.append("added")
            except NoRoomHere:
                db.session.rollback()
                came.append("full")
            finally:
                writing(False)
                db.session.remove()

    threads = [Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["added", "full", "full", "full"]
    assert len(attached(here)) == 5


def test_who_leaves_leaves_no_name_and_may_take_the_pictures_along(
    here: Place, mine: Actor, proposer: Account
) -> None:
    stored = add(here, PICTURE, mine, "내 사진.jpg", description="정류장")
    (row,) = HOLDING.export(proposer.id)
    assert (row["name"], row["description"], row["proposal"]) == ("내 사진.jpg", "정류장", here.id)
    HOLDING.forget(proposer.id, False)
    assert stored.account_id is None and attached(here) == [stored]
    stored.account_id = proposer.id
    db.session.flush()
    HOLDING.forget(proposer.id, True)
    db.session.flush()
    assert not attached(here)


def test_names_that_are_not_ours_never_become_a_path(app: Flask, tmp_path: Path) -> None:
    for name in ("../../etc/passwd", "a" * 31, "A" * 32, f"{'a' * 32}/x", f"{'a' * 32}.small/../x", ""):
        with pytest.raises(ValueError, match="no name"):
            storage().open(name)
