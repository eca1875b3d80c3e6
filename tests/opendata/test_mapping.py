"""Which column becomes what."""

import pytest

from demosx.opendata.mapping import BadMapping, match, pairs
from demosx.opendata.terms import Terms, UnknownKey

AREAS = {"transport": {"ko": "교통", "en": "Transport"}, "welfare": {"ko": "복지", "en": "Welfare"}}


def test_usual_names_need_no_telling() -> None:
    found = match(["petition_idx", "title", "content", "category", "begin", "end", "num_agree", "status"], {})
    assert found.of == {
        "title": "title", "text": "content", "supports": "num_agree", "filed": "begin", "closes": "end",
        "status": "status", "area": "category", "external_id": "petition_idx",
    }  # fmt: skip
    assert found.unused == ()


def test_usual_names_in_korean_and_in_other_spellings() -> None:
    found = match(["제목", "내 용", "공감 수", "Filed-At", "비고"], {})
    assert found.of == {"title": "제목", "text": "내 용", "supports": "공감 수", "filed": "Filed-At"}
    assert found.unused == ("비고",)


def test_what_is_told_comes_first_and_may_leave_a_column_out() -> None:
    columns = ["title", "text", "subject", "area"]
    found = match(columns, {"title": "subject", "area": ""})
    assert found.of == {"title": "subject", "text": "text"}
    assert found.unused == ("title", "area")


def test_a_row_gives_its_values_by_target() -> None:
    found = match(["제목", "내용"], {})
    assert found.value({"제목": "가", "내용": "나"}, "title") == "가"
    assert found.value({"제목": "가"}, "text") is None
    assert found.value({"제목": "가", "area": "x"}, "area") is None


@pytest.mark.parametrize(
    ("columns", "given", "said"),
    [
        (["a", "b"], {}, ["title", "text", "a, b"]),
        (["title", "b"], {}, ["--map text=…"]),
        (["title", "text"], {"titel": "title"}, ["titel", "title"]),
        (["title", "content"], {"text": "contents"}, ["contents", "content"]),
    ],
)
def test_what_does_not_match_names_the_columns_there_are(
    columns: list[str], given: dict[str, str], said: list[str]
) -> None:
    with pytest.raises(BadMapping) as error:
        match(columns, given)
    for words in said:
        assert words in str(error.value)


def test_pairs_are_name_and_value() -> None:
    assert pairs(["title=제목", "text=a=b", "area="], "--map") == {"title": "제목", "text": "a=b", "area": ""}
    for wrong in (["title"], ["=x"], ["title=a", "title=b"]):
        with pytest.raises(BadMapping):
            pairs(wrong, "--map")


def test_words_become_keys_by_key_by_name_or_as_told() -> None:
    terms = Terms("--map-area", AREAS, {"보건복지": "welfare", "기타": ""})
    assert [terms.key(x) for x in ("transport", "교통", "TRANSPORT", "보건복지")] == [
        "transport", "transport", "transport", "welfare",
    ]  # fmt: skip
    assert terms.key("") is None and terms.key("기타") is None
    assert not terms.unknown
    assert terms.key("외교") is None and terms.key("외교") is None
    assert terms.unknown == {"외교": 2}


def test_a_key_that_is_not_there_is_refused_at_once() -> None:
    with pytest.raises(UnknownKey) as error:
        Terms("--map-area", AREAS, {"교통/건축": "transprot"})
    assert "transport" in str(error.value)
