"""Tokens of identity (OpenID Connect Core, 3.1.3.7): believed only with the provider's own signature, for us, now."""

from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jws import JWSRegistry
from joserfc.jwt import Token

from ..core.providers import Endpoints
from .discovery import keys_at
from .errors import NoSense

# None of them is made with a key that both sides have, such as the client's secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 120  # seconds by which the clocks of two machines may differ


def checked(said: str, endpoints: Endpoints, client_id: str, nonce: str, access_token: str) -> dict[str, Any]:
    """The claims of a token of identity. Raises NoSense for any that is not good, or ProviderAway."""
    try:
        token = _decoded(said, endpoints)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": endpoints.issuer},
                "aud": {"essential": True, "value": client_id},
            },
            {"nonce": nonce, "client_id": client_id, "access_token": access_token},
        )
        claims.validate(leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise NoSense(f"id_token: {type(error).__name__}") from error
    return dict(claims)


def _decoded(said: str, endpoints: Endpoints) -> Token:
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        return jwt.decode(said, keys_at(endpoints.keys), registry=registry)
    except InvalidKeyIdError:
        return jwt.decode(said, keys_at(endpoints.keys, anew=True), registry=registry)
