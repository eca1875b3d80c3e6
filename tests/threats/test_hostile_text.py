"""Hostile text in every field, on every screen and in every letter: it is shown as it was typed, and does nothing."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest

from demosx import testing
from demosx.core import jobs
from demosx.core.db import db, transaction
from demosx.core.mail import deliver
from demosx.core.settings import Role
from demosx.core.terms import Term
from demosx.desk.services import add_note
from demosx.documents.services import add_document
from demosx.journey.travel import moment
from demosx.opinions.moderation import hide as hide_opinion
from demosx.opinions.reports import report
from demosx.opinions.services import say
from demosx.people.models import Account, Department, Post, SignIn
from demosx.proposals.services import edit
from demosx.scrutiny.models import Finding
from demosx.scrutiny.services import discount
from demosx.stages.answer.services import Promise, Said, answer
from demosx.stages.execution.services import News, add_update
from demosx.stages.review.agenda import write_agenda_item
from demosx.stages.review.services import cast_decision
from demosx.stages.support.models import Support
from demosx.stages.support.services import support
from demosx.triage.models import Label
from tests.small_city import NOW, PEOPLE, TODAY, SmallCity
from tests.threats.conftest import Ask
from tests.threats.test_junk import places
from tests.visiting import Element, Page

SCRIPT = "\"'><script>window.hit=1</script><img src=x onerror=hit()><svg onload=hit()>{{7*7}}${7*7}"
LINKS = (
    "[a](javascript:hit()) [b](data:text/html,hit) <javascript:hit()> ![c](https://evil.example/c.png)\n"
    "[d](//evil.example) [e]: javascript:hit() <a href='vbscript:hit()' onclick=hit()>f</a> [g](\\\\evil.example)"
)
TEXT = f"{SCRIPT}\n\n{LINKS}"
NAME = "<b onclick=hit()>\"'"
HARMLESS = ("/", "#", "https://", "mailto:", "tel:", "sms:?", "%5c")
WORDS = frozenset(
    "answer cancelled_reason contact description detail easy_text group_name hidden_reason invited name note notes "
    "place question reason result summary text title to_body undone_reason wishes".split()
)
KEYS = frozenset({("ledger_entry", "reason"), ("duty", "name"), ("job", "name")})  # no text, or never changed
FORBIDDEN = ("iframe", "object", "embed", "base", "style", "applet", "math")
ACTING = ("image/svg+xml", "application/xhtml+xml", "application/xml", "text/xml", "text/javascript")
SEEN_BY = ("visitor", "member", "proposer", "operator", "officer", "planner", "lead", "admin")


@pytest.fixture(scope="module")
def hostile(city: SmallCity) -> Iterator[SmallCity]:
    """The small city with hostile text wherever people can write."""
    with city.app.test_request_context(), testing.at(NOW):
        with transaction():
            rename(city)
        with transaction():
            write_on_proposals(city)
        with transaction():
            write_elsewhere(city)
        with transaction():
            travel_on(city)
        with transaction():
            write_everywhere()
        city.app.extensions.pop("demosx_terms", None)  # names of areas and districts are read once an hour
    yield city


def rename(city: SmallCity) -> None:
    """Names of people, departments and posts."""
    for place, name in enumerate(PEOPLE):
        account = db.session.get_one(Account, city.people[name])
        account.nickname, account.nickname_key = f"{NAME}{place}", f"{NAME}{place}"
    for office in db.session.scalars(db.select(Department)):
        office.names = {"ko": SCRIPT[:90], "en": SCRIPT[:90]}
        office.telephone = SCRIPT[:40]
    post = db.session.get_one(Post, city.numbers["post"])
    post.name, post.telephone = SCRIPT[:90], SCRIPT[:40]


def write_on_proposals(city: SmallCity) -> None:
    """Titles, texts, opinions, documents, notes and reasons."""
    operator, proposer = city.actor("operator"), city.actor("proposer")
    for kind in ("open", "hidden"):
        edit(city.proposal(kind), SCRIPT[:100], TEXT, actor=proposer, revision=1, place=SCRIPT)
    opinion = say(city.proposal("open"), TEXT, actor=proposer)
    report(opinion, "other", actor=city.actor("member"), note=SCRIPT)
    hide_opinion(say(city.proposal("open"), TEXT, actor=proposer), SCRIPT, actor=operator)
    link = 'https://example.org/"onclick=hit()'
    add_document(city.proposal("open"), "press", SCRIPT, TEXT, link, publish=True, actor=operator)
    add_note(city.proposal("open"), TEXT, operator)


def travel_on(city: SmallCity) -> None:
    """Agenda, decisions, answers, promises, news; reasons of the lead and of buttons."""
    officer, planner = city.actor("officer"), city.actor("planner")
    write_agenda_item(city.proposal("review"), SCRIPT, TEXT, TEXT, revision=0, actor=planner)
    cast_decision(city.proposal("review"), "deliberate", TEXT, planner)
    said = Said(
        "accept", TEXT, SCRIPT[:90], promises=[Promise(SCRIPT, TEXT, city.numbers["department"], TODAY)]
    )
    given = answer(city.proposal("open"), "department_answer", said, officer)
    promise = given.commitments[0]
    add_update(city.proposal("open"), News(TEXT, promise.id, "doing", 10, promise.revision), officer)
    with moment(city.proposal("over_forum"), city.actor("lead")) as journey:
        journey.force("move", "support", SCRIPT)


def write_elsewhere(city: SmallCity) -> None:
    """What a browser says it is, what roles are called, what is decided on supports."""
    for session in db.session.scalars(db.select(SignIn)):
        session.browser = SCRIPT[:100]
    for role in ("operator", "officer"):
        city.app.extensions["demosx_site"].roles[role] = Role(name={"ko": SCRIPT[:60], "en": SCRIPT[:60]})
    number = city.proposals["open"]
    support(city.proposal("open"), actor=city.actor("planner"), block="here")
    given = db.session.scalars(db.select(Support).where(Support.proposal_id == number)).all()[-1]
    times = {"first_at": given.at, "last_at": given.at, "found_at": given.at}
    db.session.add(
        Finding(proposal_id=number, kind="burst", key="hostile", first_id=given.id, last_id=given.id, count=1,
                expected=0.0, note=SCRIPT, **times)
    )  # fmt: skip
    discount({number: [given.account_id]}, SCRIPT, actor=city.actor("operator"))


def write_everywhere() -> None:
    """Whatever else people write anywhere, also in rooms that come later: every column whose name says that it holds
    words and that can hold them, where something stands in it."""
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            length = getattr(column.type, "length", None) or len(TEXT)
            words = isinstance(column.type, db.String) and column.name in WORDS and length >= 60
            if words and (table.name, column.name) not in KEYS:
                said = TEXT if length >= len(TEXT) else SCRIPT[:length]
                db.session.execute(table.update().where(column != "").values({column.name: said}))
    for kind in (Label, Term):
        db.session.execute(db.update(kind).values(names={"ko": SCRIPT[:60], "en": SCRIPT[:60]}))


def dangers(root: Element) -> list[str]:
    """What a page could do that it should not: handlers, scripts, links that act, parts from elsewhere."""
    found = [f"<{element.tag}>" for tag in FORBIDDEN for element in root.all(tag)]
    for element in root.all():
        for name, value in element.attributes.items():
            target = "".join(value.split()).lower()
            acts = name.startswith("on") or name == "style" or target.startswith(("//", "/\\"))
            leads = name in ("href", "src", "action", "formaction")
            leads = leads and not drawn_here(element) and not names_itself(element)
            if acts or (leads and not target.startswith(HARMLESS)):
                found.append(f"<{element.tag} {name}={value}>")
    for element in root.all("script") + root.all("img"):
        own = drawn_here(element) or element.attributes.get("src", "").startswith("/theme/")
        if element.children or not own:
            found.append(f"<{element.tag} {element.attributes}>{element.text}")
    return found


def names_itself(element: Element) -> bool:
    """Whether it is a whole address of the site itself, the page's or one a notice names: no text has a part in it."""
    address = element.attributes.get("href", "")
    canonical = element.tag == "link" and element.attributes.get("rel") == "canonical"
    whole = r"/(proposals|deliberations)/\d+" if canonical else r"/account(/data|/leave)?"
    return element.tag in ("link", "a") and re.fullmatch(f"http://localhost{whole}", address) is not None


