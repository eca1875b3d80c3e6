"""One hierarchy of errors that people see. Each knows its HTTP status and a sentence that says what to do."""

from flask_babel import lazy_gettext as _l


class DomainError(Exception):
    """Something a person asked for cannot be done. `facts` fill the sentence; nothing was changed."""

    status = 422
    message = _l("This cannot be done.")

    def __init__(self, message: object | None = None, **facts: object) -> None:
        super().__init__(str(type(self).__name__))
        if message is not None:
            self.message = message
        self.facts = facts

    @property
    def code(self) -> str:
        """A stable word for machines: the class name in snake case."""
        name = type(self).__name__
        return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.facts if self.facts else text


class InvalidInput(DomainError):
    """What was typed does not fit; the sentence says what would."""


class NotSignedIn(DomainError):
    """The request needs an account."""

    status = 401
    message = _l("Please sign in to do this.")


class NotAllowed(DomainError):
    """This person may not do this, here and now."""

    status = 403
    message = _l("You may not do this.")


class NotFound(DomainError):
    """There is nothing at this address, or nothing that this person may see."""

    status = 404
    message = _l("There is nothing at this address.")


class Conflict(DomainError):
    """Somebody else was faster, or the state has changed since the page was made."""

    status = 409
    message = _l("This has changed in the meantime. Please look at the page again.")


class ChangedMeanwhile(Conflict):
    """A text was changed since the form was opened. Both versions are to be shown; nothing was overwritten."""

    message = _l("Somebody else has changed this while you were writing. Nothing was overwritten.")


class TooMany(DomainError):
    """Too many attempts in a short time."""

    status = 429
    message = _l("Too many attempts. Please wait a little and try again.")
