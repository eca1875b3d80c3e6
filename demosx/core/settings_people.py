"""What `demosx.toml` may say of people: how they come in, their data, what they are told."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, field_validator
from pydantic_core import PydanticCustomError

Names = Annotated[dict[str, str], Field(description="A name in each language: { ko = …, en = … }")]


class Part(BaseModel):
    """A table of the file. Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class KnownProvider(Part):
    """A provider that DemosX knows. It is on where it has a client id; its secret is in data/secrets.toml."""

    client_id: str = ""


class OpenIdProvider(Part):
    """Any provider of OpenID Connect, under a key of its own."""

    name: Names
    issuer: HttpUrl
    client_id: str
    scope: str = "openid email profile"
    identifier: str = Field(
        default="",
        description="The claim with what one person has and nobody else, for checks of who people are",
    )


PROVIDER_KEY = re.compile("[a-z][a-z0-9_]{0,29}")
TAKEN_KEYS = frozenset(
    "kakao naver google password link passkey passkeys demo both sent ci di reference".split()
)
"""Words of our addresses, and kinds by which checks know people: what a provider calls its own is of no other kind."""


class SignIn(Part):
    """The ways of signing in. Providers are on where they have a client id; `others` are those of plugins."""

    password: bool = True
    link: bool = Field(default=True, description="By a link that is mailed, without a password")
    passkeys: bool = True
    second_factor: bool = Field(default=True, description="Whether staff must show a second factor")
    kakao: KnownProvider = KnownProvider()
    naver: KnownProvider = KnownProvider()
    google: KnownProvider = KnownProvider()
    openid: dict[str, OpenIdProvider] = {}
    others: dict[str, KnownProvider] = {}

    @field_validator("openid", "others")
    @classmethod
    def _keys_fit(cls, value: dict[str, Part]) -> dict[str, Part]:
        """A key stands in addresses and in the names of variables."""
        for key in value:
            if not PROVIDER_KEY.fullmatch(key) or key in TAKEN_KEYS:
                raise PydanticCustomError(
                    "provider_key", "“{provider}” cannot be a provider", {"provider": key}
                )
        return value


class Joining(Part):
    """Who may have an account."""

    minimum_age: int = Field(default=14, ge=0, le=120, description="0: nobody is asked")
    younger: Literal["refuse", "guardian"] = Field(
        default="refuse", description="Whether younger people may join with a guardian's consent"
    )


class Verification(Part):
    """Checks of who somebody is. Those that are listed are offered, in this order."""

    checks: tuple[str, ...] = ()
    code_days: int = Field(default=30, ge=1, le=365, description="How long a code that the city issues works")


class Officer(Part):
    """The person in charge of personal data (개인정보 보호책임자)."""

    name: str = ""
    post: Names = {}
    telephone: str = ""
    email: str = ""


class Keep(Part):
    """How many days data is kept, by its kind."""

    access_log: int = Field(default=730, ge=730, description="Two years at least (Korea)")
    support_origins: int = Field(default=90, ge=1, description="From where a support came, as a hash")
    notices: int = Field(default=365, ge=1)
    letters: int = Field(default=30, ge=1)
    inactive_warning: int = Field(default=30, ge=7, description="From the warning to the deletion")


class Privacy(Part):
    """What is kept, and how long."""

    officer: Officer = Officer()
    inactive_days: int = Field(
        default=0, ge=0, description="After so many days without a visit an account is deleted; 0: never"
    )
    contributions: Literal["ask", "keep", "remove"] = Field(
        default="ask", description="What becomes of texts when somebody leaves"
    )
    keep: Keep = Keep()


class Notifications(Part):
    """When people are told."""

    digest_hour: int = Field(default=8, ge=0, le=23)
    digest_weekday: int = Field(default=1, ge=1, le=7, description="1: Monday")
    push_subject: str = Field(default="", description="mailto: address for web push; empty: no web push")
    text_sender: str = Field(default="", description="The plugin that sends text messages; empty: none")


class Jobs(Part):
    """What is done after a request: in the server itself, or by `demosx worker` through Redis or PostgreSQL."""

    queue: str = Field(default="", description="Empty: in the server; “database”; or redis://…")
