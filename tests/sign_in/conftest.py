"""What the tests of signing in share: providers as processes of their own, and people who walk through them."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from demosx.core.settings_people import SignIn
from demosx.identity import providers

HTML = {"Accept": "text/html", "Accept-Language": "en"}
KOREAN = (
    "https://kauth.kakao.com",
    "https://kapi.kakao.com",
    "https://nid.naver.com",
    "https://openapi.naver.com",
)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _serve(command: list[str], port: int) -> Iterator[str]:
    """A process that listens, until the tests are over; its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def openid_process() -> Iterator[str]:
    """A provider of OpenID Connect."""
    port = _free_port()
    yield from _serve(["oidc_provider_mock", "--port", str(port)], port)


@pytest.fixture(scope="session")
def korean_process() -> Iterator[str]:
    """Kakao and Naver."""
    port = _free_port()
    yield from _serve(["tests.sign_in.korean_providers", str(port)], port)


@pytest.fixture
def behave(korean_process: str) -> Callable[..., None]:
    """Say how Kakao and Naver behave: `behave(me={"id": 1})`."""

    def tell(**how: Any) -> None:
        requests.put(f"{korean_process}/behave", json=how, timeout=5).raise_for_status()

    tell()
    return tell


@pytest.fixture
def site_with_providers(
    app: Flask, monkeypatch: pytest.MonkeyPatch, openid_process: str, korean_process: str
) -> Flask:
    """The application, with Kakao, Naver and a city's own provider switched on."""
    app.config["WTF_CSRF_ENABLED"] = False
    sign_in = SignIn(
        kakao={"client_id": "kakao-app"},
        naver={"client_id": "naver-app"},
        openid={
            "city": {
                "name": {"ko": "시청 계정", "en": "City account"},
                "issuer": openid_process,
                "client_id": "c",
            }
        },
    )
    secrets = {"kakao": "kakao-secret", "naver": "naver-secret", "city": "city-secret"}
    site = app.extensions["demosx_site"].model_copy(update={"sign_in": sign_in, "client_secrets": secrets})
    monkeypatch.setitem(app.extensions, "demosx_site", site)
    monkeypatch.setitem(app.extensions, "demosx_sign_in_ways", [])
    monkeypatch.setitem(app.extensions, "demosx_providers", {})
    monkeypatch.setitem(app.extensions, "demosx_sign_in_kept", {})
    monkeypatch.setitem(app.extensions, "demosx_sign_in_failed", {})
    monkeypatch.setitem(app.config, "SIGN_IN_HOSTS", dict.fromkeys(KOREAN, korean_process))
    providers.init_app(app, site, [])
    return app


@dataclass
class Person:
    """Somebody with a browser, who agrees to whatever a provider asks."""

    browser: FlaskClient
    sub: str = "hong"

    def get(self, address: str) -> TestResponse:
        return self.browser.get(address, headers=HTML)

    def post(self, address: str, **fields: Any) -> TestResponse:
        return self.browser.post(address, data=fields, headers=HTML)

    def leave(self, address: str) -> str:
        """Go to the provider; the path of ours to which it sends back."""
        gone = self.get(address)
        assert gone.status_code == 302, gone.text
        return self.agree(gone.location)

    def add(self, key: str) -> str:
        """Go to the provider to add it to the account; the path of ours to which it sends back."""
        gone = self.post(f"/account/ways/{key}/add")
        assert gone.status_code == 200, gone.text
        led = re.search(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', gone.text)
        assert led is not None, gone.text
        return self.agree(unescape(led[1]))

    def agree(self, there: str) -> str:
        """Say yes at the provider; the path of ours to which it sends back."""
        if "/oauth2/authorize" in there:
            back = requests.post(there, data={"sub": self.sub}, allow_redirects=False, timeout=5)
        else:
            back = requests.get(there, allow_redirects=False, timeout=5)
        assert back.status_code == 302, back.text
        parts = urlsplit(back.headers["Location"])
        return f"{parts.path}?{parts.query}"

    def go(self, key: str, onward: str = "") -> TestResponse:
        """Sign in by a provider: what our site answers to the person who comes back."""
        return self.get(self.leave(f"/sign-in/{key}" + (f"?next={onward}" if onward else "")))

    def join(self, **more: Any) -> TestResponse:
        """Send the page of joining, as it is, with everything ticked."""
        page = self.get("/join/on")
        assert page.status_code == 200, page.text
        nickname = page.text.split('name="nickname"')[1].split('value="')[1].split('"')[0]
        ticks = dict.fromkeys(("agree_terms", "agree_privacy", "agree_sensitive", "of_age"), "y")
        return self.post("/join/on", **{"nickname": nickname, **ticks, **more})

    @property
    def signed_in(self) -> bool:
        return self.get("/account").status_code == 200


@pytest.fixture
def person(site_with_providers: Flask) -> Callable[..., Person]:
    """Somebody with a browser of their own: `person()`, `person(sub="kim")`."""
    return lambda **more: Person(site_with_providers.test_client(), **more)
