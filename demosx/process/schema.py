"""A JSON Schema of process files, so that editors complete and check them while they are typed.

Made from the models that the check reads, for the stage kinds, roles and languages of one site. Draft 7 is what
editors know of TOML. They complete from `properties` and `anyOf`, and do not look into `if`: so a stage lists the
options of every kind, an `anyOf` offers what is usual, and `if` says what is wrong.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from . import known_words
from .common_facts import COMMON
from .definition import ACTIONS
from .explained import FORM, MEANING, Form, Meaning, Node
from .fields import KEY_TEXT, NAME, NAMES, PEOPLE, ROLES, WHO
from .json_shape import node_of
from .kinds import Kind
from .shape import DutyShape, FreezeShape, ProcessShape, RuleShape, StageShape
from .vocabulary import Vocabulary

DRAFT = "http://json-schema.org/draft-07/schema#"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TITLE = Meaning("DemosX 규칙 파일", "DemosX process file")
ACTION = Meaning("**행동** (규칙마다 하나)", "**Action** (one in each rule)")
FACTS = Meaning("읽을 수 있는 사실", "Facts that may be read")
PEOPLE_KNOWN = {**known_words.ROLES, **known_words.RELATIONS}


def process_schema(kinds: Mapping[str, Kind], vocabulary: Vocabulary, lang: str) -> Node:
    """The schema of a process file, with its explanations in one language."""
    writer = _Writer(vocabulary, lang, sorted({action for kind in kinds.values() for action in kind.offers}))
    whole = writer.node(node_of(ProcessShape))
    rule = writer.rule(kinds)
    rules = {"type": "array", "items": {"$ref": "#/definitions/rule"}}
    inside = {
        "rules": rules,
        "pauses": {"items": writer.node(node_of(FreezeShape))},
        "stages": _table_of(_stage(writer, kinds, rules)),
        "duties": _table_of(writer.node(node_of(DutyShape))),
        "words": {"additionalProperties": writer.node({**NAMES.schema, FORM: NAMES})},
    }
    whole["properties"] = {key: node | inside.get(key, {}) for key, node in whole["properties"].items()}
    return {"$schema": DRAFT, "title": TITLE.text(lang), **whole, "definitions": {"rule": rule}}


def _table_of(node: Node) -> Node:
    """A table with keys of one's own choosing, in place of what the model says of its values: nothing."""
    return {"propertyNames": KEY_TEXT, "patternProperties": {}, "additionalProperties": node}


def _stage(writer: "_Writer", kinds: Mapping[str, Kind], rules: Node) -> Node:
    """A stage: the keys of all stages, those of every kind, and for each kind which of them are its own."""
    stage = writer.node(node_of(StageShape))
    common: Node = stage["properties"]
    common["rules"] |= rules
    common["kind"] |= writer.choice(kinds, {name: kind.meaning for name, kind in kinds.items()})
    meanings = {name: meaning for kind in kinds.values() for name, meaning in kind.meanings.items()}
    common["allows"]["items"] = {"type": "string", "anyOf": [writer.choice(writer.actions, meanings), True]}
    options = {name: writer.options(kind) for name, kind in kinds.items()}
    offered = _merged(node.get("properties", {}) for node in options.values())
    every = common | {key: node for key, node in offered.items() if key not in common}
    branches = {
        name: _branch(kind, dict.fromkeys(common, True), options[name], every) for name, kind in kinds.items()
    }
    return {**stage, "properties": every, "additionalProperties": True, **_by_kind(branches)}


def _branch(kind: Kind, common: Node, options: Node, every: Node) -> Node:
    """What a stage of one kind may say: the keys of all stages and its own. What has been said of `every` stage is not
    said again."""
    own = {key: True if node == every[key] else node for key, node in options.get("properties", {}).items()}
    allows = {"items": {"enum": sorted(kind.offers)}}
    return {
        "properties": {**common, **own, "allows": allows},
        "required": options.get("required", []),
        "additionalProperties": False,
    }


def _by_kind(branches: Mapping[str, Node]) -> Node:
    """The branches one after the other. `allOf` would keep editors from completing."""
    chain: Node = {}
    for name, branch in reversed(list(branches.items())):
        is_so = {"properties": {"kind": {"const": name}}, "required": ["kind"], "additionalProperties": True}
        chain = {"if": is_so, "then": branch, **({"else": chain} if chain else {})}
    return chain


