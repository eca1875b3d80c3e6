"""What goes wrong with the news of what was promised, in words that people understand."""

from flask_babel import lazy_gettext as _l

from ...core.errors import Conflict, InvalidInput


class NothingSaid(InvalidInput):
    """News without words."""

    message = _l("Please write what has happened.")


class UnknownState(InvalidInput):
    """A state that a promise cannot be in, or a share that is none."""

    message = _l("Please choose how far it has come.")


class UnknownCommitment(InvalidInput):
    """A promise that was not made on this proposal."""

    message = _l("Please choose one of the promises of this proposal.")


class NoReportDue(Conflict):
    """A report where none is owed, or not any more."""

    message = _l("No report is due now. It may have been written already.")
