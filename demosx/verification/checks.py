"""The checks that come with the house, brought by the same door as those of plugins."""

from collections.abc import Mapping, Sequence

from flask import current_app
from flask_babel import lazy_gettext as _l

from ..core.settings import site
from ..plugins import CheckField, Plugin, Registry, VerificationCheck, Verified
from . import queries, services
from .columns import BIRTH, label
from .identity import CI, REFERENCE

CODE, RESIDENTS, CLAIM = "code", "residents", "claim"


def checks() -> list[VerificationCheck]:
    """The checks that the site lists, in its order, as far as they are there."""
    known = registry().checks
    return [known[name] for name in site().verification.checks if name in known]


def check_called(name: str) -> VerificationCheck | None:
    """A check that the site lists and that can be used now."""
    return next((one for one in checks() if one.name == name and one.offered()), None)


def label_of(method: str) -> str:
    """What a check is called, also one that the site no longer lists."""
    known = registry().checks.get(method)
    return str(known.label) if known else method


def registry() -> Registry:
    """What the application's plugins bring."""
    found: Registry = current_app.extensions["demosx_registry"]
    return found


def _code_fields() -> Sequence[CheckField]:
    hint = _l("Twelve letters and digits, as in the letter. Hyphens and small letters do not matter.")
    return (
        CheckField(
            name="code", label=_l("Code from the city"), hint=hint, kind="code", autocomplete="one-time-code"
        ),
    )


def _redeem(typed: Mapping[str, str]) -> Verified:
    return services.redeem(typed.get("code", ""))


def _resident_fields() -> Sequence[CheckField]:
    known = queries.resident_list()
    return [
        CheckField(
            name=f"column{number}",
            label=label(key),
            kind="date" if key == BIRTH else "text",
            hint=_l("With the year in full, for example 1990-05-21.") if key == BIRTH else "",
        )
        for number, key in enumerate(known.columns if known else ())
    ]


def _match(typed: Mapping[str, str]) -> Verified:
    known = queries.resident_list()
    columns = known.columns if known else []
    return services.match_resident(
        {key: typed.get(f"column{number}", "") for number, key in enumerate(columns)}
    )


def _there_is_a_list() -> bool:
    return queries.resident_list() is not None


plugin = Plugin(
    name="verification",
    checks=(
        VerificationCheck(
            name=CODE,
            label=_l("Code from the city"),
            explain=_l(
                "The city gives you a code, by post or at the counter. Type it here. It works once, until the day in "
                "the letter."
            ),
            knows_by=REFERENCE,
            fields=_code_fields,
            submit=_redeem,
        ),
        VerificationCheck(
            name=RESIDENTS,
            label=_l("List of residents"),
            explain=_l(
                "Type a few details as the city has them. They are compared with the list of residents, of which only "
                "hashes are kept here."
            ),
            kept=_l("Your date of birth too, where the list asks for it, so that age limits can be held."),
            knows_by=REFERENCE,
            fields=_resident_fields,
            submit=_match,
            offered=_there_is_a_list,
        ),
        VerificationCheck(
            name=CLAIM,
            label=_l("By signing in"),
            explain=_l(
                "Sign in with a provider that has checked who you are and tells us so. Whoever has done that once is "
                "verified without doing anything more."
            ),
            knows_by=CI,
        ),
    ),
)
