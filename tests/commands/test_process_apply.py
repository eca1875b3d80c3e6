"""`demosx process apply` and `show`: what would happen is said first, refused where something would be lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from demosx import testing
from demosx.commands.process import process
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.journey.models import ProcessVersion
from demosx.journey.rules import AppliedMeanwhile, SomethingLost, apply_version, parse
from demosx.journey.travel import moment
from demosx.people.models import Account
from demosx.proposals.foresight import Prospect, fates
from demosx.proposals.models import Proposal
from demosx.proposals.services import propose
from demosx.proposals.ticking import settle_due
from tests.busy_city import APPLIED, NEW, OLD, BusyCity, change, rules

LATER = rules(("effective  = 2019-01-01", "effective  = 2019-05-01"), of=NEW)
UNMAPPED = rules(('agenda = "panel"', 'gate = "panel"'), of=NEW)
REFERRAL = OLD[OLD.index("[duties.referral]") : OLD.index("# ── 낱말")]
START, END = (
    "[[stages.agenda.rules]]            # 다른 기관이",
    '[[stages.agenda.rules]]\nwhen = "outcome.referral',
)
REFER = OLD[OLD.index(START) : OLD.index(END)]
WITHOUT_DUTY = rules(
    (REFER.replace("agenda", "panel"), ""),
    (
        "when = \"outcome.referral == 'taken' or outcome.referral == 'refused'\"",
        "when = \"decision == 'refer'\"",
    ),
    (REFERRAL, ""),
    of=NEW,
)


def run(city: BusyCity, *arguments: str, given: str = "", lang: str = "ko") -> Result:
    """The command on the site, in a language, at the moment of the change."""
    db.session.remove()
    with testing.at(APPLIED):
        return CliRunner().invoke(
            process, list(arguments), obj=lambda: city.app, input=given, env={"DEMOSX_LANGUAGE": lang}
        )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "citizen.toml"


def apply(city: BusyCity, file: Path, source: str, *options: str, **more: str) -> Result:
    file.write_text(source, encoding="utf-8")
    return run(city, "apply", str(file), *options, **more)


def stored() -> list[tuple[int, str]]:
    query = select(ProcessVersion.number, ProcessVersion.reason).order_by(ProcessVersion.number)
    return [(number, reason) for number, reason in db.session.execute(query)]


def test_what_would_happen_is_said_and_nothing_is_done(city: BusyCity, file: Path) -> None:
    said = apply(city, file, NEW, "--dry-run")
    assert said.exit_code == 0, said.output
    assert [line for line in said.stdout.splitlines() if not line.startswith("    - ")] == [
        "시민제안 2판: 2019-03-15부터, 진행 중인 제안까지 모두에 적용됩니다.",
        "1판과 달라지는 것:",
        "  ‘제안’ 단계",
        "  ‘기획단 회의’ 단계",
        "  ‘공론화 방식 결정’ 단계",
        "  ‘시민토론’ 단계",
        "  ‘부서의 답’ 단계",
        "  ‘실행’ 단계",
        "  할 일 ‘부서 답변’",
        "  화면의 말",
        "--reason으로 바꾸는 까닭을 적을 수 있습니다. 누구나 볼 수 있습니다.",
        "진행 중인 제안: 19건 (제안 8, 시민토론 4, 실행 2, 공개 전 확인 1, 의제 선정 1, 공론화 방식 결정 1, "
        "시장 답변 1, 담당부서 답변 1)",
        "곧바로 다른 단계로 가는 제안:",
        "  의제 선정 → 기획단 회의: 1건 (2019-000010)",
        "새로 생기는 할 일:",
        "  부서 답변: 2건 (2019-000002, 2019-000008)",
        "진행 중인 투표와 표결:",
        "  공론화 방식 결정: 표결을 시작한 위원들이 다시 표결합니다. 1건 (2019-000011)",
        "  시민토론: 아직 표가 없어 새 선택지로 바꿉니다. 3건 (2019-000012, 2019-000013, 2019-000014)",
        "  시민토론: 이미 표가 있어 선택지를 그대로 둡니다. 1건 (2019-000015)",
        "기간의 마지막 날이 바뀌는 제안: 7건 (2019-000001, 2019-000002, 2019-000004 …)",
        "  가장 이른 날 2019-03-25, 가장 늦은 날 2019-04-10",
        "바꾼 것은 없습니다.",
    ]
    assert (
        "    - ‘부서 답변’을 요청하는 조건이 바뀝니다: 공감 50명 이상이면 → 공감 30명 이상이면."
        in said.stdout
    )
    assert stored() == [(1, "")]
    assert {city.proposal(name).rules_due_at for name in city.proposals} == {None}


@pytest.mark.parametrize("source", [NEW, LATER], ids=["at once", "later"])
def test_what_is_said_is_what_happens(city: BusyCity, source: str) -> None:
    with testing.at(APPLIED):
        new = parse(source, "new.toml")
    day = "2019-05-01 00:00" if source == LATER else APPLIED
    with testing.at(day):
        prospect = Prospect(new, clock.now(), by_deadline=source == LATER)
    foreseen = {fate.number: (fate.ended or fate.end, fate.to or fate.stage) for fate in fates(prospect)}
    change(source)
    with testing.at(day):
        settle_due()
        lived = {city.proposal(name).number: city.proposal(name) for name in city.names()}
    assert foreseen == {number: (one.ended, one.stage) for number, one in lived.items()}


def test_it_asks_and_then_lets_everything_go_over(city: BusyCity, file: Path) -> None:
    assert apply(city, file, NEW, given="n\n").exit_code == 1
    assert stored() == [(1, "")]
    said = apply(city, file, NEW, "--reason", "시민들이 바랐습니다.", given="y\n")
    assert said.exit_code == 0, said.output
    assert "진행 중인 제안에 새 규칙을 적용합니다." in said.stdout and "마쳤습니다: 19건." in said.stdout
    assert stored() == [(1, ""), (2, "시민들이 바랐습니다.")]
    assert {city.proposal(name).version.number for name in city.names()} == {2}


def test_rules_of_a_later_day_wait_for_it(city: BusyCity, file: Path) -> None:
    said = apply(city, file, LATER, "--yes")
    assert "그때까지 다른 일이 없다면:" in said.stdout and "마쳤습니다" not in said.stdout
    assert "그 전에 지금의 규칙으로 끝나는 제안: 4건" in said.stdout
    assert {city.proposal(name).version.number for name in city.names()} == {1}


def test_rules_for_new_proposals_leave_the_others_alone(city: BusyCity, file: Path) -> None:
    said = apply(city, file, rules(('"all"', '"new"'), of=NEW), "--yes")
    assert "진행 중인 제안 19건은 지금의 규칙을 그대로 따릅니다." in said.stdout
    assert {city.proposal(name).version.number for name in city.names()} == {1}
    assert {city.proposal(name).rules_due_at for name in city.proposals} == {None}


def test_a_stage_with_proposals_cannot_disappear(city: BusyCity, file: Path) -> None:
    said = apply(city, file, UNMAPPED, "--yes")
    assert said.exit_code == 1
    assert said.stderr.splitlines()[-5:] == [
        "이 규칙은 적용할 수 없습니다. 진행 중인 제안에 있는 것이 파일에 없습니다.",
        "- 파일에 `agenda` 단계(의제 선정)가 없습니다.",
        "  제안: 1건 (2019-000010)",
        "  [goes_to]에 그곳의 제안이 갈 단계를 적으세요. 예:",
        '      agenda = "panel"',
    ]
    assert stored() == [(1, "")]


def test_a_stage_may_disappear_at_once_when_nothing_is_in_it_but_not_later(
    city: BusyCity, file: Path
) -> None:
    with testing.at("2019-03-14 12:00"), transaction():
        lead = city.people["lead"]
        with moment(city.proposal("half decided"), lead) as journey:
            journey.force("end", "closed", "끝냅니다.")
    later = rules(("effective  = 2019-01-01", "effective  = 2019-05-01"), of=UNMAPPED)
    refused = apply(city, file, later, "--yes", lang="en")
    assert refused.exit_code == 1
    assert "Until their day a proposal may still get there" in refused.stderr
    assert "agenda" in refused.stderr and "Proposals:" not in refused.stderr
    assert apply(city, file, UNMAPPED, "--yes").exit_code == 0


def test_a_duty_that_is_owed_cannot_disappear(city: BusyCity, file: Path) -> None:
    decided = WITHOUT_DUTY
    with testing.at("2019-03-14 12:00"):
        for number in range(3):
            with transaction(), moment(city.proposal("half decided")) as journey:
                if number == 0:
                    journey.decide("refer", {})
    assert "referral" in city.owed("half decided")
    said = apply(city, file, decided, "--yes")
    assert said.exit_code == 1
    assert "- 파일에 할 일 `referral`(이송 결과 확인)이 없습니다." in said.stderr
    assert "    [duties.referral]" in said.stderr and "2019-000010" in said.stderr
    with transaction(), moment(city.proposal("half decided"), city.people["lead"]) as journey:
        journey.withdraw_duty("referral", "필요 없습니다.")
    assert apply(city, file, decided, "--yes").exit_code == 0


def test_nothing_slips_in_between_the_look_and_the_change(city: BusyCity, file: Path) -> None:
    """Somebody moves a proposal into a stage that is to disappear after the command has looked: it is told."""
    empty = rules(('[goes_to]\nagenda = "panel"\n', ""), of=NEW)
    with (
        testing.at(APPLIED),
        transaction(),
        moment(city.proposal("half decided"), city.people["lead"]) as journey,
    ):
        journey.force("end", "closed", "끝냅니다.")
    with testing.at(APPLIED), transaction(), moment(city.proposal("few"), city.people["lead"]) as journey:
        journey.force("move", "agenda", "옮깁니다.")
    with testing.at(APPLIED), pytest.raises(SomethingLost) as refusal, transaction():
        apply_version(empty, "citizen.toml")
    assert [(one.code, one.key, one.count) for one in refusal.value.lost] == [("stage_gone", "agenda", 1)]
    assert stored() == [(1, "")]
    assert city.proposal("few").rules_due_at is None


def test_the_same_file_twice_is_refused(city: BusyCity, file: Path) -> None:
    said = apply(city, file, OLD, "--yes")
    assert said.exit_code == 1
    assert str(said.exception) == "citizen.toml 파일은 1판과 똑같습니다. 적용할 것이 없습니다."


def test_who_comes_second_is_told(city: BusyCity, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody applies other rules while the command asks."""

    def asked(*_args: Any, **_more: Any) -> bool:
        with transaction():
            apply_version(rules(("# ── 낱말", "# 다른 것\n# ── 낱말")), "other.toml")
        return True

    monkeypatch.setattr("click.confirm", asked)
    said = apply(city, file, NEW)
    assert said.exit_code == 1
    assert str(said.exception).startswith("그사이 다른 사람이 2판을 적용했습니다.")
    assert [number for number, _reason in stored()] == [1, 2]


