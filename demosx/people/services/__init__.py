"""Every change to accounts, sessions, roles and departments."""

from .accounts import (
    change_district,
    change_email,
    change_language,
    change_nickname,
    change_password,
    confirm_email,
    create_account,
    invite,
    reset,
)
from .asking import request_confirmation, request_reset, write_asked_letters
from .departments import add_department, add_post, change_department, change_post
from .grants import grant, move_post_holder, revoke, suspend, unsuspend
from .joining import confirm, join, joined_here, joining_of
from .sign_in import admit, forget_expired, seen, sign_in, sign_out, sign_out_everywhere
from .tokens import token_holder

__all__ = [
    "add_department",
    "add_post",
    "admit",
    "change_department",
    "change_district",
    "change_email",
    "change_language",
    "change_nickname",
    "change_password",
    "change_post",
    "confirm",
    "confirm_email",
    "create_account",
    "forget_expired",
    "grant",
    "invite",
    "join",
    "joined_here",
    "joining_of",
    "move_post_holder",
    "request_confirmation",
    "request_reset",
    "reset",
    "revoke",
    "seen",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "suspend",
    "token_holder",
    "unsuspend",
    "write_asked_letters",
]
