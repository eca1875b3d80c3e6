"""Roles: the default ones, and what a site makes of them."""

import pytest
from flask import Flask

from demosx.core.permissions import Book
from demosx.core.settings import Role
from demosx.people.roles import (
    NAMES,
    PERMISSIONS,
    grantable_roles,
    known_roles,
    name_of,
    permissions_of_roles,
)

DECLARED = frozenset().union(*PERMISSIONS.values())


def test_every_role_has_a_name_in_both_languages() -> None:
    assert PERMISSIONS.keys() == NAMES.keys()
    assert all(names.keys() == {"ko", "en"} for names in NAMES.values())


def test_a_visitor_may_do_nothing_and_a_member_take_part() -> None:
    given = permissions_of_roles({}, DECLARED)
    assert given["visitor"] == frozenset()
    assert {"proposal:create", "proposal:support", "ballot:vote"} <= given["member"]
    assert "people:grant" not in given["operator"] | given["official"] | given["lead"]
    assert "journey:override" in given["lead"]
    assert [role for role, words in given.items() if "people:grant" in words] == ["admin"]


def test_what_no_room_has_declared_is_left_out() -> None:
    given = permissions_of_roles({}, frozenset({"ballot:vote"}))
    assert frozenset().union(*given.values()) == {"ballot:vote"}


def test_every_permission_is_declared_and_held_by_some_role(app: Flask) -> None:
    book = app.extensions["demosx_permissions"]
    assert DECLARED - book.sentences.keys() == set()
    assert book.sentences.keys() - frozenset().union(*book.roles.values()) == set()


def test_a_site_says_otherwise() -> None:
    own = {"aide": Role(permissions=("desk:see", "people:see")), "auditor": Role(permissions=("desk:see",)),
           "officer": Role(name={"ko": "주무관"}), "guest": Role()}  # fmt: skip
    given = permissions_of_roles(own, DECLARED)
    assert given["aide"] == {"desk:see", "people:see"}
    assert given["auditor"] == {"desk:see"}
    assert given["officer"] == PERMISSIONS["officer"]
    assert given["guest"] == frozenset()
    assert known_roles(own) == (*NAMES, "auditor", "guest")


def test_a_mistyped_permission_of_a_site_is_noticed() -> None:
    book = Book(sentences=dict.fromkeys(DECLARED))
    with pytest.raises(ValueError, match="desk:sea"):
        book.grant(permissions_of_roles({"aide": Role(permissions=("desk:sea",))}, DECLARED))


def test_what_can_be_given_and_how_it_is_called(app: Flask) -> None:
    assert not {"visitor", "member"} & set(grantable_roles())
    with app.test_request_context("/", headers={"Accept-Language": "ko"}):
        assert name_of("officer") == "담당자"
        assert name_of("unheard_of") == "unheard_of"
