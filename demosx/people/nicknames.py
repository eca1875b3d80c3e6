"""Friendly invented nicknames, so that nobody has to think of one, and nobody's real name becomes public by itself."""

import secrets

from . import queries
from .names import LONGEST, check_nickname

WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ko": (
        tuple(
            "푸른 맑은 고운 포근한 반가운 든든한 느긋한 싱그러운 따뜻한 씩씩한 산뜻한 정다운 슬기로운 너그러운 "
            "새벽 봄날 가을 노을 달빛 햇살".split()
        ),
        tuple(
            "감나무 은행나무 소나무 느티나무 제비꽃 민들레 해바라기 도라지 까치 제비 두루미 다람쥐 고라니 너구리 "
            "물고기 반딧불 시냇물 징검다리 돌담길 나룻배 골목길 우체통 자전거 연필".split()
        ),
    ),
    "en": (
        tuple(
            "Blue Clear Gentle Cosy Cheerful Sturdy Easy Fresh Warm Brisk Tidy Kind Wise Quiet Dawn Spring Autumn "
            "Sunset Moonlit Sunny".split()
        ),
        tuple(
            "Maple Ginkgo Pine Willow Violet Dandelion Sunflower Magpie Swallow Crane Squirrel Badger Firefly Brook "
            "Stepstone Footpath Ferry Postbox Bicycle Pencil".split()
        ),
    ),
}
TRIES = 20


def invented(language: str) -> str:
    """A nickname in `language` that nobody has now; in the rare case that none was found, one that may be taken."""
    return next((name for name in (_one(language) for _ in range(TRIES)) if _free(name)), _one(language))


def _one(language: str) -> str:
    first, second = WORDS.get(language, WORDS["en"])
    return f"{secrets.choice(first)} {secrets.choice(second)} {secrets.randbelow(900) + 100}"


def _free(name: str) -> bool:
    return len(name) <= LONGEST and queries.account_by_nickname(check_nickname(name)) is None
