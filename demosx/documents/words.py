"""What the parts of a dossier are called, and documents as lists show them."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from ..core.text import rich
from .models import PARTS, Document

PART_NAMES = {
    "existing_policy": _l("Existing policy"),
    "similar": _l("Similar proposals"),
    "position": _l("Position of the department"),
    "research": _l("Research"),
    "press": _l("Press"),
    "opinion": _l("Public opinion"),
    "material": _l("Material"),
}


def part_choices() -> list[tuple[str, Any]]:
    """The parts for a form, in the order of the dossier."""
    return [(part, PART_NAMES[part]) for part in PARTS]


def as_materials(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """Documents for the list of materials, in the order of the dossier."""
    ordered = sorted(documents, key=lambda found: (PARTS.index(found.part), found.id))
    return [
        {"part": PART_NAMES[found.part], "title": found.title, "url": found.url,
         "text_html": rich(found.text) if found.text else ""}
        for found in ordered
    ]  # fmt: skip
