"""What people type after a proposal is filed: additions, reasons, requests of the staff and their answers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField
from wtforms.validators import InputRequired, Optional

from ..core.forms import Form, Needed, TextField, at_most
from ..core.settings import site
from ..journey.travel import LONGEST_GIVEN


class AdditionForm(Form):
    """What its proposers add under a text."""

    addition = TextField(
        _l("Addition"),
        description=_l("It stands below your text, with its date. The text itself stays as it is."),
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.addition.validators = [Needed(), at_most(site().limits.text)]
        self.addition.render_kw = {"maxlength": site().limits.text, "required": True}
        self.addition.flags.required = True


class SupplementForm(Form):
    """What staff ask the proposers to supplement, and by when."""

    question = TextField(
        _l("What is to be added?"), [Needed(), at_most(LONGEST_GIVEN)],
        description=_l("Everybody can read it. The proposers get a letter and answer on the proposal's page."),
        render_kw={"maxlength": LONGEST_GIVEN, "required": True},
    )  # fmt: skip
    due = DateField(
        _l("By the end of"), [InputRequired(message=_l("Please fill this in."))],
        description=_l("The clock stands still up to this day, and that day. An answer lets it run on at once."),
    )  # fmt: skip


class SupplementAnswerForm(Form):
    """The proposers' answer."""

    answer = TextField(
        _l("Your answer"), [Needed(), at_most(LONGEST_GIVEN)], description=_l("Everybody can read it."),
        render_kw={"maxlength": LONGEST_GIVEN, "required": True},
    )  # fmt: skip


class PublicationForm(Form):
    """The plain words of the city's proposal, and the day on which it becomes public."""

    easy_text = TextField(
        _l("In plain words"),
        description=_l(
            "Short sentences, no terms of art. It stands first on the page; the text itself is folded below."
        ),
    )
    day = DateField(
        _l("Becomes public on"), [Optional()],
        description=_l("At midnight, as soon as the fact-check is done. Empty: right after the fact-check."),
    )  # fmt: skip
    seen = HiddenField()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.easy_text.validators = [at_most(site().limits.text)]
        self.easy_text.render_kw = {"maxlength": site().limits.text}
