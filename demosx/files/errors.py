"""Why a picture or a file is not taken, and what to do instead."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, DomainError, InvalidInput, NotAllowed


class NotTaken(DomainError):
    """The bytes are none of the kinds that are taken."""

    message = _l(
        "This kind of file is not taken. Please send a picture (JPEG, PNG, WebP, GIF) or a file "
        "(PDF, HWP, HWPX, DOCX, XLSX, PPTX, ODT, TXT, CSV)."
    )


class Empty(NotTaken):
    """Nothing was sent, or a file of zero bytes."""

    message = _l("The file is empty. Please choose another one.")


class IsHeic(NotTaken):
    """A picture in the format of iPhones, which browsers do not show."""

    message = _l(
        "This picture is in the HEIC format, which most browsers cannot show. On an iPhone, choose Settings › Camera › "
        "Formats › Most Compatible and take it anew, or save it as JPEG and send that."
    )


class IsVector(NotTaken):
    """SVG or HTML: what can run script."""

    message = _l(
        "SVG and HTML files are not taken, since they can hold programs. Please send a PNG, JPEG or PDF instead."
    )


class HasMacros(NotTaken):
    """An office document with programs or embedded objects."""

    message = _l(
        "This document holds macros or embedded programs. Please save it without them, for example as PDF, and send "
        "that."
    )


class Broken(NotTaken):
    """It begins like a known kind and is not one, or ends too early."""

    message = _l(
        "The file is damaged or incomplete. Please open it on your device, save it again, and send that."
    )


class TooLarge(DomainError):
    """More bytes than the site takes."""

    status = 413
    message = _l("The file is too large: at most %(most)s. Please make it smaller, or send a part of it.")


class TooManyPixels(DomainError):
    """More pixels than the site takes."""

    message = _l(
        "The picture has too many pixels: at most %(most)s megapixels are taken. Please make it smaller."
    )


class NoRoomHere(Conflict):
    """The place holds as many as it may."""

    message = _l("There are as many here as may be: %(most)s. Please remove one first.")


class Busy(DomainError):
    """Too many pictures are being made smaller at this moment."""

    status = 503
    message = _l("Many pictures are being sent at this moment. Please try again in a minute.")


class NotYours(NotAllowed):
    """This person may see the place and not change what lies there."""

    message = _l("You may not change the pictures and files here.")


class NotKept(DomainError):
    """It came with a form whose place is not there any more, or is somebody else's."""

    message = _l("The file could not be kept with this. Please choose it again.")


class ReasonNeeded(InvalidInput):
    """Who takes away what somebody else has put there says why."""

    message = _l("Please say why it is removed. The reason is shown in the history of the proposal.")
