"""A plugin brings a provider of its own; the site file switches it on, like any other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import app as application
from demosx import testing
from demosx.core.db import db
from demosx.core.providers import Claims, Endpoints, Provider, called
from demosx.plugins import Plugin

# As a plugin's author writes it.
LODGE = Provider(
    key="lodge",
    names={"ko": "별장 계정", "en": "Lodge"},
    claims=lambda answer: Claims(subject=called(answer["member"])),
    endpoints=Endpoints(authorize="https://lodge.example/a", tokens="https://lodge.example/t"),
    more={"level": "high"},
)


def with_plugin(folder: Path, monkeypatch: pytest.MonkeyPatch, plugin: Plugin, **sign_in: object) -> Flask:
    real = application.build_registry

    def build(site: object) -> object:
        registry = real(site)  # type: ignore[arg-type]
        registry.add(plugin)
        return registry

    monkeypatch.setattr(application, "build_registry", build)
    return testing.application(folder, sign_in=sign_in)


@pytest.fixture
def lodge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    plugin = Plugin(name="lodge", sign_in=[LODGE])
    made = with_plugin(tmp_path, monkeypatch, plugin, others={"lodge": {"client_id": "abc"}})
    with made.app_context():
        db.create_all()
        yield made.test_client()
        db.session.remove()
        db.engine.dispose()


def test_its_button_and_where_it_leads(lodge: FlaskClient) -> None:
    english = lodge.get("/sign-in", headers={"Accept-Language": "en"}).text
    assert 'class="button way way-lodge" href="/sign-in/lodge">Go on with Lodge<' in english
    korean = lodge.get("/sign-in", headers={"Accept-Language": "ko"}).text
    assert ">별장 계정으로 시작하기<" in korean, "with the particle that fits the name"
    gone = lodge.get("/sign-in/lodge").location
    assert gone.startswith("https://lodge.example/a?")
    for part in ("client_id=abc", "level=high", "code_challenge_method=S256", "state="):
        assert part in gone
    assert "redirect_uri=http%3A%2F%2Flocalhost%2Fsign-in%2Flodge%2Fcallback" in gone
    assert "nonce" not in gone, "it has no tokens of identity"


def test_installed_is_not_enabled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = with_plugin(tmp_path, monkeypatch, Plugin(name="lodge", sign_in=[LODGE]))
    with made.app_context():
        db.create_all()
        assert "way-lodge" not in made.test_client().get("/sign-in").text
        assert made.test_client().get("/sign-in/lodge").status_code == 404
        db.engine.dispose()


def test_two_do_not_bring_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="two ways of signing in are called lodge"):
        with_plugin(
            tmp_path,
            monkeypatch,
            Plugin(name="lodge", sign_in=[LODGE, LODGE]),
            others={"lodge": {"client_id": "abc"}},
        )


@pytest.mark.parametrize("addresses", [{}, {"issuer": "https://a.example", "endpoints": LODGE.endpoints}])
def test_it_is_reached_in_one_way(addresses: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="either endpoints or an issuer"):
        Provider(key="x", names={}, claims=LODGE.claims, **addresses)  # type: ignore[arg-type]
