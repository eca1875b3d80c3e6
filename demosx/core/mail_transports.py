"""The ways in which a letter leaves: into a file, onto the console, or to a mail server."""

import logging
import os
import smtplib
import ssl
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from .settings import Smtp, site

log = logging.getLogger(__name__)


class Refused(Exception):
    """The server does not take this letter: now, or `for_good`."""

    def __init__(self, reason: str, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Gone(Refused):
    """Nobody is at this address any more. The way out has forgotten it; nothing went wrong."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, for_good=True)


class Unavailable(Exception):
    """No letter can leave now, whoever it is for."""


class Transport(Protocol):
    """A way out. `send` raises Refused or Unavailable; `close` ends what was open."""

    def send(self, message: EmailMessage, to: str) -> None: ...

    def close(self) -> None: ...


class Console:
    """Letters appear where the program was started."""

    def send(self, message: EmailMessage, to: str) -> None:
        """Print the letter."""
        print(f"\n--- To: {to}\n--- Subject: {message['Subject']}\n{message.get_content()}---", flush=True)

    def close(self) -> None:
        """Nothing is open."""


class Files:
    """Letters become files in a folder, one `.eml` each. Sent twice, a letter is still one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage, to: str) -> None:
        """Write the letter whole or not at all."""
        target = self.folder / f"{_number(message)}.eml"
        part = target.with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.write_bytes(bytes(message))
            part.chmod(0o600)
            part.replace(target)
        except OSError as broken:
            raise Unavailable(f"cannot write {target}: {broken.strerror}") from broken

    def close(self) -> None:
        """Nothing is open."""


class Server:
    """A mail server over SMTP. The certificate is verified, and every step has the configured timeout."""

    def __init__(self, settings: Smtp, password: str, trust: ssl.SSLContext | None = None) -> None:
        self.settings = settings
        self.password = password
        self._trust = trust
        self.connection: smtplib.SMTP | None = None

    @property
    def trust(self) -> ssl.SSLContext:
        """By whom certificates are vouched for: the machine's own list, which takes long to read, unless given."""
        return self._trust or _machines_trust()

    def send(self, message: EmailMessage, to: str) -> None:
        """Hand the letter over. One connection serves many letters."""
        try:
            server = self.connection or self._connect()
            server.send_message(message, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as refused:
            code, reason = refused.recipients[to]
            raise Refused(f"{code} {_text(reason)}", code >= 500) from refused
        except smtplib.SMTPDataError as refused:
            raise Refused(
                f"{refused.smtp_code} {_text(refused.smtp_error)}", refused.smtp_code >= 500
            ) from refused
        except (smtplib.SMTPException, OSError) as away:
            self.close()
            raise Unavailable(
                f"{self.settings.host}:{self.settings.port}: {type(away).__name__} {away}"
            ) from away

    def close(self) -> None:
        """Say goodbye; a server that does not hear it is left alone."""
        server, self.connection = self.connection, None
        if server is None:
            return
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            log.debug("the mail server was gone before goodbye")
            server.close()

    def _connect(self) -> smtplib.SMTP:
        """Speak to the server. It is remembered at once: also one that refuses what follows has to be left."""
        chosen = self.settings
        if chosen.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                chosen.host, chosen.port, timeout=chosen.timeout, context=self.trust
            )
        else:
            server = smtplib.SMTP(chosen.host, chosen.port, timeout=chosen.timeout)
        self.connection = server
        if chosen.tls == "starttls":
            server.starttls(context=self.trust)
        if chosen.user:
            server.login(chosen.user, self.password)
        return server


def transport() -> Transport:
    """The way that the site file names."""
    settings = site()
    if settings.mail.transport == "smtp":
        return Server(settings.mail.smtp, settings.smtp_password)
    if settings.mail.transport == "console":
        return Console()
    return Files(settings.folder / "data" / "mail")


@lru_cache
def _machines_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _number(message: EmailMessage) -> str:
    return str(message["Message-ID"]).strip("<>").partition(".")[0]


def _text(reason: bytes | str) -> str:
    return reason.decode(errors="replace") if isinstance(reason, bytes) else reason
