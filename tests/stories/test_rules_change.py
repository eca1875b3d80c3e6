"""A city changes its rules: a number and a name in the process file, `demosx process apply`, and no line of code."""

from collections.abc import Callable
from itertools import repeat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from demosx.commands.process import process
from demosx.core.resources import shipped
from demosx.testing import at
from tests.stories.conftest import City
from tests.stories.crowd import Crowd
from tests.stories.reading import line_of, now_in, told
from tests.visiting import Person

OLD, NEW = "골목에 그늘막을", "도서관을 밤에도"
NAME, NEW_NAME = "제안", "공감 모으기"


@pytest.fixture
def city(found: Callable[..., City]) -> City:
    """A city with the rules of 2019, as they are in the examples."""
    return found("seoul-2019", "agency", on="2019-01-02 09:00")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The city's process file."""
    file = tmp_path / "citizen.toml"
    file.write_text((shipped("examples/processes") / "seoul-2019.toml").read_text("utf-8"), "utf-8")
    return file


def change(file: Path, old: str, new: str) -> None:
    """Change one place of a file in an editor."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in the file"
    file.write_text(text.replace(old, new), "utf-8")


def new_rules(file: Path) -> None:
    """30 supporters instead of 50, and another name for the first stage."""
    change(file, 'when = "supports >= 50"\n', 'when = "supports >= 30"\n')
    change(
        file,
        'name   = { ko = "제안", en = "Proposal" }',
        f'name   = {{ ko = "{NEW_NAME}", en = "Gathering" }}',
    )


def apply(city: City, file: Path) -> Result:
    """`demosx process apply FILE --yes`."""
    return CliRunner().invoke(process, ["apply", str(file), "--yes"], obj=lambda: city.app)


def propose(person: Person, title: str) -> str:
    """File a proposal through the form; its address."""
    form = person.open("/proposals/new").form(to="/proposals/new")
    return person.send(form, title=title, body="여름마다 겪는 일입니다.").path


def duty_of(person: Person, address: str) -> list[str]:
    """What is owed on a proposal, as its page says."""
    return [row.text for row in person.open(address).root.all("li", css="duty")]


def test_new_proposals_go_by_the_new_rules_and_others_by_theirs(city: City, rules: Path) -> None:
    citizen, visitor, operator = city.person("느티"), city.visitor(), city.person("운영", "operator")
    crowd = Crowd(city.app, 50)
    with at("2019-02-08 10:00"):
        old = propose(citizen, OLD)
    new_rules(rules)
    with at("2019-02-10 10:00"):
        applied = apply(city, rules)
        assert applied.exit_code == 0, applied.output
        new = propose(citizen, NEW)
        assert (now_in(visitor.open(old)), now_in(visitor.open(new))) == (NAME, NEW_NAME)
        visitor.open(old).shows("50명")
        visitor.open(new).shows("30명")
    with at("2019-02-11 10:00"):
        for address in (old, new):
            crowd.each(crowd.cookies[:30], f"{address}/support", repeat({}, 30))
        assert duty_of(visitor, old) == []
        assert ["부서 답변" in row and "3월 4일(월)" in row for row in duty_of(visitor, new)] == [True]
    with at("2019-02-12 10:00"):
        crowd.each(crowd.cookies[30:], f"{old}/support", repeat({}, 20))
        assert ["부서 답변" in row and "3월 4일(월)" in row for row in duty_of(visitor, old)] == [True]
        assert "50명" in told(visitor, old)[1][1] and "30명" in told(visitor, new)[1][1]
        visitor.open("/proposals?stage=support").shows(OLD, NEW, NEW_NAME)
        operator.open("/desk/board").shows(OLD, NEW, NEW_NAME)
        how = visitor.open("/how")
        how.shows(NEW_NAME, "30")
        assert "50명" not in how.main.text


def test_each_travels_to_the_end_by_the_rules_it_began_with(city: City, rules: Path) -> None:
    citizen, visitor = city.person("느티"), city.visitor()
    with at("2019-02-08 10:00"):
        old = propose(citizen, OLD)
    change(rules, 'period = "30 days"                 # 접수', 'period = "10 days"                 # 접수')
    change(rules, '"기간 만료"', '"공감이 모자랍니다"')
    with at("2019-02-09 10:00"):
        assert apply(city, rules).exit_code == 0
        new = propose(citizen, NEW)
    with at("2019-02-19 23:59"):
        assert now_in(visitor.open(new)) == NAME
    with at("2019-02-20 00:00"):
        assert now_in(visitor.open(new)) == "공감이 모자랍니다"
        assert now_in(visitor.open(old)) == NAME
        assert line_of(visitor.open(old))[0] == NAME
    with at("2019-03-12 09:00"):
        assert now_in(visitor.open(old)) == "기간 만료"
        assert told(visitor, old)[-1][0] == "2019-03-11"


def test_rules_for_later_hold_from_their_day(city: City, rules: Path) -> None:
    citizen, visitor = city.person("느티"), city.visitor()
    new_rules(rules)
    change(rules, "effective  = 2019-01-01 ", "effective  = 2019-03-01 ")
    with at("2019-02-10 10:00"):
        assert apply(city, rules).exit_code == 0
        assert now_in(visitor.open(propose(citizen, OLD))) == NAME
    with at("2019-02-28 23:59"):
        assert now_in(visitor.open(propose(citizen, OLD))) == NAME
    with at("2019-03-01 00:00"):
        assert now_in(visitor.open(propose(citizen, NEW))) == NEW_NAME


def test_a_file_with_a_mistake_changes_nothing(city: City, rules: Path) -> None:
    citizen, visitor = city.person("느티"), city.visitor()
    new_rules(rules)
    change(rules, 'when = "supports >= 30"\n', 'when = "suports >= 30"\n')
    with at("2019-02-10 10:00"):
        refused = apply(city, rules)
        assert refused.exit_code != 0 and "suports" in refused.output
        assert now_in(visitor.open(propose(citizen, NEW))) == NAME
