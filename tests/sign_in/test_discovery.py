"""What a provider says of itself is believed only where it fits the issuer that the site file names."""

from typing import Any

import pytest

from demosx.identity import discovery
from demosx.identity.errors import NoSense


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": None},
        {"token_endpoint": "http://169.254.169.254/latest"},
        {"jwks_uri": "file:///etc/passwd"},
        {"userinfo_endpoint": "http://localhost:6379/"},
        {"userinfo_endpoint": 5},
    ],
)
def test_a_description_that_does_not_fit_its_issuer(changes: dict[str, Any]) -> None:
    issuer = "https://login.city.example"
    good = {"issuer": issuer, "authorization_endpoint": f"{issuer}/a", "token_endpoint": f"{issuer}/t",
            "jwks_uri": f"{issuer}/k", "userinfo_endpoint": f"{issuer}/u"}  # fmt: skip
    assert discovery._described(issuer, good).tokens == f"{issuer}/t"
    with pytest.raises(NoSense):
        discovery._described(issuer, good | changes)
