"""One hierarchy of errors that people see. Each knows its HTTP status and a sentence that says what to do."""

from collections.abc import Mapping

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


class StepNeeded(DomainError):
    """Who asks has to do something first, at the page `endpoint`; then what was asked for is done after all.

    `query` is what that page has to know, as part of its address.
    """

    status = 403
    endpoint = ""
    query: Mapping[str, str] = {}


class NotSignedIn(StepNeeded):
    """The request needs an account."""

    status = 401
    message = _l("Please sign in to do this.")
    endpoint = "people.sign_in"


class SecondFactorNeeded(StepNeeded):
    """The request needs a role that counts only once the second factor was shown in this session."""

    message = _l("Please show your second factor first.")
    endpoint = "identity.second_factor"


class AgreementNeeded(StepNeeded):
    """The request needs an agreement that was not given, or not to the present version."""

    message = _l("Please read what has changed first, and say whether you agree.")
    endpoint = "consent.agree"

    def __init__(self, *, political: bool = False) -> None:
        super().__init__()
        self.query = {"political": "1"} if political else {}


class GuardianNeeded(StepNeeded):
    """The request needs an account that a guardian has agreed to."""

    message = _l("Your parent or guardian has not agreed yet.")
    endpoint = "people.awaiting_guardian"


class AgeNeeded(StepNeeded):
    """The rules of this stage ask for an age, and it is not known."""

    message = _l("Taking part here depends on your age. Please say when you were born.")
    endpoint = "people.birth_date"


class VerificationNeeded(StepNeeded):
    """The rules of this stage ask for somebody of whom a check has shown who they are."""

    message = _l("Taking part here takes a check of who you are.")
    endpoint = "verification.choose"


class TooYoung(DomainError):
    """The rules of this stage, or of the site, ask for a higher age."""

    status = 403
    message = _l("You are too young to take part here.")


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
