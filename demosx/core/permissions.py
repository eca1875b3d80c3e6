"""Who may do what. Asked once, at the door: `require("proposal:edit", proposal)`; the same `can()` in templates.

A permission is a word declared with a sentence for people. A role is a set of permissions. A grant gives a role to an
account, perhaps only for one department. Some permissions also depend on their subject: a check says how.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, current_app, g
from werkzeug.local import LocalProxy

from .errors import NotAllowed, NotSignedIn

View = TypeVar("View", bound=Callable[..., Any])
Check = Callable[["Actor", Any], bool]
PUBLIC = "public"
SIGNED_IN = "signed_in"


@dataclass(frozen=True)
class Grant:
    """A role held by an account, perhaps limited to one department or one panel."""

    role: str
    department_id: int | None = None
    panel: str | None = None


@dataclass(frozen=True)
class Actor:
    """Who is asking. Visitors have no id. `grants` are those in force now."""

    id: int | None = None
    nickname: str = ""
    confirmed: bool = False
    language: str | None = None
    district: str | None = None
    grants: tuple[Grant, ...] = ()

    @property
    def signed_in(self) -> bool:
        return self.id is not None

    @property
    def roles(self) -> frozenset[str]:
        """Every role held, wherever it is limited to."""
        basic = {"visitor"} | ({"member"} if self.signed_in and self.confirmed else set())
        return frozenset(basic | {grant.role for grant in self.grants})

    @property
    def is_staff(self) -> bool:
        return bool(self.roles - {"visitor", "member", "verified"})

    def departments(self, role: str) -> frozenset[int]:
        """The departments for which this person holds `role`."""
        return frozenset(x.department_id for x in self.grants if x.role == role and x.department_id)

    def holds(self, role: str, departments: frozenset[int] = frozenset()) -> bool:
        """Whether `role` is held without limit, or for one of `departments`."""
        if role in ("visitor", "member"):
            return role in self.roles
        return any(
            grant.role == role and (grant.department_id is None or grant.department_id in departments)
            for grant in self.grants
        )


@dataclass
class Book:
    """The permissions of one application: their sentences, who has them, and the checks on subjects."""

    sentences: dict[str, object] = field(default_factory=dict)
    roles: dict[str, frozenset[str]] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    load_actor: Callable[[], Actor] = Actor

    def declare(self, permission: str, sentence: object, check: Check | None = None) -> None:
        """Add a permission. Declaring the same word twice is a programming mistake."""
        if permission in self.sentences:
            raise ValueError(f"permission {permission} is declared twice")
        self.sentences[permission] = sentence
        if check is not None:
            self.checks[permission] = check

    def grant(self, roles: Mapping[str, frozenset[str]]) -> None:
        """Add permissions to roles; a role that is new begins to exist."""
        for role, permissions in roles.items():
            unknown = permissions - self.sentences.keys()
            if unknown:
                raise ValueError(f"role {role} names unknown permissions: {', '.join(sorted(unknown))}")
            self.roles[role] = self.roles.get(role, frozenset()) | permissions

    def held(self, actor: Actor, permission: str) -> bool:
        """Whether any role of `actor` has `permission`, whatever the subject."""
        return any(permission in self.roles.get(role, frozenset()) for role in actor.roles)

    def can(self, actor: Actor, permission: str, subject: Any = None) -> bool:
        """Whether `actor` may do this, to this subject where one is given."""
        if permission not in self.sentences:
            raise ValueError(f"unknown permission {permission}")
        if not self.held(actor, permission):
            return False
        check = self.checks.get(permission)
        return check is None or subject is None or check(actor, subject)


def book_of(app: Flask) -> Book:
    """The permissions of an application."""
    found: Book = app.extensions["demosx_permissions"]
    return found


def book() -> Book:
    """The permissions of the current application."""
    return book_of(current_app)


def init_app(app: Flask) -> Book:
    """Give an application its book of permissions."""
    made = app.extensions["demosx_permissions"] = Book()
    return made


def current_actor() -> Actor:
    """Who makes the current request; a visitor outside of one."""
    if "actor" not in g:
        g.actor = book().load_actor()
    found: Actor = g.actor
    return found


actor: Any = LocalProxy(current_actor)


def can(permission: str, subject: Any = None) -> bool:
    """Whether the current person may do this."""
    return book().can(current_actor(), permission, subject)


def require(permission: str, subject: Any = None) -> None:
    """Raise NotSignedIn or NotAllowed unless the current person may do this."""
    if not can(permission, subject):
        raise NotAllowed() if current_actor().signed_in else NotSignedIn()


def public(view: View) -> View:
    """Declare a view that anybody may call."""
    return _declare(view, PUBLIC)


def signed_in(view: View) -> View:
    """Declare a view for whoever has an account."""
    return _declare(view, SIGNED_IN)


def needs(permission: str) -> Callable[[View], View]:
    """Declare a view for whoever holds `permission`; the view itself asks again with the subject."""
    return lambda view: _declare(view, permission)


def check_access(view: Callable[..., Any] | None) -> None:
    """Hold the declaration of a view before it runs. A view without one does not run at all."""
    access = getattr(view, "access", None)
    if access is None:
        raise NotAllowed()
    if access == SIGNED_IN and not current_actor().signed_in:
        raise NotSignedIn()
    if access not in (PUBLIC, SIGNED_IN):
        require(access)


def _declare(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view
