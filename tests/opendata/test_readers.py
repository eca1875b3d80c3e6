"""Files as other systems write them, and files that are broken."""

import gzip
import json
from pathlib import Path

import pytest

from demosx.opendata.csv_rows import NoColumns
from demosx.opendata.encodings import UnknownEncoding
from demosx.opendata.readers import Row, Table, Unreadable

DATA = Path(__file__).parent / "data"
TITLES = [
    "버스 정류장에 의자를 놓아 주세요", "도서관을 밤 열 시까지", "“천천히” 표지판, 초등학교 뒷길에",
    "강변 산책로 가로등", "헌 옷 수거함을 줄입시다",
]  # fmt: skip


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize(
    ("name", "format_", "encoding", "column"),
    [
        ("utf8.csv", "csv", "utf-8-sig", "제목"),
        ("cp949.csv", "csv", "cp949", "제목"),
        ("proposals.jsonl", "jsonl", "utf-8-sig", "title"),
        ("proposals.jsonl.gz", "jsonl", "utf-8-sig", "title"),
        ("list.json", "json", "utf-8-sig", "title"),
    ],
)
def test_every_format_gives_the_same_rows(name: str, format_: str, encoding: str, column: str) -> None:
    table = Table(DATA / name)
    assert (table.format, table.encoding) == (format_, encoding)
    rows = list(table.rows())
    assert [row.values[column] for row in rows] == TITLES
    assert not any(row.problem for row in rows)
    assert table.position == table.size


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_encodings_are_found_out(tmp_path: Path, encoding: str) -> None:
    text = (DATA / "utf8.csv").read_text(encoding="utf-8")
    table = Table(written(tmp_path, "a.csv", text.encode(encoding)))
    assert [row.values["제목"] for row in table.rows()] == TITLES
    assert table.columns[0] == "번호"


def test_a_packed_csv(tmp_path: Path) -> None:
    table = Table(written(tmp_path, "a.csv.gz", gzip.compress((DATA / "cp949.csv").read_bytes())))
    assert [row.values["제목"] for row in table.rows()] == TITLES


def test_an_encoding_may_be_told(tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", "title,text\ncafé,ça\n".encode("latin-1"))
    with pytest.raises(UnknownEncoding) as error:
        Table(file)
    assert "UTF-8: line 2" in str(error.value) or "UTF-8: 2" in str(error.value)
    assert [row.values["title"] for row in Table(file, "latin-1").rows()] == ["café"]
    with pytest.raises(UnknownEncoding):
        Table(file, "klingon")


def test_rows_are_numbered_as_a_spreadsheet_does_and_lines_as_an_editor_does(tmp_path: Path) -> None:
    table = Table(written(tmp_path, "a.csv", 'title,text\n하나,"두\n줄"\n\n둘,한 줄\n'))
    assert [(row.number, row.line) for row in table.rows()] == [(2, 2), (4, 5)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_tells_what_separates_columns(tmp_path: Path, delimiter: str) -> None:
    lines = [["title", "text", "filed"], ["가", "나", "2019-01-01"]]
    table = Table(written(tmp_path, "a.csv", "\n".join(delimiter.join(line) for line in lines)))
    assert table.columns == lines[0]
    assert [list(row.values.values()) for row in table.rows()] == [lines[1]]


@pytest.mark.parametrize(
    "broken",
    ['2,"never closed', '2,"closed "wrongly" here"', '2,"never closed, and long ' + "가" * 2000, '2,""x""'],
)
def test_broken_quotation_marks_cost_one_row(tmp_path: Path, broken: str) -> None:
    table = Table(written(tmp_path, "a.csv", f'id,title\n1,가\n{broken}\n3,"나, 다"\n4,"라\n마"\n'))
    rows = list(table.rows())
    assert [row.values.get("title") for row in rows] == ["가", None, "나, 다", "라\n마"]
    assert [(row.number, row.line) for row in rows if row.problem] == [(3, 3)]
    assert rows[-1].line == 5


def test_rows_that_are_too_short_or_too_long_are_told(tmp_path: Path) -> None:
    rows = list(Table(written(tmp_path, "a.csv", "id,title,text\n1,가\n2,나,다,라\n3,마,바\n")).rows())
    assert [bool(row.problem) for row in rows] == [True, True, False]
    assert "2" in rows[0].problem and "3" in rows[0].problem


def test_lines_that_are_not_json_are_told_one_by_one(tmp_path: Path) -> None:
    deep = "[" * 100_000
    huge = '{"id": ' + "9" * 5000 + "}"
    lines = ['{"id": 1}', "{broken", "", "[1, 2]", deep, huge, '{"id": 2}']
    rows = list(Table(written(tmp_path, "a.jsonl", "\n".join(lines))).rows())
    assert [(row.number, bool(row.problem)) for row in rows] == [
        (1, False), (2, True), (4, True), (5, True), (6, True), (7, False),
    ]  # fmt: skip


def test_json_lines_that_call_themselves_json(tmp_path: Path) -> None:
    table = Table(written(tmp_path, "a.json", '\n{"id": 1}\n{"id": 2}\n'))
    assert table.format == "jsonl"
    assert [row.values for row in table.rows()] == [{"id": 1}, {"id": 2}]


def test_items_of_a_list_that_are_no_rows_are_told(tmp_path: Path) -> None:
    rows = list(Table(written(tmp_path, "a.json", json.dumps([{"id": 1}, 7, None, {"id": 2}]))).rows())
    assert [(row.number, bool(row.problem)) for row in rows] == [(1, False), (2, True), (3, True), (4, False)]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("proposals.xlsx", b"PK", Unreadable),
        ("proposals", b"title", Unreadable),
        ("a.csv", b"", NoColumns),
        ("a.csv", b"title,title\n", NoColumns),
        ("a.csv", b'"title\n', NoColumns),
        ("a.json", b'[{"id": 1}', Unreadable),
        ("a.csv.gz", b"not packed at all", Unreadable),
        ("a.csv.gz", gzip.compress(b"id,title\n" * 1000, mtime=0)[:-20], Unreadable),
    ],
)
def test_what_cannot_be_read_at_all_is_said_before_anything_happens(
    tmp_path: Path, name: str, content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        Table(written(tmp_path, name, content))


def test_columns_of_json_are_those_of_its_first_rows(tmp_path: Path) -> None:
    table = Table(written(tmp_path, "a.jsonl", '{"b": 1}\n{"a": 2, "b": 3}\n'))
    assert table.columns == ["b", "a"]
    assert next(table.rows()) == Row(1, 1, {"b": 1})
