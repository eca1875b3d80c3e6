"""Reviews: one person decides, or a panel by its votes."""

from collections.abc import Callable
from typing import Any

import pytest

from demosx.core.db import db
from demosx.core.errors import ChangedMeanwhile
from demosx.duties.services import open_duties
from demosx.journey.queries import standing
from demosx.ledger.queries import timeline
from demosx.people.queries import actor_of, grants_of
from demosx.people.services import grant, revoke
from demosx.stages.review import agenda, errors, services
from demosx.stages.review.queries import item_of, outcome_of, panel_of
from demosx.testing import at, department

from .walks import actor, bring_to, visit_of

Make = Callable[..., Any]


@pytest.fixture
def panel(make_account: Make) -> list[Any]:
    """Four members of the planning panel."""
    return [make_account(f"기획단원 {n}", roles=["planning_panel"]) for n in "가나다라"]


@pytest.fixture
def proposal(make_account: Make, make_proposal: Make) -> Any:
    """A proposal before the planning panel, whose quorum is a half."""
    with at("2019-02-01 09:00"):
        made = make_proposal(make_account("별이"))
        bring_to(made, "agenda")
        yield made


def vote(proposal: Any, who: Any, choice: str, reasons: str = "사람들이 기다립니다.") -> None:
    services.cast_decision(proposal, choice, reasons, actor(who))
    db.session.commit()


def test_a_decision_stands_at_the_quorum(proposal: Any, panel: list[Any]) -> None:
    vote(proposal, panel[0], "deliberate")
    assert proposal.stage == "agenda"
    vote(proposal, panel[1], "deliberate")
    assert proposal.stage == "method"
    told = [entry for entry in timeline(proposal.id) if entry.verb == "decided"]
    assert [(entry.data["decision"], entry.actor_id) for entry in told] == [("deliberate", None)]


def test_a_tie_decides_nothing_until_somebody_changes_sides(proposal: Any, panel: list[Any]) -> None:
    vote(proposal, panel[0], "deliberate")
    vote(proposal, panel[1], "decline")
    assert panel_of(standing(proposal).stop).standing is None
    vote(proposal, panel[1], "deliberate")
    assert proposal.stage == "method"


def test_when_all_have_voted_and_nothing_stands_they_vote_again(proposal: Any, panel: list[Any]) -> None:
    for who, choice in zip(panel, ("deliberate", "decline", "refer", "deliberate"), strict=True):
        vote(proposal, who, choice)
    found = panel_of(standing(proposal).stop)
    assert (proposal.stage, found.round, found.counted, len(found.votes)) == ("agenda", 2, (), 4)
    assert "round_started" in [entry.verb for entry in timeline(proposal.id)]
    vote(proposal, panel[3], "decline")
    vote(proposal, panel[2], "decline")
    assert proposal.ended == "declined"


def test_no_single_member_throws_away_the_votes_of_a_round(proposal: Any, panel: list[Any]) -> None:
    vote(proposal, panel[0], "deliberate")
    for reason in ("", "제 뜻과 다릅니다."):
        with pytest.raises(errors.StillVoting):
            services.start_round(proposal, actor(panel[1]), reason)
        db.session.rollback()
    found = panel_of(standing(proposal).stop)
    assert (found.round, len(found.counted)) == (1, 1)


def test_a_member_goes_on_where_all_have_voted_and_nothing_stands(proposal: Any, panel: list[Any]) -> None:
    vote(proposal, panel[0], "deliberate")
    vote(proposal, panel[1], "decline")
    for left in panel[2:]:
        for held in grants_of(left.id):
            revoke(held)
    db.session.commit()
    services.start_round(proposal, actor(panel[1]))
    db.session.commit()
    assert (panel_of(standing(proposal).stop).round, proposal.stage) == (2, "agenda")


def test_who_runs_the_site_starts_another_round_with_a_public_reason(
    proposal: Any, panel: list[Any], make_account: Make
) -> None:
    operator = actor(make_account("운영자", roles=["operator"]))
    with pytest.raises(errors.RoundEmpty):
        services.start_round(proposal, operator, "까닭")
    db.session.rollback()
    vote(proposal, panel[0], "deliberate")
    with pytest.raises(errors.ReasonMissing):
        services.start_round(proposal, operator, " ")
    db.session.rollback()
    for role in ("official", "drawn_panel"):
        with pytest.raises(errors.NotSeated):
            services.start_round(proposal, actor(make_account(role, roles=[role])), "까닭")
        db.session.rollback()
    services.start_round(proposal, operator, "자료에 틀린 숫자가 있었습니다.")
    db.session.commit()
    told = next(entry for entry in timeline(proposal.id) if entry.verb == "round_started")
    assert (told.reason, told.role, told.actor_id) == (
        "자료에 틀린 숫자가 있었습니다.",
        "operator",
        operator.id,
    )
    vote(proposal, panel[1], "deliberate")
    assert proposal.stage == "agenda", "the vote of the first round no longer counts"


