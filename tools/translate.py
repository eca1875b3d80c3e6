#!/usr/bin/env python3
"""Keep the catalogues in step with the words of the program.

    tools/translate.py < words.json   take in: {"English msgid": "한국어", "%(n)s person": ["%(n)s명"]}
    tools/translate.py --missing      print what has no Korean yet, as JSON to fill in
    tools/translate.py --check        exit 1 if a catalogue is incomplete, out of date or not compiled

The English words in the program are the message ids. A message with a plural is given by its singular, as a list of
the language's forms. What no longer occurs in the program leaves the catalogue. Safe to run twice at once.
"""

import argparse
import fcntl
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tokenize import TokenError

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import TemplateSyntaxError

PACKAGE = Path(__file__).resolve().parent.parent / "demosx"
CATALOGUES = PACKAGE / "translations"
TEMPLATES = frozenset({".html", ".txt", ".xml", ".svg"})
JINJA = {"encoding": "utf-8", "extensions": "jinja2.ext.do", "newstyle_gettext": "true", "silent": "false"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None, "_n": (1, 2), "lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")

HEADER = "# The words of DemosX. Kept in step by tools/translate.py."

Words = dict[str, str | list[str]]


class Plain(Catalog):
    """A catalogue whose header says nothing of when, by whom and with what it was made: it would always differ."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What readers of catalogues need to know."""
        return [
            ("Project-Id-Version", "DemosX"),
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """Take over no header of another catalogue."""


@dataclass
class Found:
    """The messages that occur in the program now, and the files that could not be read."""

    messages: Catalog = field(default_factory=lambda: Catalog(charset="utf-8"))
    broken: list[str] = field(default_factory=list)

    def keep(self, old: Catalog) -> None:
        """Take in what a catalogue holds already: part of the program could not be read."""
        for message in old:
            if message.id and message.id not in self.messages:
                self.messages.add(message.id, auto_comments=message.auto_comments, context=message.context)


def extract() -> Found:
    """Read the whole program."""
    found = Found()
    for file in sorted(PACKAGE.rglob("*")):
        method = method_for(file)
        if method is None:
            continue
        options = JINJA if method == "jinja2" else {}
        try:
            rows = extract_from_file(method, str(file), KEYWORDS, ("Translators:",), options, True)
        except (TemplateSyntaxError, SyntaxError, TokenError) as error:
            found.broken.append(f"cannot be read: {file.relative_to(PACKAGE.parent)}: {error}")
            continue
        for _line, message, comments, context in rows:
            found.messages.add(message, None, auto_comments=comments, context=context)
    return found


def method_for(file: Path) -> str | None:
    """How the words of a file are found; None where it has none."""
    if file.suffix == ".py":
        return "python"
    return "jinja2" if file.suffix in TEMPLATES and "templates" in file.parts else None


def singular(message: Message) -> str:
    """The message id by which a translator gives a message; a context comes before a bar."""
    text = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
    return f"{message.context}|{text}" if message.context else str(text)


def strings(message: Message) -> list[str]:
    """The translated forms that a message has, without empty ones."""
    forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return [form for form in forms if form]


def stored(language: str) -> Catalog:
    """The catalogue of a language as it is on disk."""
    file = po_file(language)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def read(language: str) -> Words:
    """The translations that the catalogue of a language holds."""
    old = stored(language)
    return {
        singular(m): (list(strings(m)) if m.pluralizable else strings(m)[0])
        for m in old
        if m.id and strings(m)
    }


def build(language: str, found: Catalog, words: Words) -> Catalog:
    """The catalogue of a language: what occurs in the program, with the translations there are."""
    made = Plain(locale=language, charset="utf-8", fuzzy=False, header_comment=HEADER)
    for message in found:
        if message.id:
            text = words.get(singular(message), "")
            string = shape(message, text, made.num_plurals)
            made.add(message.id, string, auto_comments=message.auto_comments, context=message.context)
    return made


def shape(message: Message, text: str | list[str], forms: int) -> str | tuple[str, ...]:
    """A translation in the shape that its message needs: one text, or one for each plural form."""
    if not message.pluralizable:
        return text if isinstance(text, str) else "".join(text[:1])
    given = [text] if isinstance(text, str) else text
    return tuple((given + [given[-1]] * forms)[:forms]) if given else ("",) * forms


def identity(found: Catalog) -> Words:
    """English as its own translation."""
    return {singular(m): (list(m.id) if m.pluralizable else str(m.id)) for m in found if m.id}


def po_file(language: str) -> Path:
    """Where the catalogue of a language is."""
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """A catalogue as the bytes of its .po and .mo files."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def problems(language: str, catalogue: Catalog) -> list[str]:
    """What is wrong with a catalogue: no translation, other placeholders, or files that differ from it."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        forms = strings(message)
        if not forms:
            found.append(f"{language}: not translated: {singular(message)!r}")
        wanted = [set(PLACEHOLDER.findall(text)) for text in ids(message)]
        found += [
            f"{language}: other placeholders: {singular(message)!r} -> {form!r}"
            for form in forms
            if set(PLACEHOLDER.findall(form)) not in wanted
        ]
    po = po_file(language)
    for file, content in zip((po, po.with_suffix(".mo")), written(catalogue), strict=True):
        if not file.exists() or file.read_bytes() != content:
            found.append(f"{language}: {file.name} is out of date; run tools/translate.py < /dev/null")
    return found


def ids(message: Message) -> list[str]:
    """The English forms of a message."""
    return list(message.id) if isinstance(message.id, (tuple, list)) else [str(message.id)]


@contextmanager
def alone() -> Iterator[None]:
    """Let one run at a time change the catalogues."""
    CATALOGUES.mkdir(exist_ok=True)
    handle = os.open(CATALOGUES, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def update(given: Words) -> list[str]:
    """Take translations in and write every catalogue. What is odd: files not read, words not in the program."""
    with alone():
        found = extract()
        if found.broken:
            found.keep(stored("ko"))
        for language, words in (("ko", {**read("ko"), **given}), ("en", identity(found.messages))):
            po = po_file(language)
            po.parent.mkdir(parents=True, exist_ok=True)
            contents = written(build(language, found.messages, words))
            for file, content in zip((po, po.with_suffix(".mo")), contents, strict=True):
                file.write_bytes(content)
    unknown = sorted(given.keys() - identity(found.messages).keys())
    return found.broken + [f"not in the program, so left out: {message!r}" for message in unknown]


def check() -> list[str]:
    """Everything that keeps the catalogues from being complete and in step."""
    found = extract()
    korean, english = (
        build("ko", found.messages, read("ko")),
        build("en", found.messages, identity(found.messages)),
    )
    return found.broken + problems("ko", korean) + problems("en", english)


def missing() -> Words:
    """What has no Korean yet."""
    known = read("ko")
    every = [m for m in extract().messages if m.id]
    return {singular(m): ([""] if m.pluralizable else "") for m in every if singular(m) not in known}


def main() -> int:
    """Run one of the three."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--check", action="store_true", help="exit 1 if a catalogue is incomplete or out of date"
    )
    parser.add_argument("--missing", action="store_true", help="print what has no Korean yet, as JSON")
    arguments = parser.parse_args()
    if arguments.missing:
        print(json.dumps(missing(), ensure_ascii=False, indent=1))
        return 0
    if arguments.check:
        wrong = check()
        print("\n".join(wrong) or "The catalogues are complete.")
        return 1 if wrong else 0
    text = sys.stdin.read()
    odd = update(json.loads(text) if text.strip() else {})
    for line in odd:
        print(line, file=sys.stderr)
    return 1 if odd else 0


if __name__ == "__main__":
    sys.exit(main())
