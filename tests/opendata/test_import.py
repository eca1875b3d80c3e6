"""Proposals from elsewhere: kept as over, or given to the rules."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result
from sqlalchemy import func, select

from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.errors import InvalidInput
from demosx.core.mail import Letter
from demosx.core.resources import shipped
from demosx.core.web import Application
from demosx.duties.models import Duty
from demosx.journey.models import Visit
from demosx.journey.queries import standing
from demosx.journey.rules import apply_version
from demosx.ledger.models import Entry
from demosx.opendata import services
from demosx.opendata.planning import Wishes, plan
from demosx.opendata.readers import Table
from demosx.proposals.models import Proposal, ReceiptYear
from demosx.proposals.search import found_by
from demosx.proposals.services import next_number
from demosx.proposals.ticking import settle_due

SEOUL = ZoneInfo("Asia/Seoul")
DATA = Path(__file__).parent / "data"
MAPS = ("--map", "supports=num_agree", "--map", "district=gu")
RunImport = Callable[..., Result]
At = Callable[[str], AbstractContextManager[None]]


def imported() -> list[Proposal]:
    db.session.rollback()
    return list(db.session.scalars(select(Proposal).order_by(Proposal.id)))


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def entries(proposal: Proposal) -> list[Entry]:
    query = select(Entry).where(Entry.proposal_id == proposal.id).order_by(Entry.at, Entry.id)
    return list(db.session.scalars(query))


# What is over


def test_what_is_over_is_kept_as_over(run_import: RunImport) -> None:
    result = run_import("cp949.csv", "--source", "옛 누리집")
    assert result.exit_code == 0, result.output
    first, *others = imported()
    assert len(others) == 4
    assert (first.title, first.external_id, first.source) == (
        "버스 정류장에 의자를 놓아 주세요",
        "HD-101",
        "옛 누리집",
    )
    assert first.text.endswith("\n어르신들이 화단에 걸터앉아 기다리십니다.")
    assert (first.area, first.district) == ("transport", "narae")
    assert (first.supports, first.supports_site, first.supports_elsewhere) == (1204, 0, 1204)
    assert first.archived and first.listed and first.next_due_at is None and first.closes_on is None
    assert (first.stage, first.ended, first.number) == ("support", "answered", "2019-000001")
    assert first.filed_at.astimezone(SEOUL).isoformat() == "2019-03-04T12:00:00+09:00"
    assert (
        first.ended_at is not None
        and first.ended_at.astimezone(SEOUL).isoformat() == "2019-04-04T00:00:00+09:00"
    )
    assert [proposal.ended for proposal in others] == ["expired"] * 4
    assert others[1].filed_at.astimezone(SEOUL).hour == 14


def test_what_is_over_owes_nothing_and_tells_nobody(run_import: RunImport) -> None:
    run_import("cp949.csv")
    assert count(Duty) == 0
    assert count(Letter) == 0
    for proposal in imported():
        told = entries(proposal)
        assert [entry.verb for entry in told] == ["imported"]
        assert told[0].data["supports"] == proposal.supports
    assert settle_due() == 0
    assert count(Duty) == 0


def test_a_kept_proposal_stands_where_it_ended(run_import: RunImport) -> None:
    run_import("cp949.csv")
    proposal = imported()[0]
    here = standing(proposal)
    assert here.state.ended is not None and here.state.ended.key == "answered"
    assert here.allowed() == frozenset()
    visit = db.session.scalars(select(Visit).where(Visit.proposal_id == proposal.id)).one()
    assert (visit.number, visit.stage, visit.starts_on, visit.ends_on) == (
        1, "support", date(2019, 3, 4), date(2019, 4, 3),
    )  # fmt: skip
    assert visit.left_at == proposal.ended_at


def test_words_that_the_site_does_not_know_are_told_once_and_kept(run_import: RunImport) -> None:
    result = run_import("cp949.csv", "--map-area", "환경=welfare")
    assert "안전 (1), 문화 (1)" in result.output or "문화 (1), 안전 (1)" in result.output
    assert "환경" not in result.output
    area = {proposal.external_id: proposal.area for proposal in imported()}
    assert area == {
        "HD-101": "transport",
        "HD-102": None,
        "HD-103": "transport",
        "HD-104": None,
        "HD-105": "welfare",
    }
    assert entries(imported()[1])[0].data["words"] == {"area": "문화"}


@pytest.mark.parametrize("name", ["utf8.csv", "proposals.jsonl", "proposals.jsonl.gz", "list.json"])
def test_every_format_imports_the_same(run_import: RunImport, name: str) -> None:
    maps = () if name == "utf8.csv" else MAPS
    result = run_import(name, *maps)
    assert result.exit_code == 0, result.output
    assert [(p.external_id, p.supports, p.area) for p in imported()] == [
        ("HD-101", 1204, "transport"), ("HD-102", 57, None), ("HD-103", 12, "transport"),
        ("HD-104", 530, None), ("HD-105", 0, None),
    ]  # fmt: skip


def test_imported_titles_are_found(run_import: RunImport) -> None:
    run_import("utf8.csv")
    for words, expected in (("정류장", {"HD-101"}), ("밤", {"HD-102"}), ("가로등 산책로", {"HD-104"})):
        condition = found_by(words)
        assert condition is not None
        assert set(db.session.scalars(select(Proposal.external_id).where(condition))) == expected


def test_a_second_run_imports_nothing_twice(run_import: RunImport) -> None:
    run_import("utf8.csv", "--source", "a")
    again = run_import("utf8.csv", "--source", "a")
    assert again.exit_code == 0
    assert "Imported: 0" in again.output and "Here already: 5" in again.output
    assert len(imported()) == 5
    run_import("utf8.csv", "--source", "b")
    assert len(imported()) == 10
    assert count(ReceiptYear) == 1


def test_without_ids_rows_are_known_by_what_they_say(run_import: RunImport, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("title,text,filed\n가,나,2019-01-01\n가,다,2019-01-01\n", encoding="utf-8")
    assert run_import(file).exit_code == 0
    assert "Here already: 2" in run_import(file).output
    assert len(imported()) == 2


def test_a_dry_run_stores_nothing(run_import: RunImport) -> None:
    result = run_import("utf8.csv", "--dry-run")
    assert result.exit_code == 0
    assert "To import: 5" in result.output
    assert imported() == []
    assert count(ReceiptYear) == 0


def test_rows_without_a_text_stand_by_their_title(run_import: RunImport, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,title,text,filed\n1,가,,2019-01-01\n2,나,다,2019-01-01\n", encoding="utf-8")
    result = run_import(file)
    assert result.exit_code == 0
    assert "1 rows have no text" in result.output and ": 2\n" in result.output
    assert [proposal.text for proposal in imported()] == ["", "다"]


# Rows that are left out


def test_every_bad_row_is_told_and_no_good_one_is_lost(run_import: RunImport, tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    result = run_import("bad.csv", "--errors", str(errors))
    assert result.exit_code == 1
    assert [proposal.external_id for proposal in imported()] == ["ok-1", "ok-2", "ok-3"]
    assert "Imported: 3" in result.output and "Left out: 17" in result.output
    told = {int(line.split()[1].strip(":")): line for line in result.stderr.splitlines()}
    assert sorted(told) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21]
    for row, reason in {
        3: "external_id", 4: "no title", 5: "많음", 6: "less than 0", 7: "2019-02-30", 8: "봄에", 9: "no day of filing",
        10: "before it was filed", 11: "future", 12: "same as row 2", 13: "4 values", 14: "quotation", 15: "pigeon",
        16: "한국말", 18: "too large", 21: "quotation",
    }.items():  # fmt: skip
        assert reason in told[row], told[row]
    assert "supports" in told[17] and "filed" in told[17]
    kept = list(csv.DictReader(io.StringIO(errors.read_text(encoding="utf-8-sig"))))
    assert len(kept) == 17
    assert kept[1]["external_id"] == "b-2" and "no title" in kept[1]["what is wrong"]


def test_the_file_of_rows_left_out_can_be_mended_and_imported(run_import: RunImport, tmp_path: Path) -> None:
    errors = tmp_path / "errors.jsonl"
    run_import("bad.csv", "--source", "x", "--errors", str(errors))
    lines = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    mended = next(line for line in lines if line.get("external_id") == "b-3") | {"supports": "60"}
    file = tmp_path / "mended.jsonl"
    file.write_text(json.dumps(mended), encoding="utf-8")
    assert run_import(file, "--source", "x").exit_code == 0
    assert [(p.external_id, p.supports) for p in imported()][-1] == ("b-3", 60)


def test_texts_beyond_the_limits_are_left_out(run_import: RunImport, tmp_path: Path) -> None:
    rows = [
        {"id": "1", "title": "가" * 301, "text": "나", "filed": "2019-01-01"},
        {"id": "2", "title": "가", "text": "나" * 100_001, "filed": "2019-01-01"},
        {"id": "3" * 121, "title": "가", "text": "나", "filed": "2019-01-01"},
        {"id": "4", "title": "가" * 300, "text": "나" * 100_000, "filed": "2019-01-01"},
        {"id": "5", "title": ["가"], "text": {"나": 1}, "filed": "2019-01-01"},
    ]
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    result = run_import(file)
    assert result.exit_code == 1
    assert [proposal.external_id for proposal in imported()] == ["4"]
    assert len(result.stderr.splitlines()) == 4


def test_hostile_text_is_kept_as_written_and_cleaned_of_what_no_keyboard_makes(
    run_import: RunImport, tmp_path: Path
) -> None:
    row = {
        "id": "1",
        "title": "<script>\u202e\ud800\x00'; DROP TABLE proposal; --",
        "text": "a\x00b",
        "filed": "2019-01-01",
    }
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(row), encoding="utf-8")
    assert run_import(file).exit_code == 0
    assert [(p.title, p.text) for p in imported()] == [("<script>'; DROP TABLE proposal; --", "ab")]


def test_a_kept_receipt_number_stays_and_is_never_given_again(run_import: RunImport, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "id,title,text,filed,접수번호\n1,가,나,2019-01-01,2019-000007\n2,다,라,2019-01-02,\n3,마,바,2019-01-03,2019-000007\n",
        encoding="utf-8",
    )
    result = run_import(file)
    assert result.exit_code == 1 and "2019-000007" in result.stderr
    assert [proposal.number for proposal in imported()] == ["2019-000007", "2019-000008"]
    with transaction():
        assert next_number(imported()[0].filed_at) == "2019-000009"


# What the rules are to act on


def test_rules_act_on_live_rows_from_the_given_day(run_import: RunImport) -> None:
    result = run_import("utf8.csv", "--live", "--as-of", "2019-05-20")
    assert result.exit_code == 0, result.output
    found = {proposal.external_id: proposal for proposal in imported()}
    assert {key: (p.stage, p.ended, p.archived) for key, p in found.items()} == {
        "HD-101": ("agenda", None, False), "HD-102": ("support", None, False), "HD-103": ("support", "expired", False),
        "HD-104": ("agenda", None, False), "HD-105": ("support", "expired", False),
    }  # fmt: skip
    # Nobody shall be late for a number that came from elsewhere: its duty begins on the day the rules begin.
    duty = db.session.scalars(select(Duty).where(Duty.proposal_id == found["HD-102"].id)).one()
    assert (duty.name, duty.opened_at.astimezone(SEOUL).date()) == ("department_answer", date(2019, 5, 20))
    assert duty.due_on == date(2019, 6, 10)
    moved = [entry for entry in entries(found["HD-101"]) if entry.verb == "moved"]
    assert [entry.at.astimezone(SEOUL).date() for entry in moved] == [date(2019, 5, 20)]
    assert moved[0].data["because"] == {"supports": 1204}


def test_a_deadline_that_had_passed_is_dated_when_it_passed(run_import: RunImport) -> None:
    run_import("utf8.csv", "--live", "--as-of", "2019-05-20")
    proposal = next(p for p in imported() if p.external_id == "HD-103")
    assert proposal.ended_at is not None
    assert proposal.ended_at.astimezone(SEOUL).isoformat() == "2019-04-20T00:00:00+09:00"
    assert [entry.verb for entry in entries(proposal)] == ["filed", "ended", "imported"]


def test_live_rows_still_open_go_on_by_the_calendar(run_import: RunImport, at: At) -> None:
    run_import("utf8.csv", "--live", "--as-of", "2019-04-25")
    proposal = next(p for p in imported() if p.external_id == "HD-105")
    assert (proposal.ended, proposal.closes_on) == (None, date(2019, 5, 2))
    with at("2019-05-03 09:00"):
        settle_due()
    proposal = next(p for p in imported() if p.external_id == "HD-105")
    assert proposal.ended == "expired"
    assert proposal.ended_at is not None
    assert proposal.ended_at.astimezone(SEOUL).isoformat() == "2019-05-03T00:00:00+09:00"


def test_rows_filed_after_the_day_are_left_out(run_import: RunImport) -> None:
    result = run_import("utf8.csv", "--live", "--as-of", "2019-03-20")
    assert result.exit_code == 1
    assert [proposal.external_id for proposal in imported()] == ["HD-101", "HD-102", "HD-103"]
    assert result.stderr.count("2019-03-20") == 2


def test_each_row_decides_unless_told(run_import: RunImport, at: At) -> None:
    with at("2019-04-24 18:00"):
        result = run_import("utf8.csv")
    assert result.exit_code == 0, result.output
    assert [(p.external_id, p.archived) for p in imported()] == [
        ("HD-101", True), ("HD-102", True), ("HD-103", True), ("HD-104", False), ("HD-105", False),
    ]  # fmt: skip
    # 530 supporters elsewhere: the rules act at once, not on the day it was filed.
    assert imported()[3].stage == "agenda"


def test_what_is_not_over_cannot_be_archived(run_import: RunImport, at: At) -> None:
    with at("2019-04-24 18:00"):
        result = run_import("utf8.csv", "--archive")
    assert result.exit_code == 1
    assert len(imported()) == 3
    assert result.stderr.count("--live") == 2


def test_a_day_alone_is_never_later_than_now(run_import: RunImport, at: At, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,title,text,filed\n1,가,나,2019-04-24\n", encoding="utf-8")
    with at("2019-04-24 09:00"):
        run_import(file)
    assert imported()[0].filed_at.astimezone(SEOUL).hour == 9


def test_without_a_day_live_rows_are_filed_when_the_rules_begin(
    run_import: RunImport, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,title,text\n1,가,나\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="filed"):
        run_import(file)
    run_import(file, "--live", "--as-of", "2019-04-24")
    assert imported()[0].filed_at.astimezone(SEOUL).date() == date(2019, 4, 24)


# The command


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--archive", "--live"), "either"),
        (("--as-of", "2019-05-01"), "--live"),
        (("--live", "--as-of", "2999-01-01"), "future"),
        (("--live", "--as-of", "봄"), "봄"),
        (("--map", "text"), "--map"),
        (("--map", "text=nowhere"), "nowhere"),
        (("--map-area", "교통=trnsport"), "transport"),
        (("--map-status", "완료=answerd"), "answered"),
        (("--process", "nobody"), "nobody"),
        (("--source", "x" * 61), "60"),
    ],
)
def test_what_is_asked_wrongly_is_said_before_anything_is_stored(
    run_import: RunImport, options: tuple[str, ...], said: str
) -> None:
    try:
        result = run_import("utf8.csv", *options)
    except InvalidInput as error:
        assert said in str(error)
    else:
        assert result.exit_code == 2
        assert said in result.stderr
    assert imported() == []


def test_an_import_that_stops_keeps_what_it_has_and_goes_on_later(
    run_import: RunImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "BATCH", 2)
    keep = services.archive.keep
    calls = []

    def stop_at_second(drafts: object, origin: object) -> None:
        calls.append(drafts)
        if len(calls) == 2:
            raise KeyboardInterrupt
        keep(drafts, origin)  # type: ignore[arg-type]

    with monkeypatch.context() as stopping:
        stopping.setattr(services.archive, "keep", stop_at_second)
        assert run_import("utf8.csv").exit_code == 1
    assert len(imported()) == 2
    assert "Imported: 3" in run_import("utf8.csv").output
    assert len({proposal.number for proposal in imported()}) == 5


def test_a_plan_reads_no_more_than_it_was_told(app: Application) -> None:
    order = plan(Table(DATA / "utf8.csv"), Wishes(source="here", archive=True))
    assert (order.origin.source, order.expected.archive, order.expected.end) == ("here", True, "expired")
    assert order.until <= clock.now()


def test_live_rows_go_over_to_rules_that_are_to_come(run_import: RunImport, at: At) -> None:
    rules = (shipped("examples/processes") / "seoul-2019.toml").read_text(encoding="utf-8")
    coming = rules.replace('applies_to = "new"', 'applies_to = "all"').replace("2019-01-01", "2019-06-01", 1)
    with at("2019-05-20 09:00"), transaction():
        apply_version(coming, "citizen.toml")
    with at("2019-05-21 09:00"):
        run_import("utf8.csv", "--live", "--as-of", "2019-05-20")
    under_way = [proposal for proposal in imported() if proposal.ended is None]
    assert under_way and all(proposal.rules_due_at is not None for proposal in under_way)
    with at("2019-06-01 09:00"):
        settle_due()
    assert {proposal.version.number for proposal in imported() if proposal.ended is None} == {2}
