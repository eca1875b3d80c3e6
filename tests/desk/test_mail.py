"""The outbox page: what failed and why, without addresses in full and without texts."""

from collections.abc import Callable
from types import SimpleNamespace

from flask.testing import FlaskClient

from demosx.core.db import db
from demosx.core.mail import Letter, post
from demosx.people.models import Account
from demosx.people.names import masked

from .conftest import ROLES

DeskOf = Callable[[Account], FlaskClient]


def test_only_who_keeps_the_site_sees_it(city: SimpleNamespace, desk_of: DeskOf) -> None:
    for role in ROLES:
        assert desk_of(getattr(city, role)).get("/desk/mail").status_code == (200 if role == "admin" else 403)


def test_a_letter_that_was_given_up_can_be_tried_again(city: SimpleNamespace, desk_of: DeskOf) -> None:
    post("minsu@example.org", "비밀번호 바꾸기", "https://example.org/reset/비밀")
    letter = db.session.scalars(db.select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None
    letter.state, letter.attempts, letter.error = "failed", 7, "550 no such user"
    db.session.commit()
    desk = desk_of(city.admin)
    page = desk.get("/desk/mail?state=failed").get_data(as_text=True)
    assert "550 no such user" in page and "m***@example.org" in page
    assert "minsu@example.org" not in page and "/reset/" not in page
    assert "비밀번호 바꾸기" not in page, "a subject may name a proposal that is hidden"
    assert desk.post(f"/desk/mail/{letter.id}/again").status_code == 302
    assert desk.post(f"/desk/mail/{letter.id}/again").status_code == 409
    db.session.refresh(letter)
    assert (letter.state, letter.attempts) == ("queued", 0)


def test_an_address_is_shown_as_far_as_it_helps() -> None:
    assert masked("minsu@example.org") == "m***@example.org"
    assert masked("a@example.org") == "a***@example.org"
