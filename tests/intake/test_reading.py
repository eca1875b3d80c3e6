"""Spreadsheets as offices send them: encodings, numbers as numbers, merged cells, heads called otherwise, bombs."""

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter
from flask import Flask

from demosx.core.errors import DomainError
from demosx.intake import reading
from demosx.intake.errors import SheetColumns, SheetEmpty, SheetTooLarge, SheetUnreadable
from demosx.intake.reading import read

HEAD = "번호,제목,내용,자치구,동의,연락처"
LINE = "1,의자를,오래 서 있기 힘듭니다,나래구,예,010-1234-5678"


def workbook(rows: list[list[Any]], merged: tuple[int, int, int, str] | None = None) -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(number, place, value, day)
            else:
                sheet.write(number, place, value)
    if merged:
        first, last, column, text = merged
        sheet.merge_range(first, column, last, column, text)
    book.close()
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_file_is_read_however_it_was_saved(app: Flask, encoding: str, separator: str) -> None:
    text = f"{HEAD}\r\n{LINE}\r\n\r\n".replace(",", separator)
    (row,) = read(text.encode(encoding))
    assert row.number == 2
    assert row.cells == {
        "person": "1", "title": "의자를", "text": "오래 서 있기 힘듭니다", "district": "나래구", "consent": "예",
        "contact": "010-1234-5678",
    }  # fmt: skip


def test_lines_before_the_head_and_empty_ones_are_left_out(app: Flask) -> None:
    rows = read(f"은평 워크숍,,,,\n,,,,\n{HEAD}\n,,,,,\n{LINE}\n".encode())
    assert [row.number for row in rows] == [5]


def test_a_cell_with_several_lines_stays_one_cell(app: Flask) -> None:
    (row,) = read(f'{HEAD}\n1,의자,"첫 줄\n둘째 줄",,예,\n'.encode())
    assert row.cells["text"] == "첫 줄\n둘째 줄"


def test_a_workbook_with_numbers_days_formulas_and_merged_cells(app: Flask) -> None:
    content = workbook(
        [
            ["사람 구별 번호", "제목 *", "내용 *", "자치구", "동의 (예/아니오)", "메모"],
            [1, "의자", "글", "", True, datetime(2026, 11, 25)],
            [2.0, "가로등", "글", "", "예", 3.5],
            ["", "", "", "", "", ""],
            [3, "=1+1", "글", "솔마루구", "예", '=HYPERLINK("http://x")'],
        ],
        merged=(1, 2, 3, "나래구"),
    )
    rows = read(content)
    assert [row.number for row in rows] == [2, 3, 5]
    assert [row.cells["person"] for row in rows] == ["1", "2", "3"]
    assert [row.cells["district"] for row in rows] == ["나래구", "나래구", "솔마루구"]
    assert (rows[0].cells["consent"], rows[0].cells["note"], rows[1].cells["note"]) == (
        "yes",
        "2026-11-25",
        "3.5",
    )
    assert "HYPERLINK" not in str(rows[2].cells)


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(6):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", b"<a>" + b" " * 10_000_000)
    return written.getvalue()


def far_out(cell: str, row: str, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A small workbook with one cell far away, for which a reader would make room."""
    content = io.BytesIO(workbook([["제목", "내용", "동의"], ["하나", "글", "예"]]))
    changed = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                more = f"<row r='{row}'><c r = '{cell}' t='n'><v>1</v></c></row></sheetData>".encode()
                text = text.replace(b"</sheetData>", more)
            for told in (b"xl/worksheets/sheet1.xml", b"worksheets/sheet1.xml"):
                text = text.replace(told, name.removeprefix("" if told.startswith(b"xl") else "xl/").encode())
            new.writestr(part.filename.replace("xl/worksheets/sheet1.xml", name), text)
    return changed.getvalue()


@pytest.mark.parametrize(("content", "refused"), [
    (far_out("XFD1048576", "1048576"), SheetTooLarge),
    (far_out("A1048576", "1"), SheetTooLarge),
    (far_out("XFD3", "3"), SheetTooLarge),
    (far_out("C3", "&#49;048576"), SheetTooLarge),
    (far_out("XFD3", "3", "xl/worksheets/sheet1.bin"), SheetTooLarge),
    (b"", SheetColumns),
    (b"\xff\xfe\x00", SheetUnreadable),
    (b"PK\x03\x04 nothing", SheetUnreadable),
    (b"\x00\x01\x02" * 100, SheetUnreadable),
    ("제목,연락처\n가,나\n".encode(), SheetColumns),
    (HEAD.encode(), SheetEmpty),
    (f"{HEAD}\n".encode() + f"{LINE}\n".encode() * (reading.MOST_ROWS + 1), SheetTooLarge),
    (b"x" * (reading.BIGGEST + 1), SheetTooLarge),
    (bomb(), SheetTooLarge),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(
    app: Flask, content: bytes, refused: type[DomainError]
) -> None:
    with app.test_request_context(), pytest.raises(refused) as told:
        read(content)
    assert str(told.value)


def test_english_heads_are_known_too(app: Flask) -> None:
    (row,) = read(b"Person's number,TITLE,Text *,Consent,Unknown\n1,Bench,Please,Yes,x\n")
    assert row.cells == {"person": "1", "title": "Bench", "text": "Please", "consent": "Yes"}
