"""Hiding and showing: the counts follow, the history tells, and hidden is hidden everywhere."""

import pytest

from demosx.core.db import db
from demosx.core.errors import InvalidInput, NotFound
from demosx.core.permissions import Actor
from demosx.journey.travel import StageClosed
from demosx.ledger.queries import timeline
from demosx.opinions import counts, errors, moderation, reports
from demosx.opinions.queries import opinions
from demosx.opinions.services import agree, delete, edit, say
from demosx.opinions.waiting import number_waiting, queue
from demosx.proposals.models import Proposal
from demosx.stages.support.services import support

pytestmark = pytest.mark.usefixtures("day")


def test_a_hidden_opinion_counts_nowhere_until_it_is_shown_again(
    filed: Proposal, people: list[Actor], operator: Actor
) -> None:
    opinion = say(filed, "욕설", actor=people[0])
    say(filed, "인사", actor=people[1])
    moderation.hide(opinion, "욕설입니다", actor=operator, rule="abuse")
    db.session.commit()
    assert (filed.opinions, filed.participants, opinion.visible) == (1, 1, False)
    assert [said.opinion.text for said in opinions(filed.id, 0).items] == ["인사"]
    moderation.show(opinion, actor=operator)
    db.session.commit()
    assert (filed.opinions, filed.participants, opinion.visible) == (2, 2, True)
    entries = [entry for entry in timeline(filed.id) if entry.verb.startswith("opinion")]
    assert [(e.verb, e.role, e.reason, e.data.get("rule")) for e in entries] == [
        ("opinion_hidden", "operator", "", "abuse"),
        ("opinion_shown", "operator", "", None),
    ]
    assert "욕설" not in str([entry.data for entry in entries])


def test_hiding_one_of_two_keeps_the_participant(
    filed: Proposal, people: list[Actor], operator: Actor
) -> None:
    first = say(filed, "하나", actor=people[0])
    say(filed, "둘", actor=people[0])
    moderation.hide(first, "사유", actor=operator)
    assert (filed.opinions, filed.participants) == (1, 1)


def test_hiding_needs_a_reason_and_happens_once(
    filed: Proposal, people: list[Actor], operator: Actor
) -> None:
    opinion = say(filed, "말", actor=people[0])
    with pytest.raises(InvalidInput):
        moderation.hide(opinion, " ", actor=operator)
    with pytest.raises(InvalidInput):
        moderation.hide(opinion, "사유", actor=operator, rule="taste")
    with pytest.raises(errors.DoneAlready):
        moderation.show(opinion, actor=operator)
    moderation.hide(opinion, "사유", actor=operator)
    with pytest.raises(errors.DoneAlready):
        moderation.hide(opinion, "사유", actor=operator)


def test_nothing_can_be_done_to_a_hidden_opinion(
    filed: Proposal, people: list[Actor], operator: Actor
) -> None:
    opinion = say(filed, "말", actor=people[0])
    moderation.hide(opinion, "사유", actor=operator)
    with pytest.raises(NotFound):
        agree(opinion, actor=people[1])
    with pytest.raises(NotFound):
        say(filed, "답", actor=people[1], parent_id=opinion.id)
    with pytest.raises(NotFound):
        reports.report(opinion, "abuse", actor=people[1])
    with pytest.raises(StageClosed):
        edit(opinion, "고침", actor=people[0])
    delete(opinion, actor=people[0])
    assert filed.opinions == 0
    with pytest.raises(errors.DoneAlready):
        moderation.show(opinion, actor=operator)


def test_reports_wait_until_somebody_has_looked(
    filed: Proposal, people: list[Actor], operator: Actor
) -> None:
    bad, fine = say(filed, "욕설", actor=people[0]), say(filed, "인사", actor=people[0])
    reports.report(bad, "abuse", actor=people[1], note="심합니다")
    reports.report(bad, "abuse", actor=people[1])
    reports.report(fine, "off_topic", actor=people[2])
    assert number_waiting() == 2
    assert [(one.opinion.id, len(one.reports)) for one in queue().items] == [(bad.id, 1), (fine.id, 1)]
    moderation.hide(bad, "욕설", actor=operator)
    moderation.keep(fine, actor=operator)
    assert number_waiting() == 0
    assert [report.handled_as for report in (*reports.reports_of(bad.id), *reports.reports_of(fine.id))] == [
        "hidden",
        "kept",
    ]
    assert fine.visible
    assert "opinion_kept" not in [entry.verb for entry in timeline(filed.id)]


def test_own_opinions_are_not_reported(filed: Proposal, people: list[Actor]) -> None:
    opinion = say(filed, "말", actor=people[0])
    with pytest.raises(errors.OwnOpinion):
        reports.report(opinion, "abuse", actor=people[0])
    with pytest.raises(InvalidInput):
        reports.report(opinion, "nonsense", actor=people[1])


def test_deleting_settles_reports(filed: Proposal, people: list[Actor]) -> None:
    opinion = say(filed, "말", actor=people[0])
    reports.report(opinion, "abuse", actor=people[1])
    delete(opinion, actor=people[0])
    assert [report.handled_as for report in reports.reports_of(opinion.id)] == ["deleted"]


def test_hiding_works_after_the_end_too(
    filed: Proposal, people: list[Actor], operator: Actor, at: object
) -> None:
    opinion = say(filed, "말", actor=people[0])
    db.session.commit()
    with at("2019-04-01 12:00"):  # type: ignore[operator]
        moderation.hide(opinion, "사유", actor=operator)
        db.session.commit()
    assert (filed.ended, filed.opinions, filed.participants) == ("expired", 0, 0)


def test_a_rule_speaks_for_itself_in_the_language_of_the_proposal(
    filed: Proposal, people: list[Actor], operator: Actor
) -> None:
    opinion = say(filed, "광고", actor=people[0])
    moderation.hide(opinion, "", actor=operator, rule="advertising")
    assert (opinion.hidden_rule, opinion.hidden_reason) == ("advertising", "광고")
    moderation.show(opinion, actor=operator)
    assert (opinion.hidden_rule, opinion.hidden_reason) == ("", "")


def test_nobody_decides_on_what_they_have_said_themselves(filed: Proposal, operator: Actor) -> None:
    own = say(filed, "운영자의 말", actor=operator)
    for act in (moderation.keep, moderation.show):
        with pytest.raises(errors.OwnOpinion):
            act(own, actor=operator)
    with pytest.raises(errors.OwnOpinion):
        moderation.hide(own, "사유", actor=operator)


def test_what_hiding_would_change_is_what_it_changes(
    filed: Proposal, people: list[Actor], operator: Actor
) -> None:
    once = say(filed, "하나", actor=people[0])
    twice = [say(filed, f"둘 {n}", actor=people[1]) for n in range(2)]
    both = say(filed, "셋", actor=people[2])
    support(filed, actor=people[2])
    for opinion in (once, *twice, both):
        effect = counts.effects([opinion])[opinion.id]
        assert (effect.opinions, effect.participants) == (filed.opinions, filed.participants)
        moderation.hide(opinion, "사유", actor=operator)
        assert (effect.opinions_after, effect.participants_after) == (filed.opinions, filed.participants)
        moderation.show(opinion, actor=operator)
