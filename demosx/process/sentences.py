"""Sentences in Korean and English, by code."""

from collections.abc import Mapping

Sentences = Mapping[str, Mapping[str, str]]


def both(ko: str, en: str) -> Mapping[str, str]:
    """A sentence in both languages."""
    return {"ko": ko, "en": en}
