"""What `demosx.toml` may say, typed. Reading the file is the business of `demosx.config`."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import holidays
from flask import current_app
from pydantic import Field, HttpUrl, field_validator
from pydantic_core import PydanticCustomError

from .settings_people import Jobs, Joining, Names, Notifications, Part, Privacy, SignIn, Verification
from .settings_proposals import Drafts, Intake, Map, Moderation, Uploads


class Office(Part):
    """The responsible office, in the footer of every page."""

    name: Names = {}
    telephone: str = ""
    email: str = ""
    address: Names = {}


class Smtp(Part):
    """The mail server; the password is in data/secrets.toml or DEMOSX_SMTP_PASSWORD."""

    host: str = "localhost"
    port: int = Field(default=587, ge=1, le=65535)
    user: str = ""
    tls: Literal["starttls", "tls", "none"] = "starttls"
    timeout: int = Field(default=20, ge=1, le=300, description="Seconds")


class Mail(Part):
    """How mail leaves."""

    transport: Literal["file", "console", "smtp"] = "file"
    sender: str = ""
    smtp: Smtp = Smtp()


class CalendarSettings(Part):
    """Days on which offices rest, beyond the country's own."""

    roll: bool | None = Field(
        default=None, description="Whether due days move off rest days; else as the law says"
    )
    months: Literal["first counted", "same number"] | None = Field(
        default=None, description="How months and years end; else as the law says"
    )
    add: tuple[date, ...] = ()
    remove: tuple[date, ...] = ()


class Role(Part):
    """A role's name here, and what it may do beyond or instead of the default."""

    name: Names = {}
    permissions: tuple[str, ...] | None = None
    second_factor: bool | None = None


class Limits(Part):
    """Sizes, in characters unless said otherwise, and rates."""

    title: int = Field(default=100, ge=10, le=300)
    text: int = Field(default=20_000, ge=100, le=100_000)
    opinion: int = Field(default=3_000, ge=100, le=20_000)
    request: int = Field(default=2_000_000, ge=100_000, description="Bytes of one request")
    proposals_per_day: int = Field(default=10, ge=1)
    opinions_per_hour: int = Field(default=60, ge=1)


class Server(Part):
    """How `demosx serve` runs."""

    workers: int = Field(default=2, ge=1, le=64)
    threads: int = Field(default=4, ge=1, le=64)
    proxies: int = Field(
        default=0, ge=0, le=5, description="Reverse proxies whose X-Forwarded headers are believed"
    )
    limits: str = Field(
        default="", pattern="^(rediss?://.*)?$",
        description="Where attempts are counted. Empty: each worker for itself; or redis://…, for all together",
    )  # fmt: skip


class Database(Part):
    """Where the data is: an SQLAlchemy address. A relative SQLite path is relative to the site folder."""

    url: str = "sqlite:///data/demosx.sqlite"


class Site(Part):
    """A site's settings, whole."""

    name: Names
    languages: tuple[Literal["ko", "en"], ...] = ("ko", "en")
    timezone: str = "Asia/Seoul"
    country: str = Field(default="KR", pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?$")
    population: int = Field(default=0, ge=0)
    url: HttpUrl = HttpUrl("http://127.0.0.1:8000")
    demo: bool = False
    theme: str = "default"
    plugins: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    office: Office = Office()
    database: Database = Database()
    mail: Mail = Mail()
    calendar: CalendarSettings = CalendarSettings()
    roles: dict[str, Role] = {}
    areas: dict[str, Names] = {}
    districts: dict[str, Names] = {}
    groups: dict[str, Names] = {}
    limits: Limits = Limits()
    server: Server = Server()
    sign_in: SignIn = SignIn()
    joining: Joining = Joining()
    verification: Verification = Verification()
    privacy: Privacy = Privacy()
    notifications: Notifications = Notifications()
    jobs: Jobs = Jobs()
    drafts: Drafts = Drafts()
    uploads: Uploads = Uploads()
    map: Map = Map()
    moderation: Moderation = Moderation()
    intake: Intake = Intake()
    folder: Path = Field(default=Path(), exclude=True)
    secret_key: str = Field(default="", exclude=True, repr=False)
    smtp_password: str = Field(default="", exclude=True, repr=False)
    client_secrets: dict[str, str] = Field(default={}, exclude=True, repr=False)
    push_key: str = Field(default="", exclude=True, repr=False)

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise PydanticCustomError(
                "time_zone", "no time zone is called “{zone}”", {"zone": value}
            ) from None
        return value

    @field_validator("country")
    @classmethod
    def _country_exists(cls, value: str) -> str:
        country, _hyphen, part = value.partition("-")
        try:
            holidays.country_holidays(country, subdiv=part or None)
        except NotImplementedError:
            raise PydanticCustomError("country", "no holidays of “{country}”", {"country": value}) from None
        return value

    @field_validator("languages")
    @classmethod
    def _some_language(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise PydanticCustomError("no_language", "languages must name at least one language")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def address(self) -> str:
        """The site's own address without a slash at the end; links in mail begin with it."""
        return str(self.url).rstrip("/")


def site() -> Site:
    """The settings of the current application."""
    found: Site = current_app.extensions["demosx_site"]
    return found


def named(names: Mapping[str, str], language: str, key: str = "") -> str:
    """A name in `language`, or in another one that there is, or the key itself."""
    return names.get(language) or next(iter(names.values()), key)
