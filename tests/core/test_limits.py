"""How often something may be tried."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from limits.errors import StorageError

from demosx.core.errors import TooMany
from demosx.core.limits import address, address_block, check, count, init_app, throttle


@pytest.fixture
def limited() -> Iterator[Flask]:
    app = Flask("limited")
    init_app(app)
    with app.app_context():
        yield app


def tries(limited: Flask, *who: str, rule: str = "3 per hour") -> int:
    """How many attempts get through, of ten."""
    through = 0
    for _ in range(10):
        try:
            throttle("door", rule, *who)
        except TooMany:
            continue
        through += 1
    return through


def test_a_rule_counts_for_each_door_and_person(limited: Flask) -> None:
    assert tries(limited, "kim") == 3
    assert tries(limited, "kim") == 0
    assert tries(limited, "lee") == 3
    assert tries(limited, "kim", "192.0.2.1") == 3


def test_checking_counts_nothing_and_counting_refuses_nothing(limited: Flask) -> None:
    for _ in range(10):
        check("failures", "2 per hour", "kim")
    count("failures", "2 per hour", "kim")
    check("failures", "2 per hour", "kim")
    count("failures", "2 per hour", "kim")
    count("failures", "2 per hour", "kim")
    with pytest.raises(TooMany):
        check("failures", "2 per hour", "kim")


def test_without_its_store_a_limit_still_holds(limited: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = limited.extensions["demosx_limits"][0]

    def gone(*_args: object, **_kwargs: object) -> bool:
        raise StorageError(ConnectionError("no route to the store"))

    monkeypatch.setattr(limiter, "hit", gone)
    assert tries(limited, "kim") == 3


@pytest.mark.parametrize(
    ("remote", "known_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("a-socket", "unknown"),
    ],
)
def test_who_is_calling(limited: Flask, remote: str, known_as: str) -> None:
    with limited.test_request_context("/", environ_base={"REMOTE_ADDR": remote}):
        assert address() == known_as


@pytest.mark.parametrize(
    ("remote", "block"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("2001:db8:1:ffff::1", "2001:db8:1::/48"),
        ("a-socket", "unknown"),
    ],
)
def test_from_which_block_a_call_comes(limited: Flask, remote: str, block: str) -> None:
    with limited.test_request_context("/", environ_base={"REMOTE_ADDR": remote}):
        assert address_block() == block


def test_a_forwarded_address_is_not_believed(limited: Flask) -> None:
    called_from: Callable[[], str] = address
    headers = {"X-Forwarded-For": "203.0.113.9"}
    with limited.test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.7"}, headers=headers):
        assert called_from() == "192.0.2.7"


def test_a_proxy_that_was_not_declared_is_warned_of_once(
    limited: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        with limited.test_request_context("/", headers={"X-Forwarded-For": "203.0.113.9"}):
            address()
    (warning,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert "proxies = 1" in warning.getMessage()


def test_a_declared_proxy_is_no_surprise(limited: Flask, caplog: pytest.LogCaptureFixture) -> None:
    limited.config["TRUSTED_PROXIES"] = 1
    with limited.test_request_context("/", headers={"X-Forwarded-For": "203.0.113.9"}):
        address()
    assert caplog.records == []
