"""What a word of the language means and how its value is written: said once, beside what the check reads.

Both stand in the annotation of a pydantic field. They change nothing about what is accepted; the JSON Schema of
editors and the reference page read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

MEANING, FORM = "x-meaning", "x-form"
Node = dict[str, Any]
"""A part of a JSON Schema. Meanings and forms stand in it under `MEANING` and `FORM` until they are put into words."""


@dataclass(frozen=True)
class Meaning:
    """What a word means, in Korean and English, with an example as it stands in a file."""

    ko: str
    en: str
    example: str = ""

    def text(self, lang: str) -> str:
        """In this language; in English for one that we do not speak."""
        return self.ko if lang == "ko" else self.en

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> Node:
        return {**handler(core_schema), MEANING: self}


@dataclass(frozen=True, eq=False)
class Form:
    """How a value is written: in words for people, and as JSON Schema as far as a schema can say it."""

    ko: str
    en: str
    schema: Mapping[str, Any]

    def text(self, lang: str) -> str:
        """In this language; in English for one that we do not speak."""
        return self.ko if lang == "ko" else self.en

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> Node:
        return {**self.schema, FORM: self}
