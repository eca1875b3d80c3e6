"""The pages about people: coming in, the account, my page, and the desk's pages about accounts and departments."""

from flask import Blueprint

bp = Blueprint("people", __name__)

from . import account, coming_in, demo, desk_departments, desk_people, joining  # noqa: E402, F401 — they add to `bp`
