"""What authors of plugins and themes test with: a small invented city, people in it, and a clock to hold."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from .app import create_app
from .consent.services import agree_to_all
from .core import clock, jobs, mail
from .core.db import db, transaction
from .core.mail import Letter
from .core.resources import shipped
from .core.settings import Site
from .core.web import Application
from .journey.rules import apply_version
from .people.models import Account, Department
from .people.queries import actor_of, department_by_key
from .people.services import add_department, admit, create_account, grant
from .proposals.models import Proposal
from .proposals.services import propose

ZONE = ZoneInfo("Asia/Seoul")
PROCESSES = ("seoul-2019", "agency")


def invented_site(folder: Path, **changes: Any) -> Site:
    """The settings of a small invented city whose data is in `folder`; `changes` are keys of the site file."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    values: dict[str, Any] = {
        "name": {"ko": "한들시", "en": "Handeul"},
        "population": 412_000,
        "url": "http://localhost",
        "secret_key": "a-secret-for-tests-only",
        "folder": folder,
        "database": {"url": f"sqlite:///{folder / 'data' / 'test.sqlite'}"},
        "areas": {"transport": {"ko": "교통", "en": "Transport"}, "welfare": {"ko": "복지", "en": "Welfare"}},
        "districts": {
            "narae": {"ko": "나래구", "en": "Narae"},
            "solmaru": {"ko": "솔마루구", "en": "Solmaru"},
        },
    }
    return Site(**(values | changes))


class Client(FlaskClient):
    """A browser that leaves no file open: neither one that an answer is read from, nor one that a form is sent from.

    Werkzeug's own closes the first only with the answer, and the second, a temporary file for a large form, never.
    """

    def open(self, *args: Any, buffered: bool = True, **more: Any) -> TestResponse:
        """Send a request; the answer has come whole."""
        response = super().open(*args, buffered=buffered, **more)
        for one in (*response.history, response):
            one.request.environ["wsgi.input"].close()
        return response


def application(folder: Path, **changes: Any) -> Application:
    """An application of the invented city. `db.create_all()` makes its tables, `apply_examples()` its rules."""
    site = invented_site(folder, **changes)
    app = create_app(site, TESTING=True, RATELIMIT_ENABLED=False, DEMO_SIGN_IN=True, TERMS_SECONDS=3600)
    app.test_client_class = Client
    return app


def apply_examples(names: Iterable[str] = PROCESSES) -> None:
    """Put example processes in force; a name with a slash is a path to a file of your own."""
    with transaction():
        for name in names:
            file = Path(name) if "/" in name else shipped("examples/processes") / f"{name}.toml"
            apply_version(file.read_text(encoding="utf-8"), file.name)


def at(text: str) -> AbstractContextManager[None]:
    """Hold the site's clock: `with at("2019-02-10 12:00")`, in Seoul."""
    return clock.pinned(datetime.fromisoformat(text).replace(tzinfo=ZONE))


def department(key: str = "transport") -> Department:
    """A department of the invented city, made on first use."""
    return department_by_key(key) or add_department(
        key, {"ko": f"{key} 과", "en": key.title()}, "02-000-0000"
    )


def account(nickname: str, roles: Sequence[str] = (), at_department: str | None = None) -> Account:
    """A confirmed account with these roles; those of an `officer` are for `at_department`."""
    made = create_account(nickname, email=f"{abs(hash(nickname))}@example.org")
    db.session.flush()
    agree_to_all(made.id)
    for role in roles:
        grant(made, role, department=department(at_department) if at_department else None)
    db.session.commit()
    return made


def proposal(
    by: Account, title: str = "밤 11시 이후에도 버스를", text: str = "막차가 너무 이릅니다.", **more: Any
) -> Proposal:
    """A proposal filed now by `by`, and committed."""
    made = propose(title, text, actor=actor_of(by.id), **more)
    db.session.commit()
    return made


@dataclass(frozen=True)
class Written:
    """A letter as it would leave now."""

    to: str
    subject: str
    body: str
    headers: Mapping[str, str]


def letters(to: Account | None = None) -> list[Written]:
    """The letters that were written so far, or those to one person, as they would leave now; jobs are done first."""
    db.session.commit()
    jobs.run_due()
    found = []
    query = db.select(Letter).where(Letter.way == mail.MAIL, Letter.state != "dropped").order_by(Letter.id)
    for letter in db.session.scalars(query).all():
        made = mail.make(letter)
        if made is not None and (to is None or made.to == to.email):
            found.append(Written(made.to, made.subject, made.body, made.headers))
    return found


def forget_letters() -> None:
    """Begin anew with an empty outbox: what was to be told so far is told to nobody."""
    db.session.commit()
    jobs.run_due()
    db.session.execute(db.delete(Letter))
    db.session.commit()


def sign_in(client: FlaskClient, who: Account) -> FlaskClient:
    """Sign somebody in without a password; a second factor has been shown, and a reason for looks given."""
    secret = admit(who, factor=True)
    db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"] = secret
        session["_fresh"] = True
        session["looking"] = ["inquiry", "", int(clock.wall().timestamp())]
    return client
