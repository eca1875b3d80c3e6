"""What is kept of whoever has sent a picture or a file."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ..core import clock
from ..people.holdings import Holding, rows
from . import queries
from .models import StoredFile
from .words import KIND_NAMES


def export(account_id: int) -> list[dict[str, Any]]:
    """The pictures and files that a person has sent and that are still there, by the name that they had."""
    query = select(
        StoredFile.kind, StoredFile.name, StoredFile.description, StoredFile.size, StoredFile.sha256,
        StoredFile.proposal_id.label("proposal"), StoredFile.at,
    ).where(StoredFile.account_id == account_id, StoredFile.removed_at.is_(None))  # fmt: skip
    return rows(query.order_by(StoredFile.id))


def forget(account_id: int, remove_texts: bool) -> None:
    """Leave them without a name; where the texts are to go, pictures and files go with them, also from what stays."""
    for file in queries.sent_by(account_id):
        if remove_texts and file.event_id is None and file.purpose == "attached":
            file.removed_at = file.removed_at or clock.wall()
        file.account_id = None


HOLDING = Holding(
    name="files",
    tables=frozenset({"stored_file"}),
    what=_l("The pictures and files that you have sent, what you called them and what you wrote to them."),
    why=_l("To show them beside what you propose. Where and with what a picture was taken is not kept."),
    how_long=_l(
        "As long as what they belong to; those of a draft go with it. What you remove is deleted within a day."
    ),
    counted=lambda number: (
        select(func.count(StoredFile.id))
        .where(StoredFile.account_id == number, StoredFile.removed_at.is_(None))
        .scalar_subquery()
    ),
    export=export,
    forget=forget,
    labels={
        "sha256": _l("Checksum"),
        "size": _l("Bytes"),
        "name": _l("Name of the file"),
        "kind": _l("What it is"),
    },
    words={"kind": KIND_NAMES},
    sensitive=True,
    order=35,
)
