"""Letters that a site on trial writes into files: what was sent to somebody who has left goes from there too."""

from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from pathlib import Path

from sqlalchemy import select

from ..core.db import db
from ..core.mail import Letter
from ..core.settings import site
from ..people.names import email_key

FOLDER = "data/mail"


def numbers_about(account_id: int) -> frozenset[int]:
    """The numbers of the letters about an account, wherever they went; to be asked before they are forgotten."""
    return frozenset(db.session.scalars(select(Letter.id).where(Letter.about_id == account_id)))


def forget(address: str | None, numbers: frozenset[int] = frozenset()) -> int:
    """Delete the files of letters to an address, and of those with these numbers; how many."""
    key = email_key(address) if address is not None else None
    theirs = [file for file in files() if _is_theirs(file, key, numbers)]
    for file in theirs:
        file.unlink(missing_ok=True)
    return len(theirs)


def files() -> list[Path]:
    """Every letter in the folder, the oldest first."""
    folder = site().folder / FOLDER
    return sorted(folder.glob("*.eml")) if folder.is_dir() else []


def _is_theirs(file: Path, key: str | None, numbers: frozenset[int]) -> bool:
    letter = message_from_bytes(file.read_bytes(), policy=default)
    number = str(letter["Message-ID"] or "").removeprefix("<letter-").partition(".")[0]
    if number.isdecimal() and int(number) in numbers:
        return True
    return key is not None and email_key(parseaddr(str(letter["To"] or ""))[1]) == key
