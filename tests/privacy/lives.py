"""A person who has done everything that one can do here, and looking for what is left of them."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, inspect, select

from demosx import testing
from demosx.ballots.models import Ballot
from demosx.ballots.queries import recount as votes_counted
from demosx.ballots.queries import tally
from demosx.consent.services import answer
from demosx.core import clock
from demosx.core.db import db
from demosx.core.mail import deliver
from demosx.core.permissions import Actor
from demosx.core.security import digest
from demosx.core.settings import site
from demosx.identity.factor_models import AuthenticatorApp, RecoveryCode
from demosx.identity.models import Identity
from demosx.identity.passkey_models import Passkey
from demosx.journey.models import Participation, Visit
from demosx.merging.counting import recount
from demosx.notifications.models import Digest, Follow, Notice, NoticeSetting, PushSubscription, TextNumber
from demosx.opinions.models import Opinion, OpinionAgree
from demosx.opinions.moderation import hide
from demosx.opinions.reports import report
from demosx.opinions.services import agree, edit, say
from demosx.people import letters, services
from demosx.people.guardian_models import GuardianAsk
from demosx.people.looks import look
from demosx.people.models import Account, Arrival, AskedLetter, Joining
from demosx.people.queries import actor_of
from demosx.people.services import tokens
from demosx.proposals.models import Proposal
from demosx.stages.deliberation.services import vote
from demosx.stages.support.services import support
from tests.stages.walks import bring_to, open_forum

NICKNAME = "마당쇠하늘소"
EMAIL = "haneulso.77@hanbat-mail.example"
SUBJECT = "subject-90210-haneulso"
KEYS = (
    "옛휴대전화열쇠",
    "+821099887766",
    "https://push.example/haneulso-endpoint",
    "guardian.haneul@example.net",
    WRONG_GUARDIAN := "gaurdian.haneul@example.net",
)
WHY = "제안자와 육촌 사이라서"
NEEDLES = (NICKNAME, EMAIL, EMAIL.upper(), EMAIL.split("@")[0], SUBJECT, *KEYS)
SAID_BEFORE = "처음에는 이 안에 찬성한다고 썼습니다."
PROPOSED, SAID, SAID_IN_FORUM = (
    "옥상마다 태양광을",
    "우리 동네 옥상부터 해 봅시다.",
    "토론에서 남긴 저만의 생각입니다.",
)


@dataclass
class Life:
    """The numbers of who has lived, of the others, and of what they did."""

    person: int
    others: dict[str, int] = field(default_factory=dict)
    proposals: dict[str, int] = field(default_factory=dict)
    opinions: dict[str, int] = field(default_factory=dict)

    def actor(self) -> Actor:
        """The person as they may act."""
        return actor_of(self.person)


def live() -> Life:
    """Let a person do everything there is. It is 5 March 2019 in the city when they are done."""
    with testing.at("2019-02-10 09:00"):
        person = testing.account(NICKNAME)
        person.email, person.email_key, person.district = EMAIL, EMAIL, "narae"
        person.born_on, person.password_hash = date(1999, 7, 7), "hash"
        db.session.commit()
        life = Life(person.id)
        for name, roles in (("이웃", []), ("운영", ["operator"]), ("관리", ["admin"]), ("길벗", [])):
            life.others[name] = testing.account(name, roles).id
        _propose_and_support(life)
        _come_in_by_every_way(person)
        _be_told(life)
        _be_given_a_role(life)
    _vote_and_talk(life)
    return life


def _other(life: Life, name: str) -> Account:
    return db.session.get_one(Account, life.others[name])


def _propose_and_support(life: Life) -> None:
    person, neighbour = db.session.get_one(Account, life.person), _other(life, "이웃")
    made = {
        "own": testing.proposal(person, PROPOSED, "옥상마다 작은 발전소를 놓습니다."),
        "alone": testing.proposal(person, "혼자 낸 제안", "아무도 함께하지 않은 글입니다."),
        "open": testing.proposal(neighbour, "밤 버스를 늘려요"),
        "over": testing.proposal(neighbour, "이미 끝난 제안"),
        "forum": testing.proposal(neighbour, "지금 토론하는 제안"),
        "closed_forum": testing.proposal(neighbour, "끝난 토론"),
    }
    life.proposals = {name: one.id for name, one in made.items()}
    support(made["own"], actor=actor_of(neighbour.id))
    for name in ("open", "over", "forum", "closed_forum"):
        support(made[name], actor=life.actor(), at=clock.now())
    other = say(made["open"], "저는 반대로 생각해요.", actor=actor_of(neighbour.id))
    life.opinions["other"] = other.id
    life.opinions["said"] = say(made["open"], SAID_BEFORE, actor=life.actor()).id
    said = db.session.get_one(Opinion, life.opinions["said"])
    say(made["open"], "좋은 말씀이에요.", actor=actor_of(neighbour.id), parent_id=said.id)
    agree(other, actor=life.actor())
    agree(said, actor=actor_of(neighbour.id))
    edit(said, SAID, actor=life.actor())
    report(other, "abuse", actor=life.actor(), note="하늘소인 제가 보기에 너무해요")
    life.opinions["hidden"] = say(made["over"], "지나친 말을 했습니다.", actor=life.actor()).id
    life.opinions["over"] = say(made["over"], "끝난 곳에 남긴 말입니다.", actor=life.actor()).id
    db.session.commit()
    hide(db.session.get_one(Opinion, life.opinions["hidden"]), "욕설", actor=actor_of(life.others["운영"]))
    db.session.commit()


def _come_in_by_every_way(person: Account) -> None:
    now = clock.wall()
    services.admit(person, way="password", browser="Chrome · Android")
    tokens.issue(person, "reset")
    tokens.issue(person, "link", data=digest("browser"))
    tokens.issue(person, "email", data="new." + EMAIL)
    later = now + timedelta(hours=1)
    answer(person.id, {"news": None})
    db.session.add_all([
        Joining(digest=digest("j"), mark=digest("m"), email=EMAIL, email_key=EMAIL, nickname=NICKNAME, language="ko",
                created_at=now, expires_at=later),
        AskedLetter(what="reset", email=EMAIL.upper(), asked_at=now),
        Arrival(digest=digest("a"), provider="kakao", subject=SUBJECT, email=EMAIL, created_at=now, expires_at=later),
        Identity(account_id=person.id, provider="kakao", subject=SUBJECT, email=EMAIL, created_at=now,
                 last_used_at=now),
        Passkey(account_id=person.id, credential_id=b"credential", public_key=b"key", sign_count=0, name=KEYS[0],
                created_at=now, last_used_at=now),
        AuthenticatorApp(account_id=person.id, sealed="sealed", last_step=1, created_at=now, last_used_at=now),
        RecoveryCode(account_id=person.id, digest=digest("r")),
        GuardianAsk(account_id=person.id, digest=digest("g"), email=KEYS[3], proof=digest("p"), asked_at=now,
                    expires_at=later),
    ])  # fmt: skip
    db.session.add(
        Arrival(digest=digest("b"), provider="kakao", subject=SUBJECT, created_at=now, expires_at=later)
    )
    services.invite(person)
    letters.new_address(person, "new." + EMAIL, "secret")
    letters.address_changed(person, "before." + EMAIL)
    letters.ask_guardian(person, KEYS[3], "secret")
    letters.ask_guardian(person, WRONG_GUARDIAN, "secret")
    db.session.commit()


def _be_told(life: Life) -> None:
    now, proposal = clock.wall(), life.proposals["open"]
    db.session.add_all([
        Follow(proposal_id=proposal, account_id=life.person, at=now),
        NoticeSetting(account_id=life.person, kind="mine", pace="daily", mail=True, push=False, text=False),
        Notice(account_id=life.person, kind="followed", what="step", key="step:1", proposal_id=proposal, data={},
               pace="daily", mail=True, push=False, text=False, created_at=now),
        Digest(account_id=life.person, name="daily:2019-02-10", at=now),
        PushSubscription(account_id=life.person, digest=digest("e"), endpoint=KEYS[2], p256dh="k", auth="a",
                         created_at=now),
        TextNumber(account_id=life.person, number=KEYS[1], confirmed_at=now),
    ])  # fmt: skip
    db.session.commit()


def _be_given_a_role(life: Life) -> None:
    admin, person = actor_of(life.others["관리"]), db.session.get_one(Account, life.person)
    given = services.grant(person, "aide", by=admin)
    services.revoke(given, admin)
    services.grant(person, "planning_panel", by=admin)
    look("person", person_id=life.person, reason="inquiry", actor=admin)
    db.session.commit()


def _vote_and_talk(life: Life) -> None:
    staff = actor_of(life.others["운영"])
    visits = {}
    with testing.at("2019-02-28 09:00"):
        bring_to(db.session.get_one(Proposal, life.proposals["over"]), "agenda")
        for name in ("forum", "closed_forum"):
            visits[name] = open_forum(db.session.get_one(Proposal, life.proposals[name]), staff, "2019-03-01")
    with testing.at("2019-03-05 12:00"):
        for name, visit in visits.items():
            proposal = db.session.get_one(Proposal, life.proposals[name])
            vote(proposal, visit, "yes", life.actor())
            vote(proposal, visit, "no", actor_of(life.others["이웃"]))
            opinion = say(proposal, f"{SAID_IN_FORUM} {name}", actor=life.actor(), stance="yes")
            life.opinions[name] = opinion.id
        db.session.commit()
        bring_to(db.session.get_one(Proposal, life.proposals["closed_forum"]), "execution")


def where(needles: tuple[str, ...] = NEEDLES) -> list[str]:
    """In which columns of the database, files of the site and letters something of a person stands."""
    return [*_in_database(needles), *_in_files(needles)]


def _in_database(needles: tuple[str, ...]) -> list[str]:
    kind = "BLOB" if db.engine.dialect.name == "sqlite" else "TEXT"
    inspector = inspect(db.engine)
    with db.engine.connect() as connection:
        return sorted(
            f"{table}.{column['name']}"
            for table in inspector.get_table_names()
            for column in inspector.get_columns(table)
            if _holds(
                connection.exec_driver_sql(f'SELECT CAST("{column["name"]}" AS {kind}) FROM "{table}"'),
                needles,
            )
        )


def _holds(rows: Any, needles: tuple[str, ...]) -> bool:
    values = [value for (value,) in rows if value is not None]
    texts = [value.decode(errors="replace") if isinstance(value, bytes) else str(value) for value in values]
    return any(needle.casefold() in text.casefold() for text in texts for needle in needles)


def _in_files(needles: tuple[str, ...]) -> list[str]:
    """Every file of the site's folder, the database of SQLite too, byte by byte."""
    if db.engine.dialect.name == "sqlite":
        db.session.commit()
        db.engine.dispose()
        with closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folder: Path = site().folder
    words = [needle.encode() for needle in needles]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return sorted(
        str(file.relative_to(folder)) for file in files if any(w in file.read_bytes() for w in words)
    )


