"""The words that a scenario may use are those of its rules and of the site, and no others."""

from demosx.process import all_facts, begin
from demosx.process.simulate.dictionary import AT_THE_TOP, OF_PEOPLE, Dictionary
from tests.process.journeys import KOREA, example, noon
from tests.process.rehearsals import setting

SEOUL, AGENCY = example("seoul-2019"), example("agency")
WORDS = Dictionary(setting(), (SEOUL,))


def test_the_words_of_one_version() -> None:
    assert WORDS.stages == tuple(SEOUL.stages)
    assert {"department_answer", "referral", "agenda", "report"} <= set(WORDS.duties)
    assert {"forum", "department_answer"} <= set(WORDS.clocks)
    assert set(WORDS.reasons) == {"supplement", "transfer"}
    assert WORDS.outcomes("referral") == ("taken", "refused")
    assert WORDS.outcomes("report") == ("done",)
    assert all(rule.by for _process, rule in WORDS.buttons)


def test_a_further_version_adds_its_words() -> None:
    both = WORDS.with_version(AGENCY)
    assert set(both.stages) == {*SEOUL.stages, *AGENCY.stages}
    assert {"deliberate", "publish"} <= set(both.decisions)
    assert set(both.facts["decision"].words or ()) >= {"deliberate", "publish"}


def test_what_the_engine_knows_by_itself_cannot_be_set() -> None:
    state, _events = begin(SEOUL, noon("2019-02-01"), lambda state: {}, KOREA)
    known = all_facts(SEOUL, state, noon("2019-02-10"), lambda state: {}, KOREA)
    assert {"days", "period_over", "open_duties"} <= known.keys()
    assert all(WORDS.computes(name) for name in known)
    assert all(
        WORDS.computes(name) for name in ("outcome.referral", "overdue.agenda", "decisions.agenda", "mark.x")
    )


def test_what_people_bring_about_can_be_set() -> None:
    assert {"supports", "supports.here", "participants.ever", "votes.yes", "area"} <= set(WORDS.settable)
    assert not AT_THE_TOP & set(WORDS.settable)
    assert not any(WORDS.computes(name) for name in (*OF_PEOPLE, *AT_THE_TOP, "supports", "votes.yes"))
