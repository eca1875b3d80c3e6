"""Names that people see: in languages that there are, and in every language of the site."""

from collections.abc import Iterable, Iterator, Mapping

from .definition import Process
from .draft import Draft
from .meanings import language_for
from .problems import listed
from .source import Path
from .suggestions import similar
from .words import BUILT_IN, Names


def check_names(draft: Draft, process: Process) -> None:
    """Note wrong languages, and names and words that lack a language of the site."""
    for path, names in _given(process, draft):
        if draft.lines.has(path) and path not in draft.misfits:
            missing = _missing(draft, path, names)
            if missing:
                draft.warn("name_missing", path, languages=listed(missing))
    _check_words(draft, process)
    _check_named_twice(draft, process)


def _given(process: Process, draft: Draft) -> Iterator[tuple[Path, Names]]:
    """Every name of the file but those of its words, with its place."""
    yield ("name",), process.name
    for stage in process.stages.values():
        yield ("stages", stage.key, "name"), stage.name
        choices = getattr(stage.options, "choices", None)
        for key, names in choices.items() if isinstance(choices, Mapping) else ():
            yield ("stages", stage.key, "choices", key), names
    for duty in process.duties.values():
        yield ("duties", duty.key, "name"), duty.name
    for rule in process.every_rule:
        yield (*draft.paths[rule.key], "label"), rule.label
    for freeze in process.pauses:
        yield ("pauses", freeze.place, "reason"), freeze.reason


def _missing(draft: Draft, path: Path, names: Names) -> list[str]:
    """The site's languages that a name lacks. A wrong code is an error, and counts as the language that it means."""
    known = draft.vocabulary.languages
    there = set(names)
    for lang in names:
        meant = "" if lang in known else language_for(lang)
        if meant or not (lang.isascii() and lang.isalpha() and lang.islower() and len(lang) in (2, 3)):
            missing = [one for one in known if one not in names]
            near = (
                meant or similar(lang, known) or (missing[0] if len(missing) == 1 and len(lang) < 3 else "")
            )
            draft.error("unknown_language", (*path, lang), lang=lang, known=listed(known), similar=near)
            there |= {near} if near else set(known)
    return [lang for lang in known if lang not in there]


def _check_words(draft: Draft, process: Process) -> None:
    """Every word that people see has a name in every language of the site."""
    missing = {
        key: _missing(draft, ("words", key), names) for key, names in _own_words(draft, process).items()
    }
    seen = {*_check_unused(draft, process), *draft.mistyped}
    for key, path in shown_words(draft, process):
        built_in = BUILT_IN.get(key, {})
        lacks = missing.get(key) or []
        if key not in process.words.entries:
            lacks = [lang for lang in draft.vocabulary.languages if lang not in built_in]
        if (
            lacks
            and key not in seen
            and ("words",) not in draft.holes
            and not {("words", key), path} & draft.misfits
        ):
            at: Path = ("words", key) if key in missing else path
            draft.warn("word_missing", at, key=key, languages=listed(lacks))
        seen.add(key)


def _own_words(draft: Draft, process: Process) -> Mapping[str, Names]:
    """What stands below `[words]`."""
    return {key: names for key, names in process.words.entries.items() if draft.lines.has(("words", key))}


def shown_words(draft: Draft, process: Process) -> Iterable[tuple[str, Path]]:
    """Every word that people see, with a place where it stands."""
    for rule in process.every_rule:
        if rule.action in ("end", "mark"):
            yield rule.target, (*draft.paths[rule.key], rule.action)
    for stage in process.stages.values():
        for option in ("decides", "outcomes"):
            for word in getattr(stage, option):
                yield word, ("stages", stage.key, option)
        for word in stage.pause:
            yield word, ("stages", stage.key, "pause")
    for duty in process.duties.values():
        for word in duty.outcomes:
            yield word, ("duties", duty.key, "outcomes")
        for word in duty.pause:
            yield word, ("duties", duty.key, "pause")


def _check_unused(draft: Draft, process: Process) -> Iterator[str]:
    """Note words that nothing uses, but that resemble one which has no name of its own. Yields what was meant."""
    if ("words",) in draft.holes:
        return
    shown = {key for key, _ in shown_words(draft, process)}
    own = _own_words(draft, process)
    nameless = [key for key in shown if key not in own and key not in draft.mistyped]
    for key in own:
        if (
            key not in shown
            and key not in BUILT_IN
            and ("words", key) not in draft.misfits
            and (near := similar(key, nameless))
        ):
            draft.warn("word_unused", ("words", key), key=key, similar=near)
            yield near


def _check_named_twice(draft: Draft, process: Process) -> None:
    """A stage or duty that is called otherwise below `[words]`."""
    for key, names in _own_words(draft, process).items():
        for table, there in (("stages", process.stages), ("duties", process.duties)):
            if (
                key in there
                and dict(there[key].name) != dict(names)
                and (table, key, "name") not in draft.misfits
            ):
                line = draft.lines.line((table, key, "name"))
                draft.warn("named_twice", ("words", key), key=key, line=line)
