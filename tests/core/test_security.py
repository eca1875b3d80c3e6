"""The headers of every response."""

import re

from flask.testing import FlaskClient


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
