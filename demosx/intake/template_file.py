"""The spreadsheet to fill in, as XLSX and as CSV: columns, notes, lists to choose from, and a row as an example."""

import io
from collections.abc import Sequence

import xlsxwriter
from flask import Response
from flask_babel import gettext as _

from ..core import terms
from ..core.csv_files import cell, csv_file
from ..core.i18n import local_name
from ..core.settings import site
from .columns import Column, columns
from .words import KIND_NAMES

NAME = "intake"
WIDTHS = {"title": 36, "text": 60, "note": 30, "contact": 22, "code": 20}
FILLED_IN = 2_000  # rows below the head that are formatted
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv() -> Response:
    """The head and an example, in UTF-8 with the mark by which spreadsheets know it."""
    return csv_file(NAME, [str(one.label) for one in columns()], [])


def as_xlsx() -> Response:
    """The same as a workbook, with a second sheet that explains."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("Entries")[:31])
    head = book.add_format(
        {"bold": True, "bg_color": "#E6EEF8", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    lists = _lists(book)
    for place, one in enumerate(columns()):
        label = f"{one.label} *" if one.needed else str(one.label)
        sheet.write_string(0, place, cell(label), head)
        sheet.write_comment(0, place, str(one.note))
        sheet.set_column(place, place, WIDTHS.get(one.key, 14), text)
        if one.key in lists:
            sheet.data_validation(1, place, FILLED_IN, place, {
                "validate": "list", "source": lists[one.key], "error_type": "warning",
                "error_title": _("Not in the list"), "error_message": _("Please choose one from the list.")[:255],
            })  # fmt: skip
    sheet.freeze_panes(1, 0)
    _explain(book, columns())
    book.close()
    response = Response(written.getvalue(), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}.xlsx"'
    return response


def _lists(book: xlsxwriter.Workbook) -> dict[str, str]:
    """A hidden sheet with what can be chosen; the range of each column there."""
    sheet = book.add_worksheet("lists")
    sheet.hide()
    offered = {
        "kind": [str(name) for name in KIND_NAMES.values()],
        "district": [local_name(dict(names), key) for key, names in terms.districts().items()],
        "group": [local_name(dict(names), key) for key, names in site().groups.items()],
        "consent": [_("Yes")],
    }
    ranges = {}
    for place, (key, words) in enumerate((key, words) for key, words in offered.items() if words):
        for row, word in enumerate(words):
            sheet.write_string(row, place, cell(word))
        letter = "ABCD"[place]
        ranges[key] = f"=lists!${letter}$1:${letter}${len(words)}"
    return ranges


def _explain(book: xlsxwriter.Workbook, listed: Sequence[Column]) -> None:
    sheet = book.add_worksheet(_("How to fill it in")[:31])
    bold, wrap = (
        book.add_format({"bold": True, "valign": "top"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet.set_column(0, 0, 24, bold)
    sheet.set_column(1, 2, 56, wrap)
    for place, label in enumerate((_("Column"), _("What belongs there"), _("Example"))):
        sheet.write_string(0, place, label, bold)
    for row, one in enumerate(listed, start=1):
        sheet.write_string(row, 0, f"{one.label} *" if one.needed else str(one.label), bold)
        sheet.write_string(row, 1, str(one.note), wrap)
        sheet.write_string(row, 2, cell(example().get(one.key, "")), wrap)


def example() -> dict[str, str]:
    """A row as it may look."""
    district = next((local_name(dict(names), key) for key, names in terms.districts().items()), "")
    group = next((local_name(dict(names), key) for key, names in site().groups.items()), "")
    return {
        "person": "1", "kind": str(KIND_NAMES["proposal"]), "title": _("A bench at the bus stop"),
        "text": _("I cannot stand so long. There is room for a bench beside the stop in front of the market."),
        "district": district, "group": group, "consent": _("Yes"),
    }  # fmt: skip
