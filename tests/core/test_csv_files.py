"""No cell of a table becomes a formula."""

import csv
import io

import pytest

from demosx.core.csv_files import cell, csv_file


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(first: str) -> None:
    hostile = f"{first}HYPERLINK(1)"
    assert cell(hostile) == f"'{hostile}"
    written = csv_file("table", [hostile], [[1, hostile]]).get_data().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written, newline=""))) == [[f"'{hostile}"], ["1", f"'{hostile}"]]


def test_other_text_stays_as_it_is() -> None:
    assert [cell(value) for value in (None, 7, "2019-000001", "한 줄", "a=b")] == [
        "",
        "7",
        "2019-000001",
        "한 줄",
        "a=b",
    ]
