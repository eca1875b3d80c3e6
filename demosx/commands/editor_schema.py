"""The JSON Schema of a site's process files, by which editors complete and check them while they are typed."""

import json

from ..core.web import Application
from ..journey.rules import registry, vocabulary
from ..process.schema import process_schema


def schema_text(app: Application, lang: str) -> str:
    """The schema for the kinds, roles and languages of a site, explained in one language."""
    with app.app_context():
        schema = process_schema(registry().kinds, vocabulary(), lang)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
