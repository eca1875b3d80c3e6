"""The models of process files as parts of a JSON Schema, before they are put into words for one site and language.

Meanings and forms stay in them, under `MEANING` and `FORM`. TOML has no null, so what may be left out is simply not
required; references are resolved, since editors forget what stands beside them.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .explained import Node

TITLES = ("title", "description")


class _Generator(GenerateJsonSchema):
    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def handle_invalid_for_json_schema(
        self, schema: core_schema.CoreSchema, error_info: str
    ) -> JsonSchemaValue:
        """A type of a plugin that no schema can describe: anything may stand there."""
        return {}


@lru_cache(maxsize=64)
def _generated(model: type[BaseModel]) -> JsonSchemaValue:
    return _Generator(by_alias=True).generate(model.__pydantic_core_schema__, mode="validation")


def node_of(model: type[BaseModel]) -> Node:
    """A model as a part of a schema, its keys in the order of its fields."""
    whole = _generated(model)
    return _tidied(whole, whole.get("$defs", {}))


def _tidied(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> Node:
    """A part without references, titles that were made of names, and defaults that say nothing."""
    rest = dict(node)
    if reference := rest.pop("$ref", None):
        rest = {**definitions[reference.rpartition("/")[2]], **rest}
    for key in (*TITLES, "$defs"):
        rest.pop(key, None)
    if rest.get("default", 0) in (None, [], {}):
        rest.pop("default")
    return {key: _inner(key, value, definitions) for key, value in rest.items()}


def _inner(key: str, value: Any, definitions: Mapping[str, Any]) -> Any:
    if key == "properties":
        return {name: _tidied(part, definitions) for name, part in value.items()}
    if key in ("items", "additionalProperties", "propertyNames") and isinstance(value, Mapping):
        return _tidied(value, definitions)
    if key in ("anyOf", "oneOf", "prefixItems"):
        return [_tidied(part, definitions) for part in value]
    return value
