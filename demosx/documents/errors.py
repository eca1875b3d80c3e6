"""What goes wrong with documents, in words that people understand."""

from flask_babel import lazy_gettext as _l

from ..core.errors import InvalidInput


class NothingInIt(InvalidInput):
    """A document without a text and without a link."""

    message = _l("Please write a text or give a link.")


class LinkWrong(InvalidInput):
    """A link that does not lead to the web."""

    message = _l("Please give a link that begins with https:// or http://.")


class UnknownPart(InvalidInput):
    """A document for a part that no dossier has."""

    message = _l("Please choose a part of the dossier.")


class ReasonMissing(InvalidInput):
    """A document taken back without saying why."""

    message = _l("Please say why.")
