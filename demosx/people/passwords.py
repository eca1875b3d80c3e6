"""Passwords: which are good enough, and how they are kept.

The rules are those of NIST SP 800-63B: at least 8 characters, long ones welcome, no rules about kinds of characters,
nothing that everybody tries first. They are kept with argon2id at the second of OWASP's recommended settings.

Hashing takes long, and they wait for each other: a request makes it while it has no transaction open (`let_go`), since
on SQLite nobody else could write meanwhile. What was read before is looked at again afterwards, under lock.
"""

import os
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from ..core.db import held
from .errors import WeakPassword

T = TypeVar("T")
SHORTEST, LONGEST = 8, 128
MEMORY_KIB = 19 * 1024
ROUNDS = 2
_COMMON = frozenset(
    "password password1 password12 password123 passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890 0123456789 "
    "87654321 987654321 11111111 00000000 12341234 11223344 12121212 88888888 123123123 111222333 147258369 "
    "qwertyui qwertyuiop qwerty123 qwer1234 1q2w3e4r 1q2w3e4r! 1q2w3e4r5t 1qaz2wsx q1w2e3r4 asdf1234 asdfghjk "
    "asdfasdf zxcvbnm1 abcd1234 abc12345 abcdefgh a1234567 a12345678 aa123456 iloveyou sunshine princess football "
    "baseball superman trustno1 letmein1 welcome1 welcome123 admin123 admin1234 administrator changeme letmein123 "
    "dkssudgktpdy qlalfqjsgh tkfkdgo1 rlaclrlac skarlgo1 gksrnr123 eogksalsrnr tjdnftl1 korea1234 seoul1234 "
    "seoul2024 seoul2025 seoul2026 demosx123 demosx1234 비밀번호입니다 안녕하세요반갑습니다".split()
)

_hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=1)
_NOBODY = _hasher.hash("an account that does not exist")


def normalised(password: str) -> str:
    """The password however a keyboard composes it."""
    return unicodedata.normalize("NFKC", password)


def check_strength(password: str, *names: str) -> None:
    """Raise WeakPassword if it is too short or long, among the first to be tried, or one of `names` itself."""
    plain = normalised(password)
    low = plain.casefold()
    own = {name.casefold() for name in names if name} | {
        name.casefold().split("@")[0] for name in names if len(name.split("@")[0]) >= SHORTEST
    }
    if not SHORTEST <= len(plain) <= LONGEST or low in _COMMON or low in own or len(set(low)) < 3:
        raise WeakPassword()


def hashed(password: str) -> str:
    """What the database keeps."""
    return _in_turn(lambda: _hasher.hash(normalised(password)))


def matches(password: str, kept: str | None) -> bool:
    """Whether `password` is the one kept. Takes as long where nothing is kept, so that nobody learns who exists."""
    if len(password) > LONGEST * 4:
        return False
    return _in_turn(lambda: _fits(password, kept or _NOBODY)) and kept is not None


def _fits(password: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept, normalised(password))
    except (VerifyMismatchError, InvalidHashError):
        return False


def _in_turn(check: Callable[[], T]) -> T:
    """Let one check after the other be made, all in one thread: each takes 19 MiB, of which every thread that has ever
    made one would keep its own. So a flood of sign-ins takes no more memory than a single one.

    Raises RuntimeError while the request has a transaction open.
    """
    if held():
        raise RuntimeError("a password is checked while a transaction is open: let it go before")
    return _turns().submit(check).result()


@cache
def _turns() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="passwords")


os.register_at_fork(after_in_child=_turns.cache_clear)  # a thread does not survive into a new process


def outdated(kept: str) -> bool:
    """Whether the kept form was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(kept)
