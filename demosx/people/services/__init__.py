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
from .arriving import arrival_of, arrive, forget_arrivals, leave_arrival
from .asking import request_confirmation, request_link, request_reset, write_asked_letters
from .birth import correct_birth_date, say_birth_date
from .departments import add_department, add_post, change_department, change_post
from .grants import grant, move_post_holder, revoke, suspend, unsuspend
from .guardians import settle_children
from .joining import confirm, join, joined_here, joining_of, proved_by_link
from .sign_in import (
    admit,
    forget_expired,
    note_browser,
    renew,
    seen,
    sign_in,
    sign_out,
    sign_out_everywhere,
    sign_out_one,
)
from .tokens import token_holder

__all__ = [
    "add_department",
    "add_post",
    "admit",
    "arrival_of",
    "arrive",
    "change_department",
    "change_district",
    "change_email",
    "change_language",
    "change_nickname",
    "change_password",
    "change_post",
    "confirm",
    "confirm_email",
    "correct_birth_date",
    "create_account",
    "forget_arrivals",
    "forget_expired",
    "grant",
    "invite",
    "join",
    "joined_here",
    "joining_of",
    "leave_arrival",
    "move_post_holder",
    "note_browser",
    "proved_by_link",
    "renew",
    "request_confirmation",
    "request_link",
    "request_reset",
    "reset",
    "revoke",
    "say_birth_date",
    "seen",
    "settle_children",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_one",
    "suspend",
    "token_holder",
    "unsuspend",
    "write_asked_letters",
]
