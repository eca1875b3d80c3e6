"""What the process file calls its duties, buttons and words, in a reader's language. Costs no query."""

from ..core.i18n import language
from ..process.definition import Process, Rule
from ..process.words import pick


def duty_label(process: Process, name: str, lang: str = "") -> str:
    """A duty's name: its own, or that of the stage it belongs to."""
    lang = lang or language()
    duty = process.duty(name)
    own = pick(duty.name, (lang, *process.words.languages)) if duty else ""
    return own or process.words.text(name, lang)


def rule_label(process: Process, rule: Rule, lang: str = "") -> str:
    """What the button of a rule says."""
    own = pick(rule.label, (lang or language(), *process.words.languages))
    return own or target_label(process, rule, lang)


def target_label(process: Process, rule: Rule, lang: str = "") -> str:
    """The name of what a rule moves to, opens, ends with, marks, or whom it tells."""
    if rule.action == "open":
        return duty_label(process, rule.target, lang)
    if rule.action == "move":
        return stage_label(process, rule.target, lang)
    words = [process.words.text(word, lang or language()) for word in rule.target.split("+")]
    return ", ".join(words)


def stage_label(process: Process, key: str, lang: str = "") -> str:
    """A stage's name, also of one that the present rules no longer have."""
    lang = lang or language()
    stage = process.stages.get(key)
    own = pick(stage.name, (lang, *process.words.languages)) if stage else ""
    return own or process.words.text(key, lang)
