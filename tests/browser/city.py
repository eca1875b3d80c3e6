"""The demonstration city with a few things more that it does not have, and the numbers by which its pages are found."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from demosx import testing
from demosx.commands.site_folder import GROUPS
from demosx.commands.templates import rules_text
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.mail import Letter
from demosx.core.permissions import public
from demosx.core.settings import site
from demosx.core.web import Application
from demosx.demo import places
from demosx.demo.building import fill
from demosx.demo.lawbook import editions
from demosx.demo.texts import city
from demosx.documents.models import Document
from demosx.duties.models import Duty
from demosx.journey.models import Visit
from demosx.merging.services import merge
from demosx.notifications.tokens import token
from demosx.opinions.moderation import hide as hide_opinion
from demosx.opinions.reports import report
from demosx.opinions.services import say
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.people.services import add_post, arrive, create_account, invite, join
from demosx.people.services.guardians import ask_guardian
from demosx.people.services.tokens import issue
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide, propose
from demosx.scrutiny.models import Finding
from tests.browser.gathering import add_company, add_meetings

# One of each role. Whoever has no name here is a visitor.
NICKNAMES = {
    "member": "비오는날", "operator": "운영팀 하늘", "officer": "교통정책과 유진", "drafter": "건강증진과 담당",
    "planner": "기획단 서연", "drawn": "추첨시민 가람", "official": "추진반 민재", "aide": "정책보좌관 지후",
    "head": "한들시장", "lead": "총괄 나린", "admin": "관리자 솔", "child": "어린이회 별", "unasked": "물음 앞의 사람",
}  # fmt: skip
LONG = "가나다라마바사아자차카타파하" * 6


def demonstration(folder: Path, address: str) -> Application:
    """The whole demonstration, in Korean, and an address for each way to fail."""
    facts = city()
    names = {key: facts[key] for key in ("name", "areas", "districts", "population")}
    more = {"groups": {key: {"ko": ko, "en": en} for key, ko, en in GROUPS}, "map": places.settings("ko")}
    checks = {"checks": ("code",)}
    (folder / places.PICTURE).write_text(places.drawn("ko"), encoding="utf-8")
    app = testing.application(folder, url=address, demo=True, verification=checks, **names, **more)
    (folder / "terms").mkdir()
    for name in ("terms-2018-01-01.ko.md", "privacy-2018-01-01.ko.md"):
        (folder / "terms" / name).write_text("# 약속\n\n한 사람은 한 번만 셉니다.\n", encoding="utf-8")
    app.add_url_rule("/broken/<int:status>", "broken", public(_break), methods=["GET", "POST"])
    with app.app_context():
        db.create_all()
        fill(editions(rules_text, clock.today(site().zone), "ko"))
    return app


def _break(status: int) -> ResponseReturnValue:
    abort(status)


def add_rarities(discussed: int) -> dict[str, Any]:
    """What people seldom do: reported and hidden opinions, a hidden proposal, long words, a post; their numbers."""
    member, operator = (_account(NICKNAMES[role]) for role in ("member", "operator"))
    proposal = db.session.get_one(Proposal, discussed)
    with transaction():
        post = add_post(testing.department("transport"), "노면전차 준비단", "000-120-0111")
        mail = issue(_account("기획단 도윤"), "email", "new@example.org")
        db.session.flush()
        long = propose(LONG[:80], f"{LONG}\n\nhttps://example.org/{'a' * 200}", actor=actor_of(member.id))
        secret = propose("감춘 제안", "보이지 않는 글", actor=actor_of(member.id))
        twin = propose(f"{LONG[:40]} 또", "같은 뜻입니다.", actor=actor_of(member.id))
    with transaction():
        own = say(proposal, f"제 생각입니다. {LONG}", actor=actor_of(member.id))
        rude = say(proposal, "가려질 말", actor=actor_of(member.id))
    with transaction():
        create_account(NICKNAMES["unasked"], email="unasked@demo.invalid", language="ko")
        child = create_account(NICKNAMES["child"], email="child@demo.invalid", language="ko")
        child.born_on, child.awaits_guardian = clock.today(site().zone) - timedelta(days=4000), True
        ask_guardian(child, "guardian@example.org")
    with transaction():
        confirm = _secret_to_join()  # by itself: whoever joins begins a transaction of their own
    with transaction():
        merge(twin, long, "같은 뜻의 제안이 있습니다.", actor=actor_of(operator.id))
        report(own, "other", actor=actor_of(operator.id), note="살펴봐 주세요.")
        hide_opinion(rude, "욕설이 있습니다.", actor=actor_of(operator.id), rule="abuse")
        hide(secret, "이름이 적혀 있습니다.", actor=actor_of(operator.id))
        secrets = {
            "confirm": confirm,
            "reset": invite(_account("기획단 은채")),
            "email": mail,
            "link": issue(_account("비오는날"), "link", "asked elsewhere", timedelta(days=1)),
            "unsubscribe": token(member.id, "followed"),
            "guardian": _secret_for("guardian@example.org", "/guardian/"),
            "arrival": arrive("kim@example.org", verified=True, onward="", lifetime=timedelta(days=1)),
        }
    found = db.session.scalars(select(Finding).where(Finding.kind == "block")).one()
    made = {
        "finding": found.id,
        "odd": found.proposal_id,
        "post": post.id,
        "long": long.id,
        "hidden": secret.id,
        "merged": twin.id,
        "opinion": own.id,
        "rude": rude.id,
    }
    return {**made, **secrets}


def _secret_to_join() -> str:
    """The secret in the letter of somebody who has joined and not confirmed yet."""
    join("guest@example.org", "감나무 아래 자전거 한 대", "갓온사람", "ko")
    return _secret_for("guest@example.org", "/confirm/")


def _secret_for(address: str, path: str) -> str:
    """The secret of the link in the letter to an address."""
    letter = db.session.scalars(select(Letter).where(Letter.to_address == address)).one()
    return next(word for word in letter.body.split() if path in word).rsplit("/", 1)[1]


def numbers() -> dict[str, Any]:
    """The numbers in the addresses of pages: of proposals by stage, of duties, deliberations, people and documents."""
    found: dict[str, Any] = {}
    rows = db.session.execute(
        select(Proposal.process_key, Proposal.stage, Proposal.ended, func.min(Proposal.id))
        .where(Proposal.hidden_at.is_(None))
        .group_by(Proposal.process_key, Proposal.stage, Proposal.ended)
    )
    found |= {f"{process}_{stage}_{ended or 'open'}": number for process, stage, ended, number in rows}
    transport = testing.department("transport").id
    for name in ("department_answer", "department_reply", "report"):
        duty = db.session.scalars(
            select(Duty).where(Duty.name == name, Duty.department_id == transport, Duty.closed_at.is_(None))
        ).first()
        assert duty is not None, f"the demonstration has no open {name}"
        found |= {f"{name}_duty": duty.id, f"{name}_proposal": duty.proposal_id}
    found["latest_answer_duty"] = db.session.scalar(
        select(Duty.id).where(Duty.name == "department_answer", Duty.due_on.is_not(None), Duty.closed_at.is_(None))
        .order_by(Duty.due_on.desc()).limit(1))  # fmt: skip
    document = db.session.scalars(select(Document).order_by(Document.id)).first()
    assert document is not None
    found |= {"document": document.id, "documented": document.proposal_id, "department": transport}
    found |= {"person": _account(NICKNAMES["officer"]).id, "closed_duty": db.session.scalar(
        select(func.min(Duty.id)).where(Duty.closed_at.is_not(None)))}  # fmt: skip
    found |= _deliberations()
    member, other, operator = (
        actor_of(_account(nickname).id)
        for nickname in (NICKNAMES["member"], "나래시장통", NICKNAMES["operator"])
    )
    found |= add_meetings(operator) | add_company(member, other)
    return found | add_rarities(found["forum_proposal"])


def _deliberations() -> dict[str, int]:
    """One that is open, one that is over and one that waits for its first day."""
    visits = db.session.scalars(select(Visit).where(Visit.kind == "deliberation").order_by(Visit.id)).all()
    begun = [visit for visit in visits if visit.left_at is None and visit.starts_on]
    last = max(visit.ends_on for visit in begun if visit.ends_on) - timedelta(days=1)
    current = next(visit for visit in begun if visit.ends_on and visit.ends_on >= last)
    return {
        "forum_open": current.id,
        "forum_proposal": current.proposal_id,
        "forum_over": next(v.id for v in visits if v.left_at),
        "forum_waiting": next(v.id for v in visits if v.left_at is None and not v.starts_on),
        "waiting": next(v.proposal_id for v in visits if v.left_at is None and not v.starts_on),
    }


def _account(nickname: str) -> Account:
    return db.session.scalars(select(Account).where(Account.nickname == nickname)).one()