def test_who_stands_aside_starts_no_round(proposal: Any, make_account: Make, panel: list[Any]) -> None:
    both = make_account("운영자이며 단원", roles=["operator", "planning_panel"])
    services.recuse(proposal, "이해관계가 있습니다.", actor(both))
    vote(proposal, panel[0], "deliberate")
    with pytest.raises(errors.NotSeated):
        services.start_round(proposal, actor(both), "까닭")


def test_who_stands_aside_neither_votes_nor_counts(proposal: Any, panel: list[Any]) -> None:
    services.recuse(proposal, "이 노선을 운행하는 회사의 주주입니다.", actor(panel[0]))
    db.session.commit()
    with pytest.raises(errors.NotSeated):
        services.cast_decision(proposal, "deliberate", "까닭", actor(panel[0]))
    db.session.rollback()
    assert len(panel_of(standing(proposal).stop).eligible) == 3
    vote(proposal, panel[1], "decline")
    assert proposal.ended is None
    vote(proposal, panel[2], "decline")
    assert proposal.ended == "declined"


def test_standing_aside_takes_a_vote_back_and_may_complete_the_quorum(
    proposal: Any, panel: list[Any]
) -> None:
    vote(proposal, panel[0], "decline")
    services.recuse(proposal, "이해관계가 있습니다.", actor(panel[0]))
    services.recuse(proposal, "이해관계가 있습니다.", actor(panel[1]))
    db.session.commit()
    assert (proposal.stage, proposal.ended) == ("agenda", None)
    vote(proposal, panel[2], "deliberate")
    assert proposal.stage == "method", "one of the two who are left is a half"


def test_the_reason_for_standing_aside_stays_with_the_desk(proposal: Any, panel: list[Any]) -> None:
    services.recuse(proposal, "제안자의 형입니다.", actor(panel[0]))
    db.session.commit()
    assert all(
        "형" not in entry.reason and "형" not in str(entry.data) for entry in timeline(proposal.id, False)
    )


def test_only_members_vote(proposal: Any, panel: list[Any], make_account: Make) -> None:
    for who in (make_account("운영자", roles=["operator"]), make_account("지나는 사람")):
        with pytest.raises(errors.NotSeated):
            services.cast_decision(proposal, "deliberate", "까닭", actor(who))
        db.session.rollback()
    for grant_ in grants_of(panel[0].id):
        revoke(grant_)
    db.session.commit()
    with pytest.raises(errors.NotSeated):
        services.cast_decision(proposal, "deliberate", "까닭", actor_of(panel[0].id))


def test_a_vote_names_a_decision_and_a_reason(proposal: Any, panel: list[Any]) -> None:
    with pytest.raises(errors.UnknownDecision):
        services.cast_decision(proposal, "vote", "까닭", actor(panel[0]))
    db.session.rollback()
    with pytest.raises(errors.ReasonMissing):
        services.cast_decision(proposal, "deliberate", "  ", actor(panel[0]))
    db.session.rollback()
    with pytest.raises(errors.DecidedTogether):
        services.record_decision(proposal, "deliberate", "까닭", actor(panel[0]))


def test_a_decided_round_is_closed_and_stays_readable(proposal: Any, panel: list[Any]) -> None:
    vote(proposal, panel[0], "refer", "시의회의 일입니다.")
    vote(proposal, panel[1], "refer", "조례가 필요합니다.")
    assert (proposal.stage, [duty.name for duty in open_duties(proposal.id)]) == ("agenda", ["referral"])
    with pytest.raises(errors.AlreadyDecided):
        services.cast_decision(proposal, "decline", "까닭", actor(panel[2]))
    db.session.rollback()
    reasons = {made.reasons for made in outcome_of(proposal.id).votes[visit_of(proposal).id]}
    assert reasons == {"시의회의 일입니다.", "조례가 필요합니다."}


def test_a_standing_decision_is_never_opened_again(
    proposal: Any, panel: list[Any], make_account: Make
) -> None:
    vote(proposal, panel[0], "refer", "시의회의 일입니다.")
    vote(proposal, panel[1], "refer", "조례가 필요합니다.")
    for who in (panel[2], make_account("총괄", roles=["lead"])):
        with pytest.raises(errors.AlreadyDecided):
            services.start_round(proposal, actor(who), "다시 정합시다.")
        db.session.rollback()
    assert panel_of(standing(proposal).stop).round == 1


