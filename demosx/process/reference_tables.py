"""The tables of the reference page: keys, kinds of stages, facts, and the words that are there already."""

from collections.abc import Iterable, Iterator, Mapping

from . import known_words
from .common_facts import COMMON
from .explained import MEANING, Meaning, Node
from .json_shape import node_of
from .kinds import FactType, Kind
from .reference_types import default_of, typed
from .vocabulary import Vocabulary
from .words import BUILT_IN

HEADS: Mapping[str, Mapping[str, str]] = {
    "key": {"ko": "항목", "en": "Key"},
    "word": {"ko": "말", "en": "Word"},
    "fact": {"ko": "사실", "en": "Fact"},
    "action": {"ko": "할 수 있는 일", "en": "What people can do"},
    "meaning": {"ko": "뜻", "en": "Meaning"},
    "meaning_example": {"ko": "뜻과 보기", "en": "Meaning and example"},
    "value": {"ko": "값", "en": "Value"},
    "name": {"ko": "화면의 이름", "en": "Name on the screens"},
    "counted": {"ko": "세는 범위", "en": "Counted over"},
    "written": {"ko": "적는 법", "en": "Written"},
    "starts": {"ko": "시작한 날", "en": "Starts on"},
    "last": {"ko": "마지막 날", "en": "Last day"},
    "why": {"ko": "까닭", "en": "Why"},
}
REQUIRED = Meaning("**꼭 적습니다**", "**required**")
WITHOUT = Meaning("없으면 {0}", "without it {0}")
COUNTS: Mapping[str | None, Mapping[str, str]] = {
    "life": {"ko": "제안 전체", "en": "the proposal's life"},
    "visit": {"ko": "이번 단계", "en": "this visit"},
    None: {"ko": "", "en": ""},
}
TYPES: Mapping[FactType, Mapping[str, str]] = {
    FactType.NUMBER: {"ko": "숫자", "en": "a number"},
    FactType.WORD: {"ko": "낱말", "en": "a word"},
    FactType.FLAG: {"ko": "예/아니요", "en": "a yes/no"},
    FactType.DAY: {"ko": "날짜", "en": "a day"},
}
TOLD = (known_words.ROLES, known_words.RELATIONS, known_words.NEEDS, known_words.PAUSES, known_words.ENDS)
NO_OPTIONS = Meaning("이 종류에만 있는 항목은 없습니다.", "It has no keys of its own.")


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], lang: str) -> str:
    """A table in Markdown."""
    names = [HEADS[head][lang] for head in heads]
    lines = [names, ["---"] * len(names), *[list(row) for row in rows]]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines)


def key_table(node: Node, lang: str, keys: Iterable[str] | None = None) -> str:
    """The keys of a part of a file, or some of them: what they mean, an example, and what may stand there."""
    properties, required = node.get("properties", {}), node.get("required", [])
    wanted = list(properties) if keys is None else list(keys)
    rows = (
        [
            f"**`{key}`**",
            said(properties[key].get(MEANING), lang),
            value(properties[key], key in required, lang),
        ]
        for key in wanted
    )
    return table(["key", "meaning_example", "value"], rows, lang)


def headers(node: Node, keys: Iterable[str], lang: str) -> str:
    """The keys that are written as tables of their own: their headers, and what they mean."""
    rows = []
    for key in keys:
        meaning = node["properties"][key][MEANING]
        rows.append([f"**`{first_line(meaning.example)}`**", meaning.text(lang)])
    return table(["key", "meaning"], rows, lang)


def first_line(example: str) -> str:
    """The first line of an example."""
    return example.strip().partition("\n")[0]


def said(meaning: Meaning | None, lang: str) -> str:
    """What something means, with the first line of its example below."""
    if meaning is None:
        return ""
    example = first_line(meaning.example)
    return meaning.text(lang) + (f"<br>`{example}`" if example else "")


def value(node: Node, required: bool, lang: str) -> str:
    """What may stand as a value, and what holds without it."""
    default = default_of(node)
    without = WITHOUT.text(lang).format(default) if default else ""
    return "<br>".join(filter(None, [typed(node, lang), REQUIRED.text(lang) if required else without]))


def kinds_text(kinds: Mapping[str, Kind], lang: str) -> str:
    """Every kind of stage: what it is for, a stage of it, what people can do there, its own keys and facts."""
    return "\n\n".join(part for kind in kinds.values() for part in _kind(kind, lang))


def _kind(kind: Kind, lang: str) -> Iterator[str]:
    yield f"### `{kind.name}`"
    if kind.meaning:
        yield kind.meaning.text(lang)
        yield f"```toml\n{kind.meaning.example.strip()}\n```"
    if kind.offers:
        rows = ([f"`{name}`", _meaning(kind, name, lang)] for name in sorted(kind.offers))
        yield table(["action", "meaning"], rows, lang)
    options = node_of(kind.options)
    yield key_table(options, lang) if options.get("properties") else NO_OPTIONS.text(lang)
    if kind.facts:
        facts = (
            [f"**`{fact_name(name, lang)}`**", said(kind.meanings.get(name), lang), TYPES[type][lang]]
            for name, type in kind.facts.items()
        )
        yield table(["fact", "meaning_example", "value"], facts, lang)


def _meaning(kind: Kind, name: str, lang: str) -> str:
    meaning = kind.meanings.get(name)
    return meaning.text(lang) if meaning else ""


def fact_table(lang: str) -> str:
    """The facts that every process may read."""
    rows = (
        [
            f"**`{fact_name(fact.name, lang)}`**",
            said(fact.meaning, lang),
            TYPES[fact.type][lang],
            COUNTS[fact.counts][lang],
        ]
        for fact in COMMON
    )
    return table(["fact", "meaning_example", "value", "counted"], rows, lang)


def fact_name(name: str, lang: str) -> str:
    """A fact's name; for one of many keys, with a word for the key."""
    return name.replace("*", "이름표" if lang == "ko" else "KEY")


def fact_words(vocabulary: Vocabulary, lang: str) -> str:
    """The words that some facts may be."""
    facts = {"origin": vocabulary.origins, "channel": vocabulary.channels}
    rows = (
        [f"`{fact}`", f"`'{word}'`", named(word, lang)] for fact, words in facts.items() for word in words
    )
    return table(["fact", "word", "name"], rows, lang)


def meaning_table(words: known_words.Meanings, lang: str) -> str:
    """Words with their names and meanings."""
    rows = ([f"`{word}`", named(word, lang), meaning.text(lang)] for word, meaning in words.items())
    return table(["word", "name", "meaning"], rows, lang)


def named(word: str, lang: str) -> str:
    """What people see for a word that every process has."""
    return BUILT_IN.get(word, {}).get(lang, "")


def word_table(lang: str) -> str:
    """The words that have a name already and stand in no other table."""
    told = {word for words in TOLD for word in words}
    rows = ([f"`{word}`", named(word, lang)] for word in BUILT_IN if word not in told)
    return table(["word", "name"], rows, lang)
