"""What is done to clocks is told in sentences, in both languages."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from demosx import testing
from demosx.journey.rules import version_for
from demosx.ledger.models import Entry
from demosx.proposals.history import timeline

ANSWER = {"duty": "department_answer"}
STAGE = {"stage": "support"}
PARKS = {"to": "parks", "to_names": {"ko": "공원녹지과", "en": "Parks"}}
TOLD: list[tuple[str, dict[str, Any], str, str]] = [
    ("paused", {**ANSWER, "why": "transfer"}, "‘부서 답변’ 기한이 멈췄습니다. 사유: 다른 부서로 이관",
     "The clock of “Department's answer” was stopped: Transfer to another department"),
    ("paused", {**STAGE, "why": "hearing"}, "‘제안’ 기간이 멈췄습니다. 사유: 의견 청취",
     "The period of “Proposal” was stopped: Hearing"),
    ("resumed", {**ANSWER, "why": "hearing", "due": "2019-03-04"},
     "‘부서 답변’ 기한이 다시 흐릅니다. 새 기한: 2019년 3월 4일(월)",
     "The clock of “Department's answer” runs on; it is due by Mon 4 Mar 2019"),
    ("resumed", {**ANSWER, "why": "hearing"}, "‘부서 답변’ 멈춤 사유 하나가 끝났습니다: 의견 청취",
     "“Department's answer”: no longer stopped for this reason: Hearing"),
    ("resumed", {**STAGE, "why": "hearing", "until": "2019-03-04"},
     "‘제안’ 기간이 다시 흐릅니다. 마지막 날: 2019년 3월 4일(월)",
     "The period of “Proposal” runs on, until Mon 4 Mar 2019"),
    ("extended", {**ANSWER, "length": "60 days", "due": "2019-03-04"},
     "‘부서 답변’ 기한이 연장되었습니다. 새 기한: 2019년 3월 4일(월)",
     "“Department's answer” was extended to Mon 4 Mar 2019"),
    ("extended", {**ANSWER, "length": "60 days"}, "‘부서 답변’ 기한이 60일 연장되었습니다",
     "“Department's answer” was extended by 60 days"),
    ("duty_handed", {**ANSWER, **PARKS}, "‘부서 답변’ 담당부서가 바뀌었습니다: 공원녹지과",
     "“Department's answer” was handed over to: Parks"),
    ("duty_moved", {**ANSWER, "due": "2019-03-04"},
     "‘부서 답변’ 기한을 병합된 제안에 맞추었습니다. 새 기한: 2019년 3월 4일(월)",
     "“Department's answer” is due by Mon 4 Mar 2019 now, as in the merged proposal"),
    ("duty_moved", ANSWER, "‘부서 답변’ 기한을 병합된 제안에 맞추었습니다",
     "“Department's answer” goes on as it was in the merged proposal"),
    ("duty_assigned", {**ANSWER, "assigned": False, "left": True},
     "‘부서 답변’ 맡은 사람이 자리를 떠나 부서(역할)에 남았습니다",
     "“Department's answer” stays where it was: whoever worked on it has left the post"),
    ("duty_assigned", {**ANSWER, "assigned": True, "left": True}, "‘부서 답변’ 할 일을 후임자가 이어받습니다",
     "“Department's answer” goes to whoever has taken over the post"),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "data", "korean", "english"), TOLD)
def test_a_sentence_for_each(app: Flask, verb: str, data: dict[str, Any], korean: str, english: str) -> None:
    version = version_for("citizen")
    proposal = SimpleNamespace(version_id=version.id, stage="support", proposer_id=1)
    at = datetime(2019, 2, 14, 1, tzinfo=UTC)
    entry = Entry(verb=verb, data=data, at=at, role="operator", actor_id=2, reason="까닭", public=True)
    for lang, wanted in (("ko", korean), ("en", english)):
        with force_locale(lang), testing.at("2026-01-01 09:00"):
            (line,) = timeline(proposal, [entry])
        assert (line.title, line.text) == (wanted, "까닭")
