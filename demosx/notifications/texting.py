"""Text messages, by the sender that the site names: the way out, and which numbers are telephone numbers."""

import re

from flask import current_app

from ..core.mail import Letter, Made
from ..core.security import keyed
from ..core.settings import site
from ..core.text_senders import FILES, TextMessage, TextSender

_KOREAN = re.compile(r"0(1\d{8,9})")
_ANY = re.compile(r"\+[1-9]\d{7,14}")


def sender() -> TextSender | None:
    """What sends this site's text messages; None where it sends none."""
    name = site().notifications.text_sender
    known: dict[str, TextSender] = current_app.extensions.get("demosx_text_senders", {})
    return {FILES.name: FILES, **known}.get(name) if name else None


def telephone(written: str) -> str | None:
    """A mobile number as senders take it, with the country's code; None for what is none. Korea's may be short."""
    digits = re.sub(r"[\s().-]", "", written)
    if _ANY.fullmatch(digits):
        return digits
    korean = _KOREAN.fullmatch(digits)
    return f"+82{korean[1]}" if korean and site().country.startswith("KR") else None


class ByText:
    """The way of text messages."""

    def send(self, letter: Letter, made: Made) -> None:
        """Hand a message to the sender."""
        chosen = sender()
        if chosen is not None:
            reference = f"letter-{letter.id}-{keyed('text', letter.id)[:12]}"
            chosen.send(TextMessage(made.to, f"[{made.subject}] {made.body}", reference))

    def close(self) -> None:
        """Nothing is open."""
