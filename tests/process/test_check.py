"""The check: every kind of mistake is found, on its line, with what would be right, in both languages."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from demosx.process import FactType, Problem, ProcessErrors, Vocabulary, check, load
from demosx.process.messages import HINTS, MESSAGES
from tests.process.journeys import EXAMPLES
from tests.process.kinds import KINDS

SEOUL = (EXAMPLES / "seoul-2019.toml").read_text(encoding="utf-8")
PERIOD = 'period = "30 days"  '


def problems(source: str, vocabulary: Vocabulary | None = None) -> list[Problem]:
    return check(source, filename="citizen.toml", kinds=KINDS, vocabulary=vocabulary or Vocabulary())


def changed(old: str, new: str) -> str:
    assert SEOUL.count(old) >= 1, old
    return SEOUL.replace(old, new, 1)


MISTAKES = tomllib.loads((Path(__file__).parent / "mistakes.toml").read_text(encoding="utf-8"))


def mistakes(group: str) -> pytest.MarkDecorator:
    """One run of a test for each mistake of a group."""
    rows = [tuple(row[key] for key in ("old", "new", "code", "line", "says")) for row in MISTAKES[group]]
    names = [f"{row[2]}-{number}" for number, row in enumerate(rows)]
    return pytest.mark.parametrize(("old", "new", "code", "line", "says"), rows, ids=names)


@mistakes("wrong")
def test_a_wrong_file(old: str, new: str, code: str, line: str, says: str) -> None:
    source = changed(old, new)
    found = [problem for problem in problems(source) if problem.code == code]
    assert found, [problem.text("en") for problem in problems(source)]
    lines = source.splitlines()
    assert any(line in lines[one.line - 1] and says in one.text("en") for one in found), [
        (one.text("en"), lines[one.line - 1]) for one in found
    ]
    assert all(one.level == "error" and one.file == "citizen.toml" for one in found)
    with pytest.raises(ProcessErrors) as error:
        load(source, filename="citizen.toml", kinds=KINDS, vocabulary=Vocabulary())
    assert code in {problem.code for problem in error.value.problems}


@mistakes("doubtful")
def test_a_doubtful_file(old: str, new: str, code: str, line: str, says: str) -> None:
    source = changed(old, new)
    found = [problem for problem in problems(source) if problem.code == code]
    assert [problem.level for problem in problems(source)] == ["warning"] * len(problems(source)), source
    lines = source.splitlines()
    assert any(line in lines[one.line - 1] and says in one.text("en") for one in found), problems(source)
    load(source, filename="citizen.toml", kinds=KINDS, vocabulary=Vocabulary())


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: str(path.stem))
def test_the_examples_have_no_problems(path: Path) -> None:
    assert problems(str(path.read_text(encoding="utf-8"))) == []


def test_every_error_at_once_in_the_order_of_the_lines() -> None:
    source = SEOUL
    for old, new in (
        ('"supports >= 50"', '"suports >= 50"'),
        (PERIOD, 'period = "30days"'),
        ('move = "forum"', 'move = "forun"'),
        ('owner  = "head"', 'owner  = "heed"'),
        ('name     = { ko = "이송 결과 확인", en = "Result of the referral" }', "name = 1"),
    ):
        source = source.replace(old, new, 1)
    found = [problem for problem in problems(source) if problem.level == "error"]
    codes = [
        "length",
        "unknown_fact",
        "no_period_here",
        "no_period_here",
        "unknown_stage",
        "unknown_role",
        "names",
    ]
    assert [problem.code for problem in found] == codes
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_nothing_is_said_twice_or_blamed_on_the_wrong_line() -> None:
    assert [one.code for one in problems(changed('move = "forum"', 'move = "forun"'))] == ["unknown_stage"]
    assert [one.code for one in problems(changed('kind   = "support"', 'kind = "suport"'))] == [
        "unknown_kind"
    ]
    assert [one.code for one in problems(changed('decides = ["deliberate"', 'decides = "x" #'))] == [
        "wrong_type"
    ]
    assert [one.code for one in problems(changed("\"decision != ''\"", '"decision !="'))] == [
        "condition_value_missing"
    ]
    assert [one.code for one in problems(changed("\"decision != ''\"", "7"))] == ["wrong_type"]


def test_problems_speak_korean_and_english() -> None:
    (problem,) = problems(changed('move = "forum"', 'move = "forun"'))
    assert problem.text("en").endswith("error: There is no stage `forun`. Did you mean `forum`?")
    assert problem.text("ko").endswith("오류: `forun`: 그런 단계가 없습니다. 혹시 `forum`?")
    assert problem.text("fr") == problem.text("en")
    assert problem.text("ko").startswith("citizen.toml:")


def test_every_sentence_is_in_both_languages_and_every_hint_belongs_to_one() -> None:
    assert all(set(sentence) == {"ko", "en"} and all(sentence.values()) for sentence in MESSAGES.values())
    assert all(set(hint) == {"ko", "en"} and all(hint.values()) for hint in HINTS.values())
    assert set(HINTS) - {"similar"} <= set(MESSAGES)


def test_a_site_knows_its_own_roles_regions_and_languages() -> None:
    own = Vocabulary(
        roles=(*Vocabulary().roles, "juror"),
        areas=("transport", "welfare"),
        districts=("narae",),
        languages=("ko", "en", "vi"),
        facts={"weather": FactType.WORD, "opened_on": FactType.DAY},
    )
    source = changed('"supports >= 500"', "\"supports >= 500 and area == 'transport' and weather != 'x'\"")
    source = source.replace('by    = ["planning_panel"]', 'by = ["juror"]')
    assert {problem.code for problem in problems(source)} == {"unknown_fact", "unknown_role"}
    assert {problem.code for problem in problems(source, replace(own, languages=("ko", "en")))} == set()
    assert {problem.code for problem in problems(source, own)} == {"name_missing", "word_missing"}
    typo = source.replace("'transport'", "'trasport'")
    assert "mean `transport`" in problems(typo, replace(own, languages=("ko",)))[0].text("en")
    day = changed('"supports >= 500"', "\"opened_on >= '2019-13-01'\"")
    assert [problem.code for problem in problems(day, replace(own, languages=("ko",)))] == ["not_a_day"]


def test_a_file_that_is_no_process_at_all() -> None:
    assert {problem.code for problem in problems("")} == {"missing_key"}
    assert [problem.code for problem in problems("stages = 5")].count("wrong_type") == 1
    assert "unknown_key" in {problem.code for problem in problems('[proposals]\ntitle = "x"')}
    assert {problem.code for problem in problems(SEOUL.split("[stages.support]")[0])} >= {"missing_key"}


def test_a_number_too_long_to_read_is_an_error_not_a_crash() -> None:
    assert [problem.code for problem in problems(f"format = {'9' * 5000}")] == ["syntax"]