def drawn_here(element: Element) -> bool:
    """Whether it is a picture that stands in the page itself, such as the code for an authenticator."""
    source = element.attributes.get("src", "")
    return element.tag == "img" and source.startswith("data:image/svg+xml") and "script" not in source.lower()


def test_no_screen_does_what_a_text_says(hostile: SmallCity, ask: Ask) -> None:
    shown = 0
    addresses = sorted({address for _who, address in places(hostile)})
    for who in SEEN_BY:
        for address in addresses:
            answer = ask(who, "GET", address)
            if answer.status_code != 200:
                continue
            if answer.mimetype != "text/html":  # no browser may take it for a page
                assert answer.headers["X-Content-Type-Options"] == "nosniff", address
                assert answer.mimetype not in ACTING, f"{address}: {answer.mimetype}"
                continue
            page = Page(answer)
            assert not dangers(page.root), f"{who} {address}"
            assert "49" not in page.text.replace("{{7*7}}${7*7}", ""), f"{who} {address}"
            shown += "<script>window.hit=1</script>" in page.text
    assert shown > 260, "the text stands on few screens: the test looks at nothing"


def test_a_refused_form_gives_hostile_text_back_as_text(hostile: SmallCity, ask: Ask) -> None:
    for address in ("/proposals/new", "/sign-in", "/join", f"/proposals/{hostile.proposals['hidden']}/edit"):
        answer = ask("proposer" if "proposals" in address else "visitor", "POST", address, title=SCRIPT * 9, body=TEXT,
                     email=SCRIPT, nickname=SCRIPT, next=SCRIPT)  # fmt: skip
        page = Page(answer)
        assert page.status == 422 and not dangers(page.root)
        assert any(SCRIPT in element.attributes.get("value", "") for element in page.root.all("input"))
    answer = ask(
        "proposer", "POST", f"/proposals/{hostile.proposals['open']}/press", reason=TEXT, rule="no/such"
    )
    page = Page(answer)
    assert page.status == 409 and not dangers(page.root) and "window.hit=1" in page.root.one("textarea").text


def test_a_letter_holds_hostile_text_as_text_and_no_head_of_its_own(hostile: SmallCity, ask: Ask) -> None:
    ask("proposer", "POST", "/proposals/new", title="제목\r\nBcc: all@example.org", body="글")
    joining = {"email": "a@example.org\r\nBcc: b@example.org", "nickname": "줄바꿈", "password": "x" * 20}
    assert ask("visitor", "POST", "/join", **joining).status_code == 422
    with hostile.app.app_context():
        jobs.run_due()
        assert deliver(10_000).sent >= 15
    letters = [
        message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in (hostile.app.extensions["demosx_site"].folder / "data" / "mail").glob("*.eml")
    ]
    bodies = "".join(letter.get_content() for letter in letters)
    assert "<script>window.hit=1</script>" in bodies and "&lt;script" not in bodies, "a letter is plain text"
    for letter in letters:
        assert letter.get_content_type() == "text/plain"
        assert letter["Bcc"] is None and letter["Cc"] is None and letter["To"].count("@") == 1