def test_two_thirds_of_a_drawn_panel(proposal: Any, make_account: Make) -> None:
    drawn = [make_account(f"시민 {n}", roles=["drawn_panel"]) for n in range(6)]
    bring_to(proposal, "method")
    for who, choice in zip(drawn, ("vote", "ideas", "vote"), strict=False):
        vote(proposal, who, choice)
    assert proposal.stage == "forum", "two of three votes are two thirds, and three of six members a half"
    bring_to(proposal, "method")
    for who, choice in zip(drawn, ("vote", "ideas", "experiment", "vote", "vote"), strict=False):
        vote(proposal, who, choice)
    assert proposal.stage == "method", "three of five are less than two thirds"
    vote(proposal, drawn[5], "vote")
    assert proposal.stage == "forum", "four of six are two thirds"


def test_one_person_decides_where_the_file_names_no_share(make_app: Make) -> None:
    from demosx.testing import account
    from demosx.testing import proposal as file_proposal

    with make_app(("seoul-2018",)).app_context(), at("2018-10-02 10:00"):
        member, made = account("기획단원", roles=["planning_panel"]), file_proposal(account("제안자"))
        bring_to(made, "review")
        with pytest.raises(errors.DecidedAlone):
            services.cast_decision(made, "deliberate", "까닭", actor(member))
        db.session.rollback()
        with pytest.raises(errors.NotSeated):
            services.record_decision(made, "deliberate", "까닭", actor(account("운영", roles=["operator"])))
        db.session.rollback()
        services.record_decision(made, "deliberate", "공감이 많고 법에 막히지 않습니다.", actor(member))
        db.session.commit()
        assert made.stage == "forum"
        entry = next(entry for entry in timeline(made.id) if entry.verb == "decided")
        assert (entry.reason, entry.actor_id) == ("공감이 많고 법에 막히지 않습니다.", member.id)


def test_members_of_a_department_decide_only_what_it_works_on(proposal: Any, make_account: Make) -> None:
    member = make_account("교통 위원", roles=["planning_panel"], at_department="transport")
    assert member.id not in panel_of(standing(proposal).stop).members
    agenda.assign_departments(proposal, department("welfare").id, [department("transport").id])
    db.session.commit()
    assert member.id in panel_of(standing(proposal).stop).members


def test_an_agenda_item_is_never_overwritten_unseen(proposal: Any, panel: list[Any]) -> None:
    who = actor(panel[0])
    agenda.write_agenda_item(proposal, "막차를 늦출까요?", "배경", "요약", revision=0, actor=who)
    db.session.commit()
    with pytest.raises(ChangedMeanwhile):
        agenda.write_agenda_item(proposal, "다른 질문", "", "", revision=0, actor=who)
    db.session.rollback()
    agenda.write_agenda_item(proposal, "막차를 언제까지 늦출까요?", "", "", revision=1, actor=who)
    db.session.commit()
    item = item_of(proposal.id)
    assert item is not None and (item.question, item.revision) == ("막차를 언제까지 늦출까요?", 2)
    with pytest.raises(errors.QuestionMissing):
        agenda.write_agenda_item(proposal, " ", "", "", revision=2, actor=who)


def test_departments_are_set_at_any_stage_and_take_the_duties_with_them(
    make_account: Make, make_proposal: Make
) -> None:
    transport, welfare = department("transport").id, department("welfare").id
    db.session.commit()
    with at("2019-02-01 09:00"):
        made = make_proposal(make_account("별이"))
    with at("2019-02-05 09:00"):
        bring_to(made, "execution")
        due = open_duties(made.id)[0].due_on
        agenda.assign_departments(made, transport, [welfare, transport])
        db.session.commit()
        assert [(owed.name, owed.department_id, owed.due_on) for owed in open_duties(made.id)] == [
            ("report", transport, due)
        ]
        agenda.assign_departments(made, welfare)
        db.session.commit()
        assert (made.lead_department_id, open_duties(made.id)[0].department_id) == (welfare, welfare)
        with pytest.raises(errors.UnknownDepartment):
            agenda.assign_departments(made, 987654)


def test_a_proposal_elsewhere_is_not_decided(
    make_account: Make, make_proposal: Make, panel: list[Any]
) -> None:
    made = make_proposal(make_account("별이"))
    with pytest.raises(errors.NotInReview):
        services.cast_decision(made, "deliberate", "까닭", actor(panel[0]))
    db.session.rollback()
    with pytest.raises(errors.NotInReview):
        services.recuse(made, "까닭", actor(panel[0]))


def test_grants_of_later_members_count(proposal: Any, panel: list[Any], make_account: Make) -> None:
    vote(proposal, panel[0], "deliberate")
    for n in range(2):
        grant(make_account(f"새 단원 {n}"), "planning_panel")
    db.session.commit()
    vote(proposal, panel[1], "deliberate")
    assert proposal.stage == "agenda", "two of six are no half"
    vote(proposal, panel[2], "deliberate")
    assert proposal.stage == "method"
