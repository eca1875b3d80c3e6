"""Passwords: which are good enough, and how they are kept."""

import os
import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from demosx.people import passwords
from demosx.people.errors import WeakPassword
from demosx.people.passwords import check_strength, hashed, matches, outdated


@pytest.mark.parametrize(
    "good",
    [
        "감나무 아래 자전거 한 대",
        "correct horse battery",
        "xk7#qpwm",
        "가나다라마바사아",
        "p" + "assphrase " * 12,
    ],
)
def test_length_is_what_counts(good: str) -> None:
    check_strength(good, "kim@example.org", "별이")


@pytest.mark.parametrize(
    "weak",
    ["", "short1!", "x" * 129, "password", "PASSWORD", "qwerty123", "1q2w3e4r", "aaaaaaaaaa", "abababababab",
     "kim.haneul@example.org", "Kim.Haneul", "초록지붕의별이", "ｐａｓｓｗｏｒｄ"],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(weak: str) -> None:
    with pytest.raises(WeakPassword):
        check_strength(weak, "kim.haneul@example.org", "초록지붕의별이")


def test_only_the_same_password_matches() -> None:
    kept = hashed("감나무 아래 자전거")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert matches("감나무 아래 자전거", kept)
    assert matches(unicodedata.normalize("NFD", "감나무 아래 자전거"), kept)
    assert not matches("감나무 아래 자전거 ", kept)
    assert not matches("", kept)
    assert hashed("감나무 아래 자전거") != kept


def test_nothing_matches_where_nothing_is_kept() -> None:
    assert not matches("an account that does not exist", None)
    assert not matches("", None)


def test_a_broken_or_endless_entry_is_no_match() -> None:
    assert not matches("감나무 아래 자전거", "not a hash")
    assert not matches("x" * 1_000_000, hashed("감나무 아래 자전거"))


def test_older_settings_are_noticed() -> None:
    assert outdated(
        "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21l$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    )
    assert not outdated(hashed("감나무 아래 자전거"))


def test_many_checks_at_once_take_the_memory_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every thread that has made a check would keep 19 MiB of its own."""
    threads: set[int] = set()
    running, most = 0, 0

    def check(_password: str, _kept: str) -> bool:
        nonlocal running, most
        threads.add(threading.get_ident())
        running += 1
        most = max(most, running)
        time.sleep(0.002)
        running -= 1
        return True

    monkeypatch.setattr(passwords, "_fits", check)
    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(lambda _n: passwords.matches("word", "kept"), range(64)))
    assert len(threads) == 1 and most == 1


@pytest.mark.usefixtures("fast_hashes")
def test_a_forked_worker_checks_passwords() -> None:
    kept = passwords.hashed("a persimmon tree")
    child = os.fork()
    if child == 0:
        os._exit(0 if passwords.matches("a persimmon tree", kept) else 1)
    assert os.waitpid(child, 0)[1] == 0
