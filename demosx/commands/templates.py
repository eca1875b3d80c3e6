"""Rules that come with the package, to begin a site with, and the scenarios that rehearse them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from ..core.resources import shipped
from ..core.terminal import _
from ..process.suggestions import similar
from .cannot import CannotDo

USUAL = "seoul-2019"
COMPANIONS: Mapping[str, tuple[str, ...]] = MappingProxyType({"citizen": ("agency",)})
"""What stands beside rules by their key: where citizens propose, the offices of the city do too."""
LINES = ("ko", "en")
"""Every file says in its first two lines what it is, in these languages."""
SCHEMA = "process.schema.json"
DIRECTIVE = f"#:schema ./{SCHEMA}\n"
"""Tells editors, in the first line of a process file, where its JSON Schema is: beside it."""
RULES_OF_SCENARIO = re.compile(r'"(\.\./processes/([^"/]+)\.toml)"')


class NoTemplate(CannotDo):
    """There is no set of rules of this name."""


def names() -> list[str]:
    """The sets of rules that come with the package."""
    return sorted(file.stem for file in shipped("examples/processes").glob("*.toml"))


def about(name: str, language: str) -> str:
    """What a set of rules is, in one line of this language."""
    with (shipped("examples/processes") / f"{name}.toml").open(encoding="utf-8") as file:
        lines = [file.readline().removeprefix("#").strip() for _line in LINES]
    return lines[LINES.index(language)]


def rules_text(template: str) -> str:
    """The text of a process file: one that comes with the package, with the line by which editors find its schema, or
    a file of one's own, as it is. Raises NoTemplate."""
    own = Path(template)
    if own.suffix == ".toml" and own.is_file():
        return own.read_text(encoding="utf-8")
    if template not in names():
        raise NoTemplate(_no_such(template))
    return DIRECTIVE + shipped(f"examples/processes/{template}.toml").read_text(encoding="utf-8")


def _no_such(template: str) -> str:
    known = ", ".join(names())
    if near := similar(template, names()):
        return _(
            "There are no rules “%(name)s”; did you mean “%(near)s”? There are: %(known)s.",
            name=template, near=near, known=known,
        )  # fmt: skip
    return _(
        "There are no rules “%(name)s”; there are: %(known)s. A file of your own works too.",
        name=template, known=known,
    )  # fmt: skip


def files(template: str) -> dict[str, str]:
    """The files that a site begins with, by their paths in its folder: the rules under their key, what stands beside
    them, and the scenarios of both. Raises NoTemplate."""
    text = rules_text(template)
    key = _key(text)
    found = {f"processes/{key}.toml": text}
    for name in COMPANIONS.get(key, ()):
        found[f"processes/{name}.toml"] = rules_text(name)
    for name, own in ((template, key), *((name, name) for name in COMPANIONS.get(key, ()))):
        found |= _scenarios(name, own)
    return found


def _key(text: str) -> str:
    """The key of rules, by which their file is called. What cannot be read is refused later, with every error."""
    try:
        key = tomllib.loads(text).get("key")
    except tomllib.TOMLDecodeError:
        key = None
    return key if isinstance(key, str) and re.fullmatch(r"[a-z][a-z0-9_]*", key) else "citizen"


def _scenarios(template: str, key: str) -> Iterator[tuple[str, str]]:
    """The scenarios that are about these rules alone, with the name that the rules have in the site."""
    for file in sorted(shipped("examples/scenarios").glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        named = dict(RULES_OF_SCENARIO.findall(text))
        if set(named.values()) == {template}:
            for path in named:
                text = text.replace(path, f"../processes/{key}.toml")
            yield f"scenarios/{file.name}", text
