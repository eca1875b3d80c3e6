"""What proposers type who offer to go on together."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from ..core.forms import Form, Needed, TextField, at_most
from ..journey.travel import LONGEST_GIVEN


class OfferForm(Form):
    """Why two proposals should go on together."""

    into = HiddenField()
    reason = TextField(
        _l("Why together?"), [Needed(), at_most(LONGEST_GIVEN)],
        description=_l("The other proposer reads it. Once they agree, it stands on the pages of both proposals."),
    )  # fmt: skip
