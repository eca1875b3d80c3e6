"""`demosx people export|forget` and `demosx privacy draft`."""

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from demosx import testing
from demosx.cli import ADDED
from demosx.core.db import db
from demosx.core.settings import site
from demosx.core.web import Application
from demosx.people.looks import AccessLog
from demosx.people.models import Account
from demosx.privacy import forgotten
from demosx.privacy.commands import export, forget, privacy
from tests.privacy import lives

Run = Callable[..., Result]


@pytest.fixture
def run(app: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command on the site of the test, in an empty folder."""
    monkeypatch.setenv("DEMOSX_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    (site().folder / forgotten.FILE).unlink(missing_ok=True)

    def invoke(command: click.Command, *words: str, typed: str | None = None) -> Result:
        result = CliRunner().invoke(command, words, input=typed, obj=lambda: app)
        db.session.rollback()
        return result

    return invoke


def looks() -> list[tuple[str, str, int | None]]:
    found = db.session.scalars(select(AccessLog).where(AccessLog.account_id.is_(None))).all()
    return [(row.what, row.reason, row.person_id) for row in found]


@pytest.mark.parametrize("kind", ["json", "html"])
def test_what_the_office_hands_over_has_no_votes(run: Run, kind: str) -> None:
    life = lives.live()
    result = run(export, lives.EMAIL, "--format", kind, "--reason", "in writing")
    assert result.exit_code == 0, result.output
    file = Path(f"person-{life.person}.{kind}")
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text(encoding="utf-8")
    assert lives.NICKNAME in text and lives.SAID in text
    assert looks() == [("export", "request", life.person)]
    assert lives.NICKNAME not in result.output, "the terminal's scroll-back is no place for it"
    if kind == "json":
        assert {"votes", "participation"} & {part["name"] for part in json.loads(text)["holdings"]} == set()
    again = run(export, str(life.person), "--format", kind)
    assert again.exit_code == 2 and "already" in again.output and file.read_text(encoding="utf-8") == text


def test_forgetting_says_what_it_will_do_and_asks(run: Run) -> None:
    life = lives.live()
    with testing.at("2019-03-05 15:00"):
        assert "keep-texts or --remove-texts" in run(forget, lives.EMAIL).output
        refused = run(forget, lives.EMAIL, "--keep-texts", typed="n\n")
        assert refused.exit_code == 1 and "1 support is taken back." in refused.output
        assert db.session.get_one(Account, life.person).left_at is None
        done = run(forget, str(life.person), "--remove-texts", "--yes")
    assert done.exit_code == 0, done.output
    assert db.session.get_one(Account, life.person).left_at is not None
    assert looks() == [("person", "request", life.person)]
    assert run(forget, str(life.person), "--keep-texts", "--yes").exit_code == 2, "there is nobody any more"
    lives.counts_are_true()


def test_either_somebody_or_again(run: Run) -> None:
    for words in ((), ("a@example.org", "--again")):
        assert run(forget, *words).exit_code == 2
    assert run(forget, "nobody@example.org", "--keep-texts").exit_code == 2
    assert run(forget, "--again").output == "Forgotten again: 0.\n"


def test_they_are_where_people_look_for_them() -> None:
    assert {"demosx.privacy.commands:export", "demosx.privacy.commands:forget"} <= set(ADDED["people"])


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_draft_has_what_the_law_asks_for(run: Run, language: str) -> None:
    text = run(privacy, "draft", "--lang", language).output
    assert text.startswith(
        "# 한들시 개인정보 처리방침" if language == "ko" else "# Privacy notice of Handeul"
    )
    assert [line for line in text.splitlines() if line.startswith("## ")] == headings(language)
    words = ("보호책임자", "1833-6972", "제23조", "제24조의2", "730일", "/account/leave")
    english = ("person in charge", "1833-6972", "art. 23", "art. 24-2", "730 days", "/account/leave")
    for word in words if language == "ko" else english:
        assert word in text


def headings(language: str) -> list[str]:
    """PIPA art. 30 (1) and decree art. 31, in their order."""
    korean = (
        "개인정보의 처리 목적", "처리하는 개인정보의 항목, 목적, 보유 기간", "개인정보의 파기 절차와 방법",
        "개인정보의 제3자 제공", "개인정보 처리의 위탁", "민감정보(정치적 견해)의 처리", "아동의 개인정보",
        "정보주체와 법정대리인의 권리와 행사 방법", "개인정보의 안전성 확보 조치",
        "자동으로 수집하는 장치(쿠키)의 설치, 운영과 거부", "개인정보 보호책임자", "권익 침해의 구제 방법",
        "처리방침의 변경",
    )  # fmt: skip
    english = (
        "What personal data is for", "What is kept, why, and how long", "How data is deleted", "Who else is given data",
        "Who processes data for us", "Sensitive data: political opinions", "Children",
        "Your rights, and how to use them", "How we keep data safe", "Cookies",
        "The person in charge of personal data", "Where you can complain", "Changes of this notice",
    )  # fmt: skip
    return [f"## {n}. {title}" for n, title in enumerate(korean if language == "ko" else english, start=1)]


def test_a_draft_follows_the_settings(make_app: Callable[..., Application]) -> None:
    app = make_app(
        mail={"transport": "smtp", "smtp": {"host": "mail.city.example"}},
        sign_in={"kakao": {"client_id": "k"}},
        privacy={"inactive_days": 700, "officer": {"name": "김보호", "telephone": "02-111-2222"}},
        joining={"minimum_age": 16},
        client_secrets={"kakao": "s"},
    )
    text = CliRunner().invoke(privacy, ["draft"], obj=lambda: app).output
    for word in (
        "mail.city.example",
        "Kakao",
        "김보호",
        "02-111-2222",
        "700일",
        "만 16세 미만은 가입할 수 없습니다",
    ):
        assert word in text
    assert "위탁하지 않습니다" not in text


def test_the_site_shows_it_while_it_has_no_text_of_its_own(app: Application) -> None:
    page = app.test_client().get("/privacy").text
    assert "개인정보의 처리 목적" in page and "개인정보 보호책임자" in page
    assert "**" not in page and "<script" not in page.split("<main")[1].split("</main>")[0]