def _merged(tables: Iterable[Node]) -> Node:
    """The options of every kind; where two call theirs alike, it may be either."""
    found: dict[str, list[Node]] = {}
    for table in tables:
        for key, node in table.items():
            if node not in found.setdefault(key, []):
                found[key].append(node)
    return {key: nodes[0] if len(nodes) == 1 else {"anyOf": nodes} for key, nodes in found.items()}


class _Writer:
    """Puts meanings into words, and forms into what this site knows: its people, its languages, and what people can
    do."""

    def __init__(self, vocabulary: Vocabulary, lang: str, actions: list[str]) -> None:
        self.vocabulary = vocabulary
        self.lang = lang
        self.actions = actions

    def node(self, node: Mapping[str, Any], before: str = "") -> Node:
        """A part of a schema, ready, with something before what it means."""
        rest = dict(node)
        meaning, form = rest.pop(MEANING, None), rest.pop(FORM, None)
        if form is not None:
            rest |= self.form(form)
        if rest.get("format") == "date":
            rest |= {"type": ["string"], "pattern": DAY}  # for `"string"` editors would add quotes
        if isinstance(meaning, Meaning) or before:
            rest["description"] = self.description(meaning, before)
        if form in (PEOPLE, ROLES, WHO):  # where there is an `anyOf`, taplo shows what is said there
            rest["anyOf"][0]["x-taplo"]["docs"]["main"] = rest.get("description", "")
            rest["x-taplo"] = {"docs": {"main": ""}}
        return {key: self.inner(key, value) for key, value in rest.items()}

    def rule(self, kinds: Mapping[str, Kind]) -> Node:
        """A rule, with exactly one action."""
        shape = node_of(RuleShape)
        node = self.node(shape)
        for action in ACTIONS:
            node["properties"][action] = self.node(shape["properties"][action], ACTION.text(self.lang))
        own = [name for kind in kinds.values() for name in kind.facts]
        names = [*(fact.name for fact in COMMON), *self.vocabulary.facts, *own]
        listed = ", ".join(f"`{name.replace('*', '…')}`" for name in dict.fromkeys(names))
        node["properties"]["when"]["description"] += f"\n\n{FACTS.text(self.lang)}: {listed}"
        return node | {"oneOf": [{"required": [action]} for action in ACTIONS]}

    def options(self, kind: Kind) -> Node:
        """The options of a kind, each saying where it belongs."""
        node = node_of(kind.options)
        where = f'`kind = "{kind.name}"`'
        own = {key: self.node(option, where) for key, option in node.get("properties", {}).items()}
        return {**self.node(node), "properties": own}

    def inner(self, key: str, value: Any) -> Any:
        if key in ("properties", "patternProperties"):
            return {name: self.node(part) for name, part in value.items()}
        if key in ("items", "additionalProperties", "propertyNames") and isinstance(value, Mapping):
            return self.node(value)
        if key == "anyOf":
            return [self.node(part) if isinstance(part, Mapping) else part for part in value]
        return value

    def form(self, form: Form) -> Node:
        """What the site adds to a form of value."""
        if form is NAMES:
            languages = list(self.vocabulary.languages)
            return {"properties": dict.fromkeys(languages, NAME), "x-taplo": {"initKeys": languages}}
        if form in (PEOPLE, ROLES):
            known = self.vocabulary.people if form is PEOPLE else self.vocabulary.roles
            one = self.choice(known, PEOPLE_KNOWN)
            single = {"if": {"type": "string"}, "then": {"enum": one["enum"]}}
            return {"type": ["string", "array"], "items": one, **single, "anyOf": [{**one}, True]}
        if form is WHO:
            roles = self.form(ROLES)
            table = {"properties": dict.fromkeys(self.actions, roles), "additionalProperties": False}
            return {**roles, "type": ["string", "array", "object"], **table}
        return {}

    def choice(self, words: Iterable[str], meanings: Mapping[str, Meaning | None]) -> Node:
        """One of these words, each with what it means."""
        known = list(words)
        told = [meaning.text(self.lang) if (meaning := meanings.get(word)) else None for word in known]
        return {"type": "string", "enum": known, "x-taplo": {"docs": {"enumValues": told}}}

    def description(self, meaning: Meaning | None, before: str) -> str:
        """What a key means, with its example."""
        parts = [before, meaning.text(self.lang) if meaning else ""]
        if meaning and meaning.example:
            parts.append(f"```toml\n{meaning.example.strip()}\n```")
        return "\n\n".join(filter(None, parts))
