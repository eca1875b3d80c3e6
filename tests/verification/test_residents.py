"""The list of residents: taken in as hashes, asked about as people write."""

from datetime import date

import pytest
from sqlalchemy import select

from demosx.core.db import db, transaction
from demosx.core.errors import InvalidInput
from demosx.verification import queries, services
from demosx.verification.columns import NotADay, day_of
from demosx.verification.errors import NobodyFound, SeveralFound
from demosx.verification.models import Resident
from demosx.verification.services.residents import ListRefused

pytestmark = pytest.mark.usefixtures("offer")
LIST = """이름,생년월일,행정동,관리번호
홍길동,1990-05-21,나래1동,R-1
김 별이,2004. 2. 29.,솔마루동,R-2
이달,19851201,나래1동,R-3
"""


def take_in(text: str, encoding: str = "utf-8") -> tuple[int, list[str], bool]:
    with transaction():
        return services.import_residents(text.encode(encoding))


def typed(name: str, born: str, dong: str) -> dict[str, str]:
    return {"name": name, "birth_date": born, "dong": dong}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_list_is_taken_in_as_hashes_only(encoding: str) -> None:
    assert take_in(LIST, encoding) == (3, ["name", "birth_date", "dong"], True)
    kept = db.session.scalars(select(Resident)).all()
    assert all(len(row.fields_key) == len(row.identity_key) == 64 for row in kept)
    assert len({row.identity_key for row in kept}) == 3


@pytest.mark.parametrize(
    "said",
    [
        typed("홍길동", "1990-05-21", "나래1동"),
        typed(" 홍 길동", "1990.5.21", "나래 1동"),
        typed("홍길동", "19900521", "나래１동"),
        typed("홍길동", "1990년 5월 21일", "나래-1동"),
    ],
)
def test_it_is_compared_as_people_write(said: dict[str, str]) -> None:
    take_in(LIST)
    found = services.match_resident(said)
    assert found.key
    assert found.born_on == date(1990, 5, 21)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (typed("홍길동", "1990-05-22", "나래1동"), NobodyFound),
        (typed("홍길동", "1990-05-21", "솔마루동"), NobodyFound),
        (typed("", "1990-05-21", "나래1동"), NobodyFound),
        (typed("홍길동", "90-05-21", "나래1동"), NotADay),
        (typed("홍길동", "1990-02-30", "나래1동"), NotADay),
        ({}, InvalidInput),
    ],
)
def test_what_is_wrong_finds_nobody(said: dict[str, str], error: type[Exception]) -> None:
    take_in(LIST)
    with pytest.raises(error):
        services.match_resident(said)


def test_without_a_list_nobody_is_found() -> None:
    with pytest.raises(NobodyFound):
        services.match_resident(typed("홍길동", "1990-05-21", "나래1동"))


def test_two_who_answer_alike_are_sent_to_the_office() -> None:
    take_in(LIST + "홍길동,1990-05-21,나래1동,R-4\n")
    with pytest.raises(SeveralFound):
        services.match_resident(typed("홍길동", "1990-05-21", "나래1동"))


def test_the_reference_outlives_a_change_of_address() -> None:
    take_in(LIST)
    before = services.match_resident(typed("홍길동", "1990-05-21", "나래1동")).key
    take_in(LIST.replace("나래1동,R-1", "솔마루동,R-1"))
    assert services.match_resident(typed("홍길동", "1990-05-21", "솔마루동")).key == before
    assert queries.residents() == 3


def test_code_and_list_know_a_person_by_the_same_reference() -> None:
    take_in(LIST)
    with transaction():
        code = services.issue(["r-1"])[0][1]
        assert (
            services.redeem(code).key == services.match_resident(typed("홍길동", "1990-05-21", "나래1동")).key
        )


def test_without_references_the_fields_identify() -> None:
    text = "\n".join(line.rsplit(",", 1)[0] for line in LIST.splitlines())
    assert take_in(text) == (3, ["name", "birth_date", "dong"], False)
    assert services.match_resident(typed("홍길동", "1990-05-21", "나래1동")).key


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (LIST + "박해,900101-1234567,나래1동,R-9\n", 5),
        (LIST + "박해,1990-01-01,나래1동,9001011234567\n", 5),
        (LIST + "박해 ９００１０１－１２３４５６７,1990-01-01,나래1동,R-9\n", 5),
        ("이름,주민등록번호\n홍길동,x\n", 1),
        ("이름,생년월일,주민번호 뒷자리\n홍길동,1990-01-01,1\n", 1),
        ("이름,앞,뒤\n홍길동,900101,1234567\n", 2),
        ("이름\n홍길동\n", 1),
        ("이름,관리번호\n홍길동,R-1\n", 1),
        ("이름,이름\n홍길동,홍\n", 1),
        ("", 1),
        (LIST + "박해,1990-01-01,나래1동\n", 5),
        (LIST + "박해,1990-01-01,,R-9\n", 5),
        (LIST + "박해,1990-01-01,나래1동,\n", 5),
        (LIST + "박해,90-01-01,나래1동,R-9\n", 5),
        (LIST + "박해,1990-01-01,나래1동,r-1\n", 5),
    ],
)
def test_a_list_that_cannot_be_is_refused_whole(text: str, line: int) -> None:
    take_in(LIST)
    with pytest.raises(ListRefused) as refusal:
        take_in(text)
    said = str(refusal.value)
    assert f"{line}" in said
    assert "1234567" not in said
    assert "１２３" not in said
    assert queries.residents() == 3
    assert services.match_resident(typed("홍길동", "1990-05-21", "나래1동")).key


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ListRefused), transaction():
        services.import_residents(b"\x00\x01\xff\xfe\x80\x81")


def test_a_large_list_is_taken_in_by_parts() -> None:
    rows = "\n".join(f"사람{n},1990-05-21,나래{n}동,R-{n}" for n in range(12_000))
    assert take_in(f"이름,생년월일,행정동,관리번호\n{rows}\n")[0] == 12_000
    assert queries.residents() == 12_000


@pytest.mark.parametrize("text", ["1990-5-1", "1990/05/01", "19900501", "1990. 5. 1", " 1990.05.01. "])
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert day_of(text) == date(1990, 5, 1)
