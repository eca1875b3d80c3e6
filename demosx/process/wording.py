"""Conditions in words, as people on the site read them: "공감 50명 이상이면", "if there are at least 50 supports"."""

from .conditions import Condition
from .plain import affirmed
from .wording_en import English
from .wording_ko import Korean
from .words import Words


def describe(condition: Condition, lang: str, words: Words) -> str:
    """A condition as a clause: in Korean one that ends in `-면`, in any other language one that begins with "if"."""
    node = affirmed(condition.node)
    return Korean(words).clause(node) if lang == "ko" else f"if {English(words, lang).clause(node)}"
