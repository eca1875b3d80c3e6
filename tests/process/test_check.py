"""The check: every kind of mistake is found once, on its line, with what would be right, in both languages."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from demosx.process import FactType, Problem, ProcessErrors, Vocabulary, check, examine, load
from demosx.process.messages import HINTS, MESSAGES
from tests.process.journeys import EXAMPLES
from tests.process.kinds import KINDS
from tests.process.real_kinds import REAL_KINDS

SEOUL = (EXAMPLES / "seoul-2019.toml").read_text(encoding="utf-8")
PERIOD = 'period = "30 days"  '
MISTAKES = tomllib.loads((Path(__file__).parent / "mistakes.toml").read_text(encoding="utf-8"))


def problems(source: str, vocabulary: Vocabulary | None = None) -> list[Problem]:
    return check(source, filename="citizen.toml", kinds=KINDS, vocabulary=vocabulary or Vocabulary())


def codes(source: str, vocabulary: Vocabulary | None = None) -> list[str]:
    return [problem.code for problem in problems(source, vocabulary)]


def changed(*changes: tuple[str, str]) -> str:
    source = SEOUL
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new, 1)
    return source


def line_of(source: str, wanted: dict[str, Any]) -> int:
    """The number of the line that a row of the mistakes is about."""
    header, found = "", []
    for number, line in enumerate(source.split("\n"), 1):
        if line.startswith("["):
            header = line.partition("#")[0].strip()
        under = wanted.get("under", header if header == wanted["line"].partition("#")[0].strip() else "")
        if line.strip() == wanted["line"] and header == under:
            found.append(number)
    return found[wanted.get("nth", 1) - 1]


ELSEWHERE = {
    "empty_file", "other_format", "too_large", "too_deep", "number_long",  # below
    "no_text", "encoding", "no_file", "folder", "not_readable",  # tests/commands, test_foreign
    "no_period_anywhere", "no_decision_anywhere", "unknown_region", "nobody_is", "syntax",  # below
}  # fmt: skip
"""Sentences about files as a whole, and about what one edit of a good file cannot bring about."""


def named(rows: list[dict[str, Any]]) -> Any:
    names = [f"{number}-{row.get('code', 'several')}" for number, row in enumerate(rows)]
    return pytest.mark.parametrize("row", rows, ids=names)


@named(MISTAKES["mistake"])
def test_a_mistake_is_told_once_on_its_line(row: dict[str, Any]) -> None:
    source = changed((row["old"], row["new"]))
    (found,) = problems(source)
    assert (found.code, found.level) == (row["code"], row.get("level", "error"))
    assert (found.line, len(found.also)) == (line_of(source, row), row.get("also", 0))
    for lang, level in (("ko", {"error": "오류", "warning": "주의"}[found.level]), ("en", found.level)):
        assert found.text(lang) == f"citizen.toml:{found.line}: {level}: {row[lang]}"


@named(MISTAKES["several"])
def test_several_mistakes_are_told_at_once(row: dict[str, Any]) -> None:
    source = changed((row["old"], row["new"]))
    found = [(one.line, one.code, one.level) for one in problems(source)]
    assert found == [(line_of(source, one), one["code"], one.get("level", "error")) for one in row["found"]]


def test_the_mistakes_are_many_and_show_nearly_every_sentence() -> None:
    assert len(MISTAKES["mistake"]) > 300
    told = {row["code"] for row in MISTAKES["mistake"]}
    told |= {one["code"] for row in MISTAKES["several"] for one in row["found"]}
    assert set(MESSAGES) - told == ELSEWHERE


@pytest.mark.parametrize("level", ["error", "warning"])
def test_errors_forbid_a_file_and_warnings_do_not(level: str) -> None:
    row = next(one for one in MISTAKES["mistake"] if one.get("level", "error") == level)
    source = changed((row["old"], row["new"]))
    if level == "warning":
        assert load(source, filename="f.toml", kinds=KINDS, vocabulary=Vocabulary()).key == "citizen"
        return
    with pytest.raises(ProcessErrors) as error:
        load(source, filename="f.toml", kinds=KINDS, vocabulary=Vocabulary())
    assert [problem.code for problem in error.value.problems] == [row["code"]]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: str(path.stem))
def test_the_examples_have_no_problems(path: Path) -> None:
    assert set(codes(str(path.read_text(encoding="utf-8")))) <= {"pause_for_new"}


def test_every_error_at_once_in_the_order_of_the_lines() -> None:
    source = changed(
        ('name       = { ko = "시민제안", en = "Citizen proposal" }', "name = “시민제안”"),
        ('"supports >= 50"', '"suports >= 50"'),
        (PERIOD, 'period = "30days"'),
        ('move = "forum"', 'move = "forun"'),
        ('owner  = "head"', 'owner  = "heed"'),
        ('report_every = "3 months"', "report_every = 3 months"),
        ('outcomes = ["taken", "refused"]', 'outcomes = ["taken" "refused"'),
        ('name     = { ko = "이송 결과 확인", en = "Result of the referral" }', "name = 1"),
    )
    found = problems(source)
    assert [problem.code for problem in found] == [
        "strange_sign", "names", "length", "unknown_fact", "unknown_stage", "unknown_role", "no_quotes", "names",
        "missing_comma",
    ]  # fmt: skip
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_the_same_cause_is_told_once_with_its_other_lines() -> None:
    (problem,) = problems(changed(("[duties.referral]", "[duties.result]")))
    assert (problem.code, problem.also) == ("unknown_duty", (problem.line + 3,))
    assert problem.text("en").endswith(f"(Also on line {problem.line + 3}.)")
    assert problem.text("ko").endswith(f"({problem.line + 3}번째 줄도 같습니다.)")


def test_problems_speak_korean_and_english() -> None:
    (problem,) = problems(changed(('move = "forum"', 'move = "forun"')))
    assert problem.text("en").endswith("error: There is no stage `forun`. Did you mean `forum`?")
    assert problem.text("ko").endswith("오류: `forun`: 그런 단계가 없습니다. 혹시 `forum`?")
    assert problem.text("fr") == problem.text("en")
    assert problem.text("ko").startswith("citizen.toml:")


def test_every_sentence_is_in_both_languages_and_every_hint_belongs_to_one() -> None:
    assert all(set(sentence) == {"ko", "en"} and all(sentence.values()) for sentence in MESSAGES.values())
    assert all(set(hint) == {"ko", "en"} and all(hint.values()) for hint in HINTS.values())
    assert set(HINTS) - {"similar", "right", "example", "lonely"} <= set(MESSAGES)


def test_a_site_knows_its_own_roles_regions_and_languages() -> None:
    own = Vocabulary(
        roles=(*Vocabulary().roles, "juror"),
        areas=("transport", "welfare"),
        districts=("narae", "hanbit"),
        languages=("ko", "en", "vi"),
        facts={"weather": FactType.WORD, "opened_on": FactType.DAY},
    )
    two = replace(own, languages=("ko", "en"))
    rule = "\"supports >= 500 and area == 'transport' and weather != 'x'\""
    source = changed(('"supports >= 500"', rule), ('by    = ["planning_panel"]', 'by = ["juror"]'))
    assert set(codes(source)) == {"unknown_fact", "unknown_role"}
    assert codes(source, two) == []
    assert set(codes(source, own)) == {"name_missing", "word_missing"}
    typo = source.replace("'transport'", "'trasport'")
    assert "mean `transport`" in problems(typo, two)[0].text("en")
    day = changed(('"supports >= 500"', "\"opened_on >= '2019-13-01'\""))
    assert codes(day, two) == ["not_a_day"]
    regions = changed((PERIOD, PERIOD + "\nregion_minimum = { narae = 5, hanbti = 9 }"))
    assert codes(regions) == []
    (problem,) = problems(regions, two)
    assert (problem.code, problem.hint["ko"]) == ("unknown_region", "혹시 `hanbit`?")
    assert codes(changed(('"supports >= 50"', "\"district == 'nare'\"")), two) == ["unknown_word"]


def test_regions_count_where_a_minimum_is_set() -> None:
    reads = changed(('"supports >= 50"', '"regions_reached >= 3"'))
    assert codes(reads) == ["no_region_minimum"]
    assert codes(reads.replace(PERIOD, PERIOD + "\nregion_minimum = 100")) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (PERIOD, 'region_minimum = "5"', "`region_minimum` must be a whole number without quotes. Write"),
        (PERIOD, "region_minimum = { narae = '5' }", "`narae` must be a whole number without quotes. Write"),
        (PERIOD, "region_minimum = { 나래 = 5 }", "`나래` cannot be a key. Use small letters"),
        (PERIOD, "region_minimum = 0", "`region_minimum` does not fit: it must be at least 1. For example"),
        (
            "choices   = { yes",
            "choices   = ['yes'] # { yes",
            "`choices` must be a table. For example `choices = {",
        ),
        ('"decisions.method"', '"debate"', "`form` does not fit: it is none of the values that there are."),
        ("decides = [", 'decides = ["x"]\nquorum = "2/1" # [', "`quorum`: `2/1` is not a share."),
    ],
)
def test_the_options_of_our_own_kinds_show_how_they_are_written(old: str, new: str, told: str) -> None:
    source = changed((old, new))
    found = check(source, filename="f.toml", kinds=REAL_KINDS, vocabulary=Vocabulary())
    place = source[: source.index(new.split("\n")[-1])].count("\n") + 1
    assert [problem.line for problem in found if told in problem.text("en")] == [place]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "empty_file"),
        ("# 설명뿐\n\n", "empty_file"),
        ('{\n  "format": 1,\n  "key": "citizen"\n}\n', "other_format"),
        ("---\nformat: 1\nkey: citizen\nstages:\n  - support\n", "other_format"),
        ("<html><body>규칙</body></html>", "other_format"),
        ("a" * 2_000_001, "too_large"),
        ("a = " + "[" * 5_000, "too_deep"),
        ("a = " + "{ a = " * 5_000, "too_deep"),
        (".".join("a" * 5_000) + " = 1", "too_deep"),
    ],
)
def test_a_file_of_another_sort(source: str, code: str) -> None:
    process, found = examine(source, filename="f.toml", kinds=KINDS, vocabulary=Vocabulary())
    assert process is None
    assert [problem.code for problem in found] == [code]


def test_a_file_that_is_toml_but_no_process() -> None:
    assert set(codes("stages = 5")) == {"missing_key", "wrong_type"}
    assert "unknown_key" in codes('[proposals]\ntitle = "x"')
    assert set(codes(SEOUL.split("[stages.support]")[0])) >= {"missing_key"}


def test_a_number_too_long_to_read_is_an_error_not_a_crash() -> None:
    found = problems(changed(("format     = 1", f"format = {'9' * 5000}")))
    assert [(problem.line, problem.code) for problem in found] == [(9, "number_long")]
    assert len(found[0].text("ko")) < 200


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_and_a_mark_at_the_beginning_do_no_harm(ends: str) -> None:
    assert problems("\ufeff" + SEOUL.replace("\n", ends)) == []
    wrong = changed(('move = "forum"', 'move = "forun"'))
    assert problems("\ufeff" + wrong.replace("\n", ends)) == problems(wrong)


def test_tabs_and_spaces_do_no_harm() -> None:
    lines = [f"\t {line}\t" for line in SEOUL.replace(" = ", "\t=\t").split("\n")]
    assert problems("\n".join(lines)) == []


SMALL = """format = 1
key = "t"
name = { ko = "시험", en = "Test" }
first = "a"
[[rules]]
when = "%s"
notify = "lead"
[stages.a]
kind = "support"
name = { ko = "가", en = "A" }
[[stages.a.rules]]
by = ["operator"]
end = "closed"
"""


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("supports >= 5", None),
        ("period_over", "no_period_anywhere"),
        ("decision == 'x'", "no_decision_anywhere"),
        ("regions_reached > 2", "no_region_minimum"),
    ],
)
def test_a_rule_outside_of_stages_reads_what_some_stage_has(condition: str, code: str | None) -> None:
    assert codes(SMALL % condition) == ([code] if code else [])


def test_what_no_slip_explains_is_told_where_the_reader_gives_up() -> None:
    (problem,) = problems((SMALL % "supports >= 5").replace("first =", 'name.de = "Test"\nfirst ='))
    assert (problem.code, problem.line) == ("syntax", 4)
    assert "중괄호" in problem.message["ko"]


def test_rules_that_hold_are_read_as_they_stand() -> None:
    """A plugin that is off is not mistaken for another kind of stage, nor its options for other keys."""
    source = changed(('kind   = "support"', 'kind   = "supporting"\nperod = "9 days"'))
    for faithful, kind in ((True, "supporting"), (False, "support")):
        process, found = examine(
            source, filename="f.toml", kinds=KINDS, vocabulary=Vocabulary(), faithful=faithful
        )
        assert process is not None
        assert process.stages["support"].kind == kind
        assert str(process.stages["support"].period) == "30 days"
        assert "unknown_kind" in {problem.code for problem in found}


def test_a_role_that_nobody_can_have_is_warned_of() -> None:
    source = SEOUL.replace(
        'allows    = ["vote", "opine"]', 'allows    = ["vote", "opine"]\nwho = { vote = ["verified"] }'
    )
    assert problems(source) == []
    (problem,) = problems(source, Vocabulary(unreachable=frozenset({"verified"})))
    assert (problem.code, problem.level) == ("nobody_is", "warning")
    assert source.splitlines()[problem.line - 1].startswith("who")