def test_two_at_once_become_two_versions_or_one_is_told(city: BusyCity) -> None:
    gate = Barrier(2)

    def one(source: str) -> str:
        with city.app.app_context(), testing.at(APPLIED):
            gate.wait()
            try:
                with transaction():
                    apply_version(source, "citizen.toml", after=1)
            except AppliedMeanwhile:
                return "told"
            finally:
                db.session.remove()
            return "applied"

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(one, [NEW, rules(("# ── 낱말", "# 다른 것\n# ── 낱말"), of=NEW)]))
    assert sorted(ends) == ["applied", "told"]
    assert [number for number, _reason in stored()] == [1, 2]


def test_what_is_filed_while_rules_change_goes_over_too(city: BusyCity) -> None:
    gate, proposer = Barrier(2), city.citizens[0]

    def file_one() -> int:
        with city.app.app_context(), testing.at(APPLIED):
            gate.wait()
            with transaction():
                made = propose("막차를 늦춰 주세요", "걸어서 집에 갑니다.", actor=proposer).id
            db.session.remove()
            return made

    def apply_it() -> None:
        with city.app.app_context(), testing.at(APPLIED):
            gate.wait()
            with transaction():
                apply_version(NEW, "citizen.toml")
            db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        filed, applied = pool.submit(file_one), pool.submit(apply_it)
        applied.result()
    with testing.at(APPLIED):
        settle_due()
    assert db.session.get_one(Proposal, filed.result()).version.number == 2


