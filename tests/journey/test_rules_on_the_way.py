"""What people see and do while rules change on a running site, and when the change happens."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from demosx import testing
from demosx.core.db import db, transaction
from demosx.journey.models import ProcessVersion
from demosx.journey.queries import visits_of
from demosx.journey.rules import apply_version
from demosx.journey.travel import moment
from demosx.ledger.queries import timeline
from demosx.opinions.services import say
from demosx.people.models import Account
from demosx.proposals.models import Proposal
from demosx.proposals.ticking import settle_due
from tests.busy_city import APPLIED, NEW, OLD, BusyCity, change, rules
from tests.visiting import Person

SEOUL = ZoneInfo("Asia/Seoul")
CHANGE = datetime(2019, 3, 15, 10, tzinfo=SEOUL)


def test_people_go_on_as_before(city: BusyCity) -> None:
    change()
    with testing.at("2019-03-16 10:00"), transaction():
        say(city.proposal("voted"), "반대합니다.", actor=city.citizens[2], stance="later")
        assert city.proposal("voted").opinions == 2
    with testing.at("2019-03-20 00:00"):
        settle_due()
        opened = city.proposal("scheduled")
        assert [entry.verb for entry in city.entries("scheduled")][-1] == "opened"
        assert opened.closes_on == date(2019, 4, 19)


def test_a_stage_for_staff_changes_without_a_word_of_it(city: BusyCity) -> None:
    without = rules(
        ("[goes_to]", '[goes_to]\ngate = "panel"'),
        (
            'label = { ko = "공개 전 확인", en = "Look at it first" }\nmove = "gate"',
            'label = { ko = "회의로", en = "Panel" }\nmove = "panel"',
        ),
        (NEW[NEW.index("[stages.gate]") : NEW.index("# ── 2")], ""),
        of=NEW,
    )
    change(without)
    assert city.proposal("gate").stage == "panel"
    (entry,) = city.entries("gate", "rules_changed")
    assert entry.public and "stage_gone" not in entry.data
    page = Person(city.app).open(f"/proposals/{city.proposals['gate']}")
    page.shows("규칙이 바뀌었습니다: 1판 → 2판", "기획단 회의")
    assert "공개 전 확인" not in page.root.one(id="history").text


def test_a_change_that_is_interrupted_goes_on_where_it_stopped(
    city: BusyCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    with testing.at(APPLIED):
        with transaction():
            apply_version(NEW, "citizen.toml")
        for name in city.names()[:5]:
            with transaction(), moment(city.proposal(name)):
                pass
    assert {city.proposal(name).version.number for name in city.names()[5:]} == {1}
    with testing.at("2019-03-16 10:00"):
        assert settle_due() == len(city.names()) - 5
    assert {city.proposal(name).version.number for name in city.names()} == {2}
    assert {entry.at for name in city.names() for entry in city.entries(name, "rules_changed")} == {CHANGE}


def test_a_look_lets_a_change_happen_that_nothing_else_has(city: BusyCity) -> None:
    with testing.at(APPLIED), transaction():
        apply_version(NEW, "citizen.toml")
    with testing.at("2019-03-16 10:00"):
        Person(city.app).open(f"/proposals/{city.proposals['enough']}").shows("1판 → 2판")
    assert city.entries("enough", "duty_opened")[0].at == CHANGE


def test_rules_of_a_later_day_hold_from_its_first_instant(city: BusyCity) -> None:
    later = rules(("effective  = 2019-01-01", "effective  = 2019-04-01"), of=NEW)
    with testing.at(APPLIED):
        with transaction():
            apply_version(later, "citizen.toml")
        assert settle_due() == 0
    midnight = datetime(2019, 4, 1, tzinfo=SEOUL)
    assert city.proposal("head").next_due_at == city.proposal("head").rules_due_at == midnight
    with testing.at("2019-05-02 09:00"):
        settle_due()
    for name in ("head", "half decided"):
        (entry,) = city.entries(name, "rules_changed")
        assert entry.at == midnight
    assert city.proposal("few").ended == "expired", "its period was over at that midnight by the old rules"
    assert [entry.verb for entry in city.entries("few")][-1] == "ended"
    assert not city.entries("few", "rules_changed")
    assert city.owed("half decided") == {"panel": date(2019, 7, 1)}, (
        "the first day counts: 29 June is a Saturday"
    )


def test_proposals_of_another_process_are_left_alone(city: BusyCity) -> None:
    other = OLD.replace('key        = "citizen"', 'key        = "other"')
    with testing.at("2019-03-10 10:00"):
        with transaction():
            apply_version(other, "other.toml")
        made = testing.proposal(db.session.get_one(Account, city.citizens[0].id), process_key="other")
    change()
    assert db.session.get_one(Proposal, made.id).version.key == "other"
    assert not [entry for entry in timeline(made.id) if entry.verb == "rules_changed"]


PAGES = [
    "few",
    "enough",
    "waiting",
    "answered once",
    "paused",
    "extended",
    "overdue",
    "half decided",
    "half chosen",
    "preparing",
    "scheduled",
    "unvoted",
    "voted",
    "head",
    "reply",
    "carrying out",
    "promised",
    "answered",
    "merged",
]


def test_every_page_can_be_read_and_tells_of_the_change(city: BusyCity) -> None:
    change()
    visitor, operator = Person(city.app), Person(city.app, city.people["operator"].id)
    with testing.at("2019-03-16 10:00"):
        for name in PAGES:
            page = visitor.open(f"/proposals/{city.proposals[name]}")
            operator.open(f"/desk/proposals/{city.proposals[name]}")
            operator.open(f"/desk/proposals/{city.proposals[name]}/history")
            if name in city.names():
                page.shows("규칙이 바뀌었습니다: 1판 → 2판")
                assert "/how/rules/citizen/2#changes" in page.html, name
        visitor.open(f"/proposals/{city.proposals['enough']}").shows("새 규칙(2판)에 따라", "공감 35명")
        visitor.open("/how/rules/citizen/2").shows(
            "공감 50명 이상이면 → 공감 30명 이상이면", "시민들이 바랐습니다."
        )
        for name in ("voted", "unvoted"):
            visitor.open(f"/deliberations/{visits_of(city.proposals[name])[-1].id}")


def test_old_entries_keep_the_names_of_their_time(city: BusyCity) -> None:
    change()
    with testing.at("2019-03-16 10:00"):
        page = Person(city.app).open(f"/proposals/{city.proposals['half decided']}")
        page.shows("‘의제 선정’", "‘기획단 회의’", "새 규칙에는 ‘의제 선정’ 단계가 없습니다.")
        assert "agenda" not in page.main.text
        line = [item.text for item in page.root.all("ol", css="journey")[0].all("li")]
        assert [word for word in line if "의제 선정" in word] and [
            word for word in line if "기획단 회의" in word
        ]
        Person(city.app).open(f"/proposals/{city.proposals['answered']}").shows("답변 완료")


def test_proposers_are_told_where_something_has_come_of_it(city: BusyCity) -> None:
    testing.forget_letters()
    change()
    told = {letter.subject: letter.body for letter in testing.letters()}
    assert any("enough" in subject and "규칙이 바뀌었습니다" in body for subject, body in told.items())
    assert not any("few" in subject for subject in told), (
        "they have more time now, and can look when they like"
    )
    assert not any("head" in subject for subject in told), "nothing has come of it there"
    shorter = rules(('period = "40 days"', 'period = "35 days"'), of=NEW)
    change(shorter, "2019-03-17 10:00")
    letters = [letter for letter in testing.letters() if "few" in letter.subject]
    assert ["4월 5일" in letter.body for letter in letters] == [True, True], (
        "also whose proposal goes on in it"
    )


def reopen(city: BusyCity, stage: str) -> None:
    """The lead lets go on what had ended before the rules changed, and an hour later somebody looks."""
    lead = city.people["lead"]
    with testing.at("2019-03-16 10:00"), transaction(), moment(city.proposal("answered"), lead) as journey:
        journey.force("reopen", stage, "다시 봅니다.")
    with testing.at("2019-03-16 11:00"), transaction(), moment(city.proposal("answered")):
        pass


def test_what_is_reopened_goes_over_to_the_rules_of_now(city: BusyCity) -> None:
    change()
    reopen(city, "support")
    reopened = city.entries("answered", "reopened")[-1]
    (changed,) = city.entries("answered", "rules_changed")
    assert changed.at == reopened.at
    assert city.proposal("answered").version.number == 2


def test_where_the_new_rules_have_no_place_the_old_ones_stay_and_say_so(city: BusyCity) -> None:
    change()
    gone = rules(('[goes_to]\nagenda = "panel"\n', ""), of=NEW)
    change(gone, "2019-03-15 12:00")
    third = rules(("# ── 낱말", "# 셋째\n# ── 낱말"), of=gone)
    change(third, "2019-03-15 13:00")
    with testing.at("2019-03-15 14:00"), transaction():
        db.session.execute(
            db.update(ProcessVersion).where(ProcessVersion.number == 2).values(applies_to="new")
        )
    reopen(city, "agenda")
    kept = city.entries("answered", "rules_kept")
    assert [(entry.data["number"], entry.data["lost"]) for entry in kept] == [
        (3, [["stage_gone", "agenda"]]),
        (4, [["stage_gone", "agenda"]]),
    ]
    assert city.proposal("answered").version.number == 1
    assert city.proposal("answered").rules_due_at is None
    with testing.at("2019-03-16 12:00"):
        page = Person(city.app).open(f"/proposals/{city.proposals['answered']}")
        page.shows(
            "새 규칙(3판)을 적용하지 않고 1판을 그대로 따릅니다",
            "새 규칙에는 ‘의제 선정’ 단계가 없습니다.",
            "더 새로운 규칙이 있지만 이 제안에는 적용되지 않습니다: 4판",
        )


def test_a_page_says_by_which_rules_it_goes(city: BusyCity) -> None:
    visitor, few = Person(city.app), f"/proposals/{city.proposals['few']}"
    with testing.at("2019-03-14 10:00"):
        own = visitor.open(few).root.one(css="by-rules")
        assert own.text == "이 제안은 1월 2일(수)부터의 규칙(1판)으로 진행됩니다."
        assert own.one("a").attributes["href"] == "/how/rules/citizen/1"
    later = rules(("effective  = 2019-01-01", "effective  = 2019-04-01"), of=NEW)
    with testing.at(APPLIED), transaction():
        apply_version(later, "citizen.toml")
    with testing.at("2019-03-16 10:00"):
        assert visitor.open(few).root.one(css="by-rules").text == (
            "이 제안은 1월 2일(수)부터의 규칙(1판)으로 진행됩니다. 4월 1일(월)부터는 새 규칙으로 진행됩니다: 2판"
        )
        ended = visitor.open(f"/proposals/{city.proposals['answered']}")
        assert (
            ended.root.one(css="by-rules").text == "이 제안은 1월 2일(수)부터의 규칙(1판)으로 진행되었습니다."
        )


def test_a_page_names_newer_rules_that_do_not_hold_for_it(city: BusyCity) -> None:
    change(rules(('"all"', '"new"'), of=NEW))
    with testing.at("2019-03-16 10:00"):
        page = Person(city.app, language="en").open(f"/proposals/{city.proposals['few']}")
        assert page.root.one(css="by-rules").text.endswith(
            "There are newer rules, which do not hold for this proposal: Version 2"
        )
