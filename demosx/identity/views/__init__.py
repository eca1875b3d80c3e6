"""The pages of signing in beyond the password: providers, second factors, passkeys, sessions."""

from flask import Blueprint

bp = Blueprint("identity", __name__)

from . import both, desk_factors, passkeys, providers, second_factor, security, ways  # noqa: E402, F401 — they add to `bp`
