"""What the pages show of pictures and files: those that are there, and what may still be added."""

from dataclasses import dataclass

from flask import url_for

from ..core.settings import site
from .models import StoredFile
from .places import Place, kind_of
from .queries import attached
from .words import ACCEPTED, size_words, type_words


@dataclass(frozen=True)
class Shown:
    """A picture or a file as templates show it."""

    key: str
    kind: str
    name: str
    description: str
    type: str
    size: str
    width: int | None
    height: int | None
    url: str
    small_url: str

    @property
    def picture(self) -> bool:
        """Whether it is a picture."""
        return self.kind == "picture"


@dataclass(frozen=True)
class Uploads:
    """The part of a page in which files are added, described and removed. `done_url` is where one goes afterwards.

    `others`: it is what others have put there, which can only be taken down, with a reason."""

    place: Place
    pictures: list[Shown]
    files: list[Shown]
    pictures_each: int
    files_each: int
    most_picture: str
    most_file: str
    accepted: str
    url: str
    done_url: str
    others: bool = False

    @property
    def room(self) -> bool:
        """Whether anything more may be added."""
        return not self.others and (
            len(self.pictures) < self.pictures_each or len(self.files) < self.files_each
        )


def shown(files: list[StoredFile]) -> list[Shown]:
    """Files as templates show them, in their order."""
    return [
        Shown(
            key=file.key, kind=file.kind, name=file.name, description=file.description,
            type=type_words(file.media_type), size=size_words(file.size), width=file.width, height=file.height,
            url=url_for("files.show", key=file.key),
            small_url=url_for("files.small", key=file.key) if file.kind == "picture" else "",
        )
        for file in files
    ]  # fmt: skip


def uploads(place: Place, others: bool = False) -> Uploads:
    """What `files/_upload.html` shows of a place. One query. Whether this person may change it was asked before."""
    everything = shown(attached(place))
    settings = site().uploads
    return Uploads(
        place=place,
        pictures=[one for one in everything if one.picture],
        files=[one for one in everything if not one.picture],
        pictures_each=settings.pictures_each,
        files_each=settings.files_each,
        most_picture=size_words(settings.picture),
        most_file=size_words(settings.file),
        accepted=ACCEPTED,
        url=url_for("files.place", kind=place.kind, id=place.id),
        done_url=kind_of(place).page(place.id),
        others=others,
    )
