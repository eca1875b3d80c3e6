"""What the service signs, and what is refused."""

import base64
import json

import pytest
from demosx_identity_check import signed

KEY = "a-key-for-tests"
SAID = {"ci": "CI-OF-BYEOL", "state": "s", "born_on": "1990-05-21"}


def test_a_token_is_read_back() -> None:
    assert SAID.items() <= signed.read(KEY, signed.token(KEY, SAID)).items()


def test_what_is_changed_or_signed_by_others_is_refused() -> None:
    good = signed.token(KEY, SAID)
    body, mac = good.split(".")
    changed = json.loads(base64.urlsafe_b64decode(body)) | {"ci": "CI-OF-DAL"}
    forged = base64.urlsafe_b64encode(json.dumps(changed, sort_keys=True).encode()).decode()
    for bad in (
        f"{forged}.{mac}",
        f"{body}.{'0' * 64}",
        signed.token("another key", SAID),
        "",
        ".",
        "x.y",
        "한.글",
    ):
        with pytest.raises(signed.NotGood):
            signed.read(KEY, bad)


def test_what_is_too_old_is_refused() -> None:
    token = signed.token(KEY, SAID, now=1_000)
    assert signed.read(KEY, token, now=1_000 + signed.LIFETIME)
    with pytest.raises(signed.NotGood):
        signed.read(KEY, token, now=1_001 + signed.LIFETIME)
