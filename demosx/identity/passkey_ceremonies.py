"""Registering and showing passkeys: what a browser is asked, and what its answer proves.

A question is asked of one browser, for one purpose, and is good for ten minutes; its answer counts once, also when
the browser's cookie is copied. Passkeys always verify their owner, by a fingerprint, a face or a PIN: so one of them is
two factors.
"""

import json
from collections.abc import MutableMapping, Sequence
from typing import Any

import webauthn
from sqlalchemy import select
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ..core import clock
from ..core.db import db, lock, raising
from ..core.security import keyed
from ..core.settings import named, site
from ..people.models import Account
from ..people.services import sign_out_everywhere
from . import factor_letters as letters
from .factor_errors import PasskeyKnown, PasskeyRefused, TooManyPasskeys
from .factor_queries import factors_of
from .passkey_challenges import REGISTER, SHOW, ask, asked
from .passkey_models import Passkey
from .passkey_site import origin, rp_id

MOST = 20
VERIFIED = UserVerificationRequirement.REQUIRED


def ask_to_register(account: Account, held: MutableMapping[str, Any]) -> dict[str, Any]:
    """What the browser of somebody is asked to make a passkey for; `held` is its session, which keeps the question.

    Raises TooManyPasskeys.
    """
    known = factors_of(account.id).passkeys
    if len(known) >= MOST:
        raise TooManyPasskeys()
    options = webauthn.generate_registration_options(
        rp_id=rp_id(),
        rp_name=named(site().name, account.language),
        user_id=handle(account.id),
        user_name=account.email or account.nickname,
        user_display_name=account.nickname,
        challenge=ask(held, REGISTER),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential_id) for one in known],
    )
    return _plain(options)


def ask_to_show(held: MutableMapping[str, Any], passkeys: Sequence[Passkey] = ()) -> dict[str, Any]:
    """What a browser is asked: to show one of these passkeys, or any that it has for this site."""
    options = webauthn.generate_authentication_options(
        rp_id=rp_id(),
        challenge=ask(held, SHOW),
        allow_credentials=[PublicKeyCredentialDescriptor(id=one.credential_id) for one in passkeys] or None,
        user_verification=VERIFIED,
    )
    return _plain(options)


def register(
    account: Account, name: str, answer: str, held: MutableMapping[str, Any], keep: str | None
) -> Passkey:
    """Keep a passkey that the browser has made, and end every session but the one whose secret is `keep`.

    Raises PasskeyRefused, PasskeyKnown or TooManyPasskeys.
    """
    challenge = asked(held, REGISTER)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=rp_id(),
            expected_origin=origin(),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise PasskeyRefused() from error
    lock(account)
    if len(factors_of(account.id).passkeys) >= MOST:
        raise TooManyPasskeys()
    now = clock.wall()
    passkey = Passkey(
        account_id=account.id, credential_id=made.credential_id, public_key=made.credential_public_key,
        sign_count=made.sign_count, name=name, created_at=now, last_used_at=now,
    )  # fmt: skip
    with raising(PasskeyKnown()):
        db.session.add(passkey)
    sign_out_everywhere(account.id, but=keep)
    letters.passkey_added(account, name)
    return passkey


def shown(answer: str, held: MutableMapping[str, Any], of: int | None = None) -> Passkey:
    """The passkey that the browser has shown; one `of` this account, where that is known before.

    Raises PasskeyRefused, the same whatever is wrong: another site, an old question, an answer given before, a passkey
    that is unknown, removed or somebody else's, or a device that counts backwards, as a copied one does.
    """
    challenge = asked(held, SHOW)
    credential = _parsed(answer)
    passkey: Passkey | None = db.session.scalar(
        select(Passkey)
        .where(Passkey.credential_id == credential.raw_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if passkey is None or (of is not None and passkey.account_id != of):
        raise PasskeyRefused()
    said = credential.response.user_handle
    if said != handle(passkey.account_id) and (of is None or said):
        raise PasskeyRefused()
    try:
        proof = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=rp_id(),
            expected_origin=origin(),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise PasskeyRefused() from error
    passkey.sign_count, passkey.last_used_at = proof.new_sign_count, clock.wall()
    return passkey


def handle(account_id: int) -> bytes:
    """What a device keeps to know the account by: it says nothing to anybody else."""
    return bytes.fromhex(keyed("passkey", account_id))


def _parsed(answer: str) -> AuthenticationCredential:
    try:
        return parse_authentication_credential_json(answer)
    except (WebAuthnException, ValueError) as error:
        raise PasskeyRefused() from error


def _plain(options: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return plain
