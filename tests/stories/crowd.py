"""Thousands of people, each with an account, a session and a browser of their own: made at once, acting one by one."""

from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select

from demosx.consent.models import Agreement
from demosx.consent.terms import asked
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.security import digest
from demosx.core.web import Application
from demosx.people.models import Account, SignIn
from demosx.people.sessions import LIFETIME
from tests.visiting import Seal

Cookie = str


class Crowd:
    """People who have signed in. `token` is what the forms hold that each of them has open."""

    def __init__(self, app: Application, size: int) -> None:
        self.app = app
        self.client = app.test_client(use_cookies=False)
        seal = Seal(app)
        self.token = seal.token
        secrets = [f"secret-of-{number}" for number in range(size)]
        self.cookies: Sequence[Cookie] = [seal.cookie(secret) for secret in secrets]
        with app.app_context(), transaction():
            _join(size)
            _sign_in(secrets)

    def post(self, cookie: Cookie, path: str, **fields: str) -> int:
        """One of them sends a form; the status of the answer."""
        response = self.client.post(
            path,
            data={**fields, "csrf_token": self.token},
            headers={"Cookie": cookie, "Accept": "text/html"},
        )
        return response.status_code

    def each(self, cookies: Iterable[Cookie], path: str, fields: Iterable[dict[str, str]]) -> None:
        """Every one of them sends a form and is led on, as people are when it is accepted."""
        for cookie, said in zip(cookies, fields, strict=True):
            status = self.post(cookie, path, **said)
            assert status == 302, f"{path} answers {status} to {said}"


def _join(size: int) -> None:
    now = clock.wall()
    db.session.execute(insert(Account), [
        {"email": f"citizen{n}@example.org", "email_key": f"citizen{n}@example.org", "nickname": f"시민 {n}",
         "nickname_key": f"시민 {n}", "language": "ko", "created_at": now, "confirmed_at": now}
        for n in range(size)
    ])  # fmt: skip


def _sign_in(secrets: Sequence[str]) -> None:
    now = clock.wall()
    names = [f"시민 {n}" for n in range(len(secrets))]
    query = select(Account.nickname_key, Account.id).where(Account.nickname_key.in_(names))
    numbers = {row.nickname_key: row.id for row in db.session.execute(query)}
    db.session.execute(insert(SignIn), [
        {"digest": digest(secret), "account_id": numbers[name], "created_at": now, "last_seen_at": now,
         "proved_at": now, "expires_at": now + LIFETIME}
        for secret, name in zip(secrets, names, strict=True)
    ])  # fmt: skip
    agreed = [(number, what, version) for number in numbers.values() for what, version in asked().items()]
    db.session.execute(insert(Agreement), [
        {"account_id": number, "what": what, "version": version, "at": now} for number, what, version in agreed
    ])  # fmt: skip
