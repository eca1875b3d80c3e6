"""The parts of `demosx.toml` about writing, uploads, the map, moderation and intake."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .settings_people import Part


class Drafts(Part):
    """How long what is being written is kept."""

    days: int = Field(default=30, ge=1, le=365, description="Days since the last change")


class Uploads(Part):
    """What people may put beside what they write. Sizes are in bytes."""

    picture: int = Field(default=15_000_000, ge=100_000, le=50_000_000, description="Bytes of one picture")
    file: int = Field(default=20_000_000, ge=100_000, le=100_000_000, description="Bytes of one file")
    pixels: int = Field(default=50_000_000, ge=1_000_000, le=100_000_000, description="Pixels of one picture")
    pictures_each: int = Field(default=5, ge=0, le=20)
    files_each: int = Field(default=3, ge=0, le=20)


class Map(Part):
    """A picture of the city, and how far it reaches in degrees (WGS 84). Without a picture there is no map."""

    picture: str = Field(default="", description="A file in the site folder: SVG, PNG or JPEG")
    north: float = Field(default=0, ge=-85, le=85)
    south: float = Field(default=0, ge=-85, le=85)
    west: float = Field(default=0, ge=-180, le=180)
    east: float = Field(default=0, ge=-180, le=180)
    credit: str = Field(default="", description="Whose map it is, as its licence asks")

    @model_validator(mode="after")
    def _reaches_somewhere(self) -> Self:
        if self.picture and not (self.north > self.south and self.east > self.west):
            raise PydanticCustomError("map_edges", "a map needs north above south and east beyond west")
        return self


class Moderation(Part):
    """What is brought before operators by itself. It never hides anything."""

    words: tuple[str, ...] = ()
    links: int = Field(default=3, ge=1, description="So many links in one opinion are noticed")
    objection_days: int = Field(default=30, ge=1, le=365, description="Days in which an author may object")


class Intake(Part):
    """What is entered for people without an account."""

    contact_days: int = Field(default=180, ge=1, le=1095, description="Days that names and contacts are kept")
    claim_days: int = Field(default=365, ge=1, le=3650, description="Days in which a code can be used")
