"""The pages about people: coming in, the account, my page, and the desk's pages about accounts and departments."""

from flask import Blueprint

bp = Blueprint("people", __name__)

from . import (  # noqa: E402, F401 — they add to `bp`
    account,
    arriving,
    coming_in,
    continuing,
    demo,
    desk_birth,
    desk_departments,
    desk_people,
    desk_reason,
    door,
    joining,
    mailed_link,
)
