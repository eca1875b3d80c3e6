"""The public history of the rules: every version, why it came, and what it says otherwise, in words."""

from collections.abc import Iterator

import pytest

from demosx import testing
from demosx.core.db import db, transaction
from demosx.core.resources import shipped
from demosx.core.web import Application
from demosx.journey.rules import apply_version, process_of
from tests.counting import queries
from tests.visiting import Page, Person

FIRST = (shipped("examples/processes") / "seoul-2019.toml").read_text(encoding="utf-8")
SECOND = FIRST.replace("supports >= 50", "supports >= 30").replace('"new"', '"all"')
THIRD = SECOND.replace("effective  = 2019-01-01", "effective  = 2019-05-01").replace('"all"', '"new"')
THIRD = THIRD.replace('{ ko = "제안", en', '{ ko = "<b>모으기</b>", en')
NOW = "2019-03-20 10:00"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """A site with three versions of one process, the last of which is still to come, and one of another."""
    made = testing.application(tmp_path_factory.mktemp("rules"))
    with made.app_context():
        db.create_all()
        with testing.at("2019-01-02 09:00"):
            testing.apply_examples()
        with testing.at("2019-03-15 10:00"), transaction():
            apply_version(SECOND, "citizen.toml", reason="시민 1,200명이 바랐습니다.")
        with testing.at("2019-03-16 10:00"), transaction():
            apply_version(THIRD, "citizen.toml")
    yield made
    with made.app_context():
        db.engine.dispose()


def read(app: Application, address: str, language: str = "ko") -> Page:
    with testing.at(NOW):
        return Person(app, language=language).open(address)


def test_every_version_of_every_process_is_listed(app: Application) -> None:
    page = read(app, "/how/rules")
    versions = [item.text for item in page.root.all("ol", css="versions")[0].all("li", css="panel")]
    assert ["3판 시행 예정" in versions[0], "2판 시행 중" in versions[1], "1판 지난 판" in versions[2]] == [
        True
    ] * 3
    assert "2019. 5. 1.(수)" in versions[0] and "시행일부터 접수된 제안" in versions[0]
    assert "시민 1,200명이 바랐습니다." in versions[1] and "진행 중인 제안 포함" in versions[1]
    assert "공감 50명 이상이면 → 공감 30명 이상이면" in versions[1]
    assert "이전에 접수된 제안 포함" in versions[2] and "달라지는 것" not in versions[2]
    page.shows("기관제안")


def test_one_process_has_a_page_of_its_own(app: Application) -> None:
    page = read(app, "/how/rules/citizen", "en")
    assert page.title == "Citizen proposal: versions of the rules"
    page.shows(
        "Version 3",
        "Version 2",
        "Version 1",
        "if there are at least 50 supporters → if there are at least 30",
    )
    assert "Agency" not in page.main.text


def test_a_version_shows_what_it_changes_its_journey_and_its_file(app: Application) -> None:
    page = read(app, "/how/rules/citizen/2")
    page.shows("더 새로운 규칙이 있습니다", "바로 앞의 판: 1판", "공감 30명 이상이면", "파일 내려받기")
    assert page.root.one(id="changes").all("li")
    assert "".join(page.root.one("pre").children) == SECOND  # type: ignore[arg-type]
    first = read(app, "/how/rules/citizen/1")
    first.shows("처음 시행한 규칙입니다.", "공감 50명 이상이면")


def test_names_of_a_file_are_only_words(app: Application) -> None:
    page = read(app, "/how/rules/citizen/3")
    page.shows("이름이 바뀝니다: 제안 → <b>모으기</b>.")
    assert "<b>모으기" not in page.html


def test_the_file_is_there_word_for_word(app: Application) -> None:
    with testing.at(NOW):
        answer = app.test_client().get("/how/rules/citizen/1.toml")
    assert answer.get_data(as_text=True) == FIRST
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="citizen-1.toml"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["nothing", "nothing/1", "citizen/9", "citizen/9.toml", "nothing/1.toml"])
def test_what_is_not_there_is_not_found(app: Application, address: str) -> None:
    with testing.at(NOW):
        assert app.test_client().get(f"/how/rules/{address}").status_code == 404


@pytest.mark.parametrize("address", ["", "/citizen", "/citizen/1", "/citizen/3", "/citizen/2.toml"])
def test_few_questions_are_asked_of_the_database(app: Application, address: str) -> None:
    app.extensions.pop("demosx_processes", None)
    with testing.at(NOW), app.app_context(), queries() as sent:
        app.test_client().get(f"/how/rules{address}")
    assert len(sent) <= 8, sent


def test_a_version_still_knows_what_earlier_ones_called_what_is_no_more(app: Application) -> None:
    with app.app_context(), testing.at("2019-03-17 10:00"):
        renamed = THIRD.replace("referral", "handover").replace('"이송 결과 확인"', '"이관 확인"')
        with transaction():
            number = apply_version(renamed, "citizen.toml").id
        words = process_of(number).words
        assert (words.text("referral", "ko"), words.text("handover", "ko")) == ("이송 결과 확인", "이관 확인")
        assert words.text("never_there", "ko") == "never there"
