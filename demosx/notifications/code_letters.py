"""The message with the code that shows whose a telephone number is."""

from flask_babel import force_locale
from flask_babel import gettext as _

from ..core.mail import Letter, Made
from ..core.settings import named, site
from . import queries
from .services.telephone import code_for


def make_code(letter: Letter) -> Made | None:
    """The message with a code. None where it is of no use any more."""
    account_id = letter.args["account"]
    found, reader = code_for(account_id, letter.args["salt"]), queries.told_account(account_id)
    if found is None or reader is None:
        return None
    number, code = found
    with force_locale(reader.language):
        text = _("Your code is %(code)s. It works for ten minutes. We never ask for it.", code=code)
        return Made(number, named(site().name, reader.language), str(text))
