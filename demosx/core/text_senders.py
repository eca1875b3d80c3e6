"""What sends text messages (문자, 알림톡): a contract for plugins, and a sender for trying out."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .mail_transports import Unavailable
from .settings import site


@dataclass(frozen=True)
class TextMessage:
    """One message: to a number as digits with the country's code (+821012345678), a short text, and a `reference`
    which is the same however often it is tried, so that a service that knows it already can leave it out."""

    to: str
    text: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class TextSender:
    """A service that sends text messages, under the name that the site file calls it by.

    `send` returns once the service has taken the message. It raises `Refused` where the service does not take it, now
    or for good, and `Unavailable` where it cannot be reached; everything else is a mistake in the sender. It keeps
    nothing and writes no numbers into logs. `label` is what people read. It may be called by several threads at once.
    """

    name: str
    label: Any
    send: Callable[[TextMessage], None]


def into_a_file(message: TextMessage) -> None:
    """Write a message into data/texts, one file each, where nobody but the site reads it."""
    folder = site().folder / "data" / "texts"
    target = folder / f"{message.reference}.txt"
    part: Path = target.with_suffix(f".{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.write_text(f"{message.to}\n{message.text}\n", encoding="utf-8")
        part.chmod(0o600)
        part.replace(target)
    except OSError as broken:
        raise Unavailable(f"cannot write {target}: {broken.strerror}") from broken


FILES = TextSender(name="file", label="file", send=into_a_file)
