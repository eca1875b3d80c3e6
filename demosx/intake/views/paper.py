"""The paper form to print: the fields of the spreadsheet in the same order, and a slip to tear off."""

from typing import Any

import segno
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...core.i18n import local_name
from ...core.permissions import current_actor, needs
from ...core.settings import site
from ...core.terms import districts
from ...core.web import row_number
from .. import choosing, codes, words
from ..access import ENTER
from . import bp

MOST = 60


@bp.get("/form")
@needs(ENTER)
def form() -> ResponseReturnValue:
    """Up to sixty forms, each with a code of its own and, from a first number on, a number for the person."""
    event = choosing.asked(request.args.get("event"))
    copies = min(request.args.get("copies", 1, type=row_number), MOST)
    first = request.args.get("first", 1, type=row_number)
    return render_template(
        "intake/form.html", event=event, copies=copies, first_number=first, most=MOST,
        forms=[_paper(first + at) for at in range(copies)], consent=words.consent(),
        districts=[local_name(dict(names), key) for key, names in districts().items()],
        groups=[local_name(names, key) for key, names in site().groups.items()],
        events=choosing.named(choosing.offered(current_actor(), also=event)), address=site().address,
    )  # fmt: skip


def _paper(number: int) -> dict[str, Any]:
    code = codes.new_code()
    address = site().address.rstrip("/") + url_for("claims.ask", code=code)
    picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=3, border=2, light="white")
    return {"number": number, "code": code, "picture": picture}
