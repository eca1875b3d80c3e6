"""What the list of sessions says of each."""

from flask_babel import gettext as _

from ..people.models import SignIn
from .providers import name_of, providers


def words_of(row: SignIn) -> str:
    """How somebody came in; nothing where they came by a provider that the site no longer has."""
    ours = {
        "password": _("with the password"),
        "link": _("by a mailed link"),
        "passkey": _("with a passkey"),
        "demo": _("as somebody of the demonstration"),
    }
    if row.way in providers():
        return _("with %(provider)s", provider=name_of(row.way))
    return ours.get(row.way, "")
