"""The headers of every response, and what is a path of this site."""

import re

import pytest
from flask.testing import FlaskClient

from demosx.core.security import local_path


def test_what_is_public_does_not_vary_by_cookie(client: FlaskClient) -> None:
    front = client.get("/")
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in front.headers["Vary"].split(",")}
    assert front.headers["Cache-Control"] == "private, no-store"
    links = re.findall(r'(?:href|src)="(/static/[^"]+|/theme[^"]+)"', front.text)
    assert links
    for link in links:
        file = client.get(link)
        assert file.status_code == 200
        assert "public" in file.headers["Cache-Control"]
        assert "Cookie" not in file.headers.get("Vary", "")


@pytest.mark.parametrize(
    "target",
    [
        None, "", "elsewhere", "https://evil.example/", "javascript:alert(1)", "//evil.example", "///evil.example",
        "/\\evil.example", "/a\\..\\..\\evil.example", "/\t/evil.example", "/a\r\nSet-Cookie: a=b", "/\x00",
        " /a", "?a",
    ],
)  # fmt: skip
def test_a_path_of_elsewhere_is_no_path_of_this_site(target: str | None) -> None:
    """Whatever else stands behind it: each part of the guard refuses by itself."""
    assert local_path(target, "/safe") == "/safe"


@pytest.mark.parametrize("target", ["/", "/proposals?q=가&next=//a#b", "/files/of/proposal/3", "/a:b"])
def test_a_path_of_this_site_stays_as_it_is(target: str) -> None:
    assert local_path(target) == target
