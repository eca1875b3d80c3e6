"""Rules that change for a running site: nobody loses anything, and everything is explained."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from demosx import testing
from demosx.ballots.queries import ballot_of, recount, tally
from demosx.core.db import db, transaction
from demosx.duties.models import Duty
from demosx.journey.models import Participation, Visit
from demosx.journey.queries import visits_of
from demosx.journey.store import load_duties
from demosx.ledger.models import Entry
from demosx.people.models import Account
from demosx.proposals.ticking import settle_due
from demosx.stages.deliberation.services import vote
from demosx.stages.review.models import Review, ReviewVote
from demosx.stages.review.services import cast_decision
from demosx.stages.support.models import Support
from demosx.stages.support.queries import recount as recount_supports
from tests.busy_city import APPLIED, NEW, BusyCity, change, rules

SEOUL = ZoneInfo("Asia/Seoul")
CHANGE = datetime(2019, 3, 15, 10, tzinfo=SEOUL)
MAY_CHANGE = {
    "visit": {"left_at", "ends_on", "version_id", "measured_at"},
    "duty": {"owners", "department_id", "remind", "remind_next", "closed_at", "closed_as"},
    "ballot": {"choices"},
    "review": {"round"},
    "proposal": {
        "version_id",
        "stage",
        "visit_number",
        "closes_on",
        "settled_at",
        "next_due_at",
        "rules_due_at",
        "memory",
    },
}
"""What other rules may write of what is there: where a proposal is now, and who owes what is open."""
RUNNING = ("letter", "setting", "receipt_year", "sign_in")


def everything() -> dict[tuple[str, Any], dict[str, Any]]:
    """Every row of the database by its table and key."""
    rows = {}
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            key = tuple(row[column.name] for column in table.primary_key)
            rows[table.name, key] = dict(row)
    db.session.rollback()
    return rows


def test_nobody_loses_anything(city: BusyCity) -> None:
    before = everything()
    change()
    after = everything()
    assert not before.keys() - after.keys()
    for (table, key), row in before.items():
        changed = {name for name, value in row.items() if after[table, key][name] != value}
        assert table in RUNNING or not changed - MAY_CHANGE.get(table, set()), (table, key, changed)
    for name in city.proposals:
        proposal = city.proposal(name)
        assert proposal.supports_site == recount_supports(proposal.id)
        took_part = select(Participation.account_id).where(Participation.proposal_id == proposal.id)
        assert proposal.participants == len(set(db.session.scalars(took_part)))
        for stay in visits_of(proposal.id):
            ballot = ballot_of(stay.id)
            if ballot is not None:
                counted = {row.key: row.count for row in tally(ballot).rows}
                assert counted == recount(ballot) and sum(counted.values()) == ballot.total == stay.votes
    with testing.at(APPLIED):
        assert settle_due() == 0


def test_everything_under_way_goes_over_once_and_says_so(city: BusyCity) -> None:
    change()
    for name in city.names():
        proposal = city.proposal(name)
        (entry,) = city.entries(name, "rules_changed")
        assert (proposal.version.number, entry.at, entry.public) == (2, CHANGE, True), name
        assert (entry.data["before"], entry.data["number"]) == (1, 2)
        assert proposal.rules_due_at is None
    for name in ("answered", "merged", "archived"):
        assert city.proposal(name).version.number == 1 and not city.entries(name, "rules_changed")
    (applied,) = db.session.scalars(select(Entry).where(Entry.verb == "rules_applied", Entry.reason != ""))
    assert applied.public and applied.data == {"process": "citizen", "number": 2, "applies_to": "all"}


def test_what_the_new_rules_bring_about_is_dated_to_the_change(city: BusyCity) -> None:
    change()
    for name in ("enough", "hidden"):
        (opened,) = city.entries(name, "duty_opened")
        assert (opened.at, opened.data["rules"], opened.data["because"]) == (CHANGE, 2, {"supports": 35})
        assert city.owed(name) == {"department_answer": date(2019, 3, 20)}
    assert city.entries("few", "duty_opened") == []


def test_what_was_done_is_not_done_again_and_open_duties_keep_their_day(city: BusyCity) -> None:
    before = {name: city.owed(name) for name in city.proposals}
    change()
    assert city.owed("answered once") == {}
    for name in ("waiting", "paused", "extended", "overdue", "head", "reply", "carrying out", "half chosen"):
        assert city.owed(name) == before[name], name
    row = next(duty for duty in load_duties(city.proposals["waiting"]) if duty.name == "department_answer")
    assert sorted(row.owners) == ["department", "head"] and row.department_id is not None
    assert next(duty for duty in load_duties(city.proposals["paused"])).paused_since is not None


def test_periods_are_measured_anew(city: BusyCity) -> None:
    change()
    assert city.proposal("few").closes_on == date(2019, 4, 10)
    assert city.entries("few", "rules_changed")[0].data["until"] == "2019-04-10"
    assert "until" not in city.entries("waiting", "rules_changed")[0].data
    shorter = rules(('period = "40 days"', 'period = "10 days"'), of=NEW)
    change(shorter, "2019-03-20 10:00")
    few = city.proposal("few")
    assert (few.ended, few.ended_at) == ("expired", datetime(2019, 3, 20, 10, tzinfo=SEOUL))


def test_a_stage_that_is_gone_goes_on_elsewhere(city: BusyCity) -> None:
    change()
    decided = city.proposal("half decided")
    agenda, panel = visits_of(decided.id)[-2:]
    assert (decided.stage, panel.stage, panel.entered_at, agenda.left_at) == (
        "panel",
        "panel",
        CHANGE,
        CHANGE,
    )
    assert agenda.version_id is not None and panel.version_id is None
    assert city.owed("half decided") == {"panel": date(2019, 6, 13)}
    votes = db.session.scalars(select(ReviewVote).where(ReviewVote.visit_id == agenda.id)).all()
    assert [vote.choice for vote in votes] == ["deliberate"]
    for number in range(2):
        with testing.at("2019-03-16 10:00"), transaction():
            cast_decision(
                city.proposal("half decided"), "deliberate", "예", city.people[f"planning_panel{number}"]
            )
    assert city.proposal("half decided").stage == "method"


def test_a_half_voted_panel_votes_anew_where_its_choices_change(city: BusyCity) -> None:
    change()
    stay = visits_of(city.proposals["half chosen"])[-1]
    assert (stay.stage, db.session.get_one(Review, stay.id).round) == ("method", 2)
    (again,) = city.entries("half chosen", "round_started")
    assert again.at == CHANGE and again.data["round"] == 2
    asked = {letter.to for letter in testing.letters() if letter.subject.startswith("다시 투표해 주세요")}
    drawn = select(Account.email).where(Account.nickname.like("drawn_panel%"))
    assert asked == set(db.session.scalars(drawn)) != set()
    unchanged = rules(("# ── 낱말", "# 그대로\n# ── 낱말"), of=NEW)
    change(unchanged, "2019-03-17 10:00")
    assert db.session.get_one(Review, stay.id, populate_existing=True).round == 2


def test_a_ballot_with_votes_keeps_its_choices_and_one_without_gets_the_new_ones(city: BusyCity) -> None:
    change()
    choices = {}
    for name in ("voted", "unvoted", "preparing", "scheduled"):
        ballot = ballot_of(visits_of(city.proposals[name])[-1].id)
        assert ballot is not None
        choices[name] = list(ballot.choices)
    new = ["yes", "no", "later", "other"]
    assert choices == {"voted": ["yes", "no", "other"], "unvoted": new, "preparing": new, "scheduled": new}
    with testing.at("2019-03-16 10:00"):
        for name, choice in (("voted", "other"), ("unvoted", "later")):
            with transaction():
                stay = visits_of(city.proposals[name])[-1]
                vote(city.proposal(name), stay.id, choice, city.citizens[20])


def test_everything_is_where_the_rows_say(city: BusyCity) -> None:
    change()
    for name in city.names():
        proposal = city.proposal(name)
        stay = visits_of(proposal.id)[-1]
        assert (stay.number, stay.stage, stay.left_at) == (proposal.visit_number, proposal.stage, None)
        open_rows = select(Duty.visit_number).where(Duty.proposal_id == proposal.id, Duty.closed_at.is_(None))
        assert set(db.session.scalars(open_rows)) <= {None, stay.number}
    stays = select(Support.id).join(
        Visit, (Visit.proposal_id == Support.proposal_id) & (Visit.number == Support.visit_number)
    )
    assert len(db.session.scalars(stays).all()) == len(db.session.scalars(select(Support.id)).all())
