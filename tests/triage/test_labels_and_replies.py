"""Labels on proposals, and templates of replies."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.proposals.models import Proposal
from demosx.triage import labels, queries
from tests.triage.conftest import DAY
from tests.visiting import Page

File = Callable[..., Proposal]
HOSTILE = "<script>alert(1)</script>"


def test_only_public_labels_are_seen_by_everybody(file: File, app: Flask, operating: Actor) -> None:
    with testing.at(DAY):
        one = file()
        public = labels.add("night", {"ko": "심야 교통"}, True, operating)
        inside = labels.add("watch", {"ko": "눈여겨볼 것"}, False, operating)
        labels.put(one, [public, inside], operating)
        labels.put(one, [public], operating)
        db.session.commit()
        page = Page(app.test_client().get(f"/proposals/{one.id}"))
    assert "심야 교통" in page.text and "눈여겨볼 것" not in page.text and "watch" not in page.text
    assert queries.labels_of([one.id], public_only=False)[one.id] == [public, inside]
    assert db.session.query(Proposal).filter(queries.has_label("night")).all() == [one]
    assert db.session.query(Proposal).filter(queries.has_label("watch")).all() == []
    labels.take(one, [public], operating)
    assert queries.labels_of([one.id])[one.id] == []


def test_lists_are_narrowed_down_to_a_public_label(file: File, app: Flask, operating: Actor) -> None:
    with testing.at(DAY):
        one, other = file("막차를 늦춰 주세요"), file("의자를 놓아 주세요")
        public = labels.add("night", {"ko": "심야 교통"}, True, operating)
        inside = labels.add("watch", {"ko": "눈여겨볼 것"}, False, operating)
        labels.put(one, [public], operating)
        labels.put(other, [inside], operating)
        db.session.commit()
        narrowed = Page(app.test_client().get("/proposals?label=night")).text
        inner = Page(app.test_client().get("/proposals?label=watch")).text
    assert one.title in narrowed and other.title not in narrowed and "심야 교통" in narrowed
    assert one.title in inner and other.title in inner, "what only staff see narrows nothing down"
    assert "눈여겨볼 것" not in narrowed + inner


def test_the_screens_of_labels(app: Flask, desk: FlaskClient) -> None:
    made = desk.post("/desk/triage/labels", data={"key": "x1", "name_ko": HOSTILE, "public": "y"})
    assert made.status_code == 302
    label = db.session.query(labels.Label).one()
    listed = desk.get("/desk/triage/labels")
    assert HOSTILE.encode() not in listed.data and HOSTILE in Page(listed).text
    assert desk.post("/desk/triage/labels", data={"key": "x1", "name_ko": "또"}).status_code == 422
    saved = desk.post(f"/desk/triage/labels/{label.id}", data={"name_ko": "이름", "offered": ""})
    assert saved.status_code == 302
    db.session.refresh(label)
    assert label.retired_at is not None and queries.labels() == [] and not label.public
    assert desk.get("/desk/triage/labels/999").status_code == 404


def test_the_screens_of_templates(app: Flask, desk: FlaskClient) -> None:
    form = {
        "name": "민원 안내",
        "used_for": "complaint",
        "words": "「{title}」은 민원입니다. " + HOSTILE,
        "offered": "y",
    }
    assert desk.post("/desk/triage/replies", data=form).status_code == 302
    assert desk.post("/desk/triage/replies", data={**form, "words": ""}).status_code == 422
    assert desk.post("/desk/triage/replies", data={**form, "used_for": "x"}).status_code == 422
    template = db.session.query(queries.ReplyTemplate).one()
    assert [one.name for one in queries.templates(["complaint"])] == ["민원 안내"]
    assert queries.templates(["spam"]) == []
    page = Page(desk.get(f"/desk/triage/replies/{template.id}"))
    seen = page.root.one("input", name="seen").attributes["value"]
    changed = desk.post(f"/desk/triage/replies/{template.id}", data={**form, "name": "새 이름", "seen": seen})
    assert changed.status_code == 302
    late = desk.post(f"/desk/triage/replies/{template.id}", data={**form, "name": "다른 이름", "seen": seen})
    assert late.status_code == 409 and "새 이름" in Page(late).text
    assert HOSTILE.encode() not in late.data


def test_templates_stand_where_a_supplement_is_asked_for(app: Flask, desk: FlaskClient, file: File) -> None:
    with testing.at(DAY):
        one = file()
        db.session.commit()
        address = f"/desk/proposals/{one.id}/supplement"
        assert "답변 틀" not in Page(desk.get(address)).main.text
        for name, use in (("언제", "supplement"), ("민원", "complaint")):
            form = {"name": name, "used_for": use, "words": "「{title}」" + HOSTILE, "offered": "y"}
            assert desk.post("/desk/triage/replies", data=form).status_code == 302
        page = desk.get(address)
    assert HOSTILE.encode() not in page.data
    said = Page(page).main.text
    assert f"「{one.title}」" in said and "언제" in said and "민원" not in said