def test_what_cannot_go_over_does_not_keep_the_others(city: BusyCity, file: Path) -> None:
    with transaction():
        db.session.execute(
            update(Proposal).where(Proposal.id == city.proposals["few"]).values(memory={"fired": [1]})
        )
    file.write_text(NEW, encoding="utf-8")
    with testing.at(APPLIED), transaction():
        apply_version(NEW, "citizen.toml")
    with testing.at(APPLIED), pytest.raises(ExceptionGroup):
        settle_due()
    assert {city.proposal(name).version.number for name in city.names("few")} == {2}


def test_versions_are_listed_with_who_travels_by_them(city: BusyCity, file: Path) -> None:
    apply(city, file, NEW, "--yes", "--reason", "시민들이 바랐습니다.")
    assert run(city, "show").stdout.splitlines() == [
        "citizen: 시민제안",
        "  * 2  2019-03-15부터(적용한 날 2019-03-15), 진행 중인 제안까지 모두, 이 판으로 진행 중인 제안 19건",
        "       시민들이 바랐습니다.",
        "    1  2019-01-02부터(적용한 날 2019-01-02), 새로 접수되는 제안에, 이 판으로 진행 중인 제안 0건",
    ]
    assert run(city, "show", "citizen").stdout == NEW
    assert run(city, "show", "citizen", "--version", "1").stdout == OLD
    told = run(city, "show", "citizen", "--diff").stdout.splitlines()
    assert told[0] == "1판에서 2판으로 달라진 것:" and "  - 기간이 바뀝니다: 30일 → 40일." in told
    back = run(city, "show", "citizen", "--version", "1", "--diff", "2").stdout
    assert "  - 기간이 바뀝니다: 40일 → 30일." in back
    first = run(city, "show", "citizen", "--version", "1", "--diff").stdout
    assert first == "1판은 처음 규칙이라 앞의 판이 없습니다.\n"
    same = run(city, "show", "citizen", "--diff", "2").stdout
    assert same.splitlines()[1:] == ["적은 모양만 다르고 내용은 같습니다."]
    assert run(city, "show", "citizen", "--diff", "9").exit_code == 1


def test_the_first_version_holds_for_everything_before_it(
    app: Any, make_account: Any, tmp_path: Path
) -> None:
    first = OLD.replace('key        = "citizen"', 'key        = "late"')
    with testing.at("2019-06-01 10:00"), transaction():
        apply_version(first, "late.toml")
    with testing.at("2019-07-01 10:00"), transaction():
        apply_version(first.replace("supports >= 50", "supports >= 30"), "late.toml")
    person: Account = make_account("별이")
    versions = []
    for day in ("2018-05-01", "2019-06-15", "2019-07-02"):
        with testing.at(f"{day} 12:00"):
            at = clock.now()
        with testing.at("2019-08-01 10:00"):
            versions.append(testing.proposal(person, process_key="late", at=at).version.number)
    assert versions == [1, 1, 2]