def send_everything() -> None:
    """Let every letter that waits leave."""
    while deliver().sent:
        pass


def counts_are_true() -> None:
    """Hold every count against the rows that it counts."""
    db.session.expire_all()
    for proposal in db.session.scalars(select(Proposal)).all():
        found = recount(proposal.id)
        assert proposal.supports_site == sum(found.supports.values()), proposal.title
        assert proposal.participants == found.people, proposal.title
        visible = select(func.count(Opinion.id)).where(Opinion.proposal_id == proposal.id, Opinion.visible)
        assert proposal.opinions == db.session.scalar(visible), proposal.title
        for visit in db.session.scalars(select(Visit).where(Visit.proposal_id == proposal.id)):
            assert visit.supports == found.supports.get(visit.number, 0)
            assert visit.participants == found.participants.get(visit.number, 0)
    for ballot in db.session.scalars(select(Ballot)).all():
        counted: dict[str, Any] = {row.key: row.count for row in tally(ballot).rows}
        assert counted == votes_counted(ballot)
        assert ballot.total == sum(counted.values())
        voters = select(func.count()).where(
            Participation.voted, Participation.proposal_id == ballot.proposal_id
        )
        assert ballot.total == db.session.scalar(voters)
    for opinion in db.session.scalars(select(Opinion)).all():
        agreed = select(func.count()).where(OpinionAgree.opinion_id == opinion.id)
        assert opinion.agrees == db.session.scalar(agreed)
        replies = select(func.count(Opinion.id)).where(Opinion.parent_id == opinion.id, Opinion.visible)
        assert opinion.replies == db.session.scalar(replies)
