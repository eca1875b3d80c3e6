"""Google. Its documentation: developers.google.com, OpenID Connect.

It is a provider like any of OpenID Connect; its addresses are found at its issuer.
"""

from flask_babel import lazy_gettext as _l

from ..core.providers import Provider
from .openid import claims

PROVIDER = Provider(
    key="google",
    names={"ko": "구글", "en": "Google"},
    label=_l("Go on with Google"),
    claims=claims,
    issuer="https://accounts.google.com",
    scope="openid email",
    order=30,
)
