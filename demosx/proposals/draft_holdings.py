"""What is kept of whoever is writing a proposal, how long, and that it goes when they leave."""

import json
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from ..core.db import db
from ..core.settings import site
from ..people.holdings import Holding
from ..people.retention import Retention
from . import draft_queries as queries
from .drafts import delete_expired
from .writing_models import Draft

KEPT = ("title", "place", "area", "district", "group_name", "latitude", "longitude")


def export(account_id: int) -> list[dict[str, Any]]:
    """What a person has begun to write and not filed."""
    return [_readable(row) for row in queries.rows_of(account_id)]


def forget(account_id: int, remove_texts: bool) -> None:
    """Delete what was only begun: nobody else has seen it."""
    db.session.execute(delete(Draft).where(Draft.account_id == account_id))


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    fields = json.loads(row.pop("content"))["fields"]
    texts = {name: fields.get(name, "") for name in KEPT}
    return {"draft": row.pop("id"), "text": fields.get("body", ""), **texts, **row}


HOLDING = Holding(
    name="drafts",
    tables=frozenset({"draft"}),
    what=_l("What you have begun to write and not filed."),
    why=_l("So that you can go on later, and on another device."),
    how_long=_l("Until you file it or throw it away, or for some days after you last changed it."),
    counted=queries.counted,
    export=export,
    forget=forget,
    labels={
        "draft": _l("Draft"), "group_name": _l("For a group"), "latitude": _l("Latitude"), "longitude": _l("Longitude"),
        "created_at": _l("Begun"), "changed_at": _l("Changed"), "expires_at": _l("Kept until"),
    },
    sensitive=True,
    own_only=True,
    order=31,
)  # fmt: skip

RETENTION = Retention(
    name="drafts",
    what=_l("What somebody has begun to write and not filed"),
    days=lambda: site().drafts.days,
    delete=delete_expired,
)
