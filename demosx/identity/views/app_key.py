"""The key of an app that is being set up: in the browser's session until its first code has come."""

from datetime import timedelta

import pyotp
import segno
from flask import session

from ...core.settings import named, site
from ...people.models import Account
from ..factor_sealing import seal, unseal

KEPT = "app_key"
GOOD_FOR = timedelta(minutes=30)


def key_in_hand(account_id: int) -> str:
    """The key that this browser was shown last, or a new one. Encrypted, since a cookie can be read by its browser."""
    key = unseal(account_id, session.get(KEPT, ""), within=int(GOOD_FOR.total_seconds()))
    if key is None:
        key = pyotp.random_base32()
        session[KEPT] = seal(account_id, key)
    return key


def picture(account: Account, key: str) -> str:
    """The key as a QR code that apps read: the address of an image, which needs no request and no other site."""
    text = pyotp.TOTP(key).provisioning_uri(
        name=account.email or account.nickname, issuer_name=named(site().name, account.language)
    )
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, light="white"))
