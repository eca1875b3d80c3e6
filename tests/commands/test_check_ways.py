"""What `demosx check` says of ways of signing in."""

from pathlib import Path

import pytest

from demosx.config import load_site
from demosx.identity.exchange import redirect_uri

from .calling import call, edit, ok


def secrets(site: Path, text: str) -> None:
    file = site / "data" / "secrets.toml"
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_client_id_without_its_secret(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(site / "demosx.toml", '#[sign_in.kakao]\n#client_id = ""', '[sign_in.kakao]\nclient_id = "abc"')
    said = ok("--site", site, "check")
    assert "Signing in by kakao is on, but there is no secret for it." in said
    assert "DEMOSX_CLIENT_SECRET_KAKAO" in said
    assert "Redirect URI to enter at kakao: http://127.0.0.1:8000/sign-in/kakao/callback" in said
    monkeypatch.setenv("DEMOSX_CLIENT_SECRET_KAKAO", "s")
    assert "no secret" not in ok("--site", site, "check")
    assert load_site(site).client_secrets == {"kakao": "s"}


def test_a_secret_without_a_client_id(site: Path) -> None:
    secrets(site, '\n[client_secrets]\nnaver = "s"\n')
    assert "There is a secret for naver, but signing in by it is not on" in ok("--site", site, "check")


def test_a_provider_that_no_plugin_brings(site: Path) -> None:
    edit(site / "demosx.toml", "#[sign_in.others.lodge]\n#client_id", "[sign_in.others.lodge]\nclient_id")
    result = call("--site", site, "check")
    assert result.exit_code == 1
    assert "No plugin brings a way of signing in that is called “lodge”." in result.stderr


def test_no_way_at_all(site: Path) -> None:
    edit(site / "demosx.toml", "#password = true\n#link = true", "password = false\nlink = false")
    result = call("--site", site, "check")
    assert result.exit_code == 1
    assert "Nobody could sign in" in result.stderr


@pytest.mark.parametrize("key", ["kakao", "link", "City", "a-b", "2x", ""])
def test_keys_that_cannot_be_providers(site: Path, key: str) -> None:
    edit(
        site / "demosx.toml",
        "#[sign_in.openid.city]",
        f'[sign_in.openid."{key}"]\nname = {{ ko = "x" }}\nissuer = "https://x.example"\nclient_id = "x"\n#',
    )
    result = call("--site", site, "check")
    assert result.exit_code == 1
    assert f"a provider of your own cannot be called “{key}”" in result.stderr


def test_the_address_is_the_one_that_is_used(site: Path) -> None:
    from demosx.app import create_app
    from demosx.commands.provider_check import addresses

    edit(site / "demosx.toml", '#[sign_in.google]\n#client_id = ""', '[sign_in.google]\nclient_id = "abc"')
    made = load_site(site)
    with create_app(made).app_context():
        assert addresses(made) == {"google": redirect_uri("google")}
