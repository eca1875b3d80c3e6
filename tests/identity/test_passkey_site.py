"""For which address passkeys are made."""

from collections.abc import Callable

import pytest
from flask import Flask

from demosx.identity import passkey_site


@pytest.mark.parametrize(
    ("address", "rp_id", "origin", "offered"),
    [
        ("https://square.handeul.example", "square.handeul.example", "https://square.handeul.example", True),
        (
            "https://square.handeul.example:443/",
            "square.handeul.example",
            "https://square.handeul.example",
            True,
        ),
        ("https://handeul.example:8443/square", "handeul.example", "https://handeul.example:8443", True),
        ("http://localhost:8000", "localhost", "http://localhost:8000", True),
        ("http://handeul.example", "handeul.example", "http://handeul.example", False),
        ("http://127.0.0.1:8000", "127.0.0.1", "http://127.0.0.1:8000", False),
        ("https://10.0.0.7", "10.0.0.7", "https://10.0.0.7", False),
    ],
)
def test_the_sites_own_address(
    make_app: Callable[..., Flask], address: str, rp_id: str, origin: str, offered: bool
) -> None:
    with make_app(processes=(), url=address).app_context():
        assert (passkey_site.rp_id(), passkey_site.origin(), passkey_site.offered()) == (
            rp_id,
            origin,
            offered,
        )


def test_a_site_may_do_without(make_app: Callable[..., Flask]) -> None:
    app = make_app(processes=(), url="https://handeul.example", sign_in={"passkeys": False})
    with app.app_context():
        assert not passkey_site.offered()
    browser = app.test_client()
    assert browser.get("/sign-in/passkey").status_code == 404
    assert browser.post("/sign-in/passkey").status_code in (400, 404)
