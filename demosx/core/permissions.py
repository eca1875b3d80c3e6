"""Who may do what. Asked once, at the door: `require("proposal:edit", proposal)`; the same `can()` in templates.

A permission is a word declared with a sentence for people. A role is a set of permissions. A grant gives a role to an
account, perhaps only for one department. Some permissions also depend on their subject: a check says how. Others
concern the whole site: a grant that is limited to a part of it does not give them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from flask import Flask, current_app, g
from werkzeug.local import LocalProxy

from .errors import DomainError, GuardianNeeded, NotAllowed, NotSignedIn, SecondFactorNeeded

View = TypeVar("View", bound=Callable[..., Any])
Check = Callable[["Actor", Any], bool]
Hurdle = Callable[
    ["Actor", str], None
]  # raises a `StepNeeded` where somebody who may has to do something first
PUBLIC = "public"
SIGNED_IN = "signed_in"


BASIC = frozenset({"visitor", "member", "verified"})


@dataclass(frozen=True)
class Place:
    """Where something is done, as far as grants are limited: the departments at work there, the key of the process, and
    the panel, which is called as the stage in which it sits."""

    departments: frozenset[int] = frozenset()
    process: str | None = None
    panel: str | None = None


WHOLE_SITE = Place()  # only grants without a limit reach it


@dataclass(frozen=True)
class Grant:
    """A role held by an account, perhaps limited to one department, one panel or one process."""

    role: str
    department_id: int | None = None
    panel: str | None = None
    process: str | None = None

    @property
    def limited(self) -> bool:
        """Whether it counts only somewhere."""
        return (self.department_id, self.panel, self.process) != (None, None, None)

    def reaches(self, place: Place) -> bool:
        """Whether it counts at a place: every limit has to fit."""
        return (
            (self.department_id is None or self.department_id in place.departments)
            and (self.process is None or self.process == place.process)
            and (self.panel is None or self.panel == place.panel)
        )


@dataclass(frozen=True)
class Actor:
    """Who is asking. Visitors have no id. `grants` are those that count now.

    `held_back` are those that would count if the second factor had been shown in this session. `verified` says that a
    check has shown who this is; `born_on` is known only where it had to be said. `agreed` holds the versions of what
    was agreed to and not taken back: `{"terms": "2026-11-25", "sensitive": "2026-11-25"}`. `scope` are the permissions
    of a script's token, beyond which it may nothing; None is a person. `awaits_guardian` is a child whose guardian has
    not agreed yet, and who is therefore not confirmed either.
    """

    id: int | None = None
    nickname: str = ""
    confirmed: bool = False
    language: str | None = None
    district: str | None = None
    grants: tuple[Grant, ...] = ()
    held_back: tuple[Grant, ...] = ()
    verified: bool = False
    born_on: date | None = None
    agreed: Mapping[str, str] = field(default_factory=dict)
    scope: frozenset[str] | None = None
    awaits_guardian: bool = False

    @property
    def signed_in(self) -> bool:
        return self.id is not None

    @property
    def roles(self) -> frozenset[str]:
        """Every role held, wherever it is limited to."""
        basic = {"visitor"} | ({"member"} if self.signed_in and self.confirmed else set())
        basic |= {"verified"} if self.verified and "member" in basic else set()
        return frozenset(basic | {grant.role for grant in self.grants})

    @property
    def is_staff(self) -> bool:
        return bool(self.roles - BASIC)

    def departments(self, role: str) -> frozenset[int]:
        """The departments for which this person holds `role`."""
        return frozenset(x.department_id for x in self.grants if x.role == role and x.department_id)

    def within(self, place: Place) -> "Actor":
        """The same person with the grants that count at a place, and no others."""
        if all(grant.reaches(place) for grant in self.grants):
            return self
        return replace(self, grants=tuple(grant for grant in self.grants if grant.reaches(place)))


@dataclass
class Book:
    """The permissions of one application: their sentences, who has them, and the checks on subjects."""

    sentences: dict[str, object] = field(default_factory=dict)
    roles: dict[str, frozenset[str]] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    political: set[str] = field(default_factory=set)
    everywhere: set[str] = field(default_factory=set)
    hurdles: list[Hurdle] = field(default_factory=list)
    load_actor: Callable[[], Actor] = Actor
    narrow: Callable[[Actor, Any], Actor] = lambda actor, subject: actor

    def declare(
        self,
        permission: str,
        sentence: object,
        check: Check | None = None,
        political: bool = False,
        everywhere: bool = False,
    ) -> None:
        """Add a permission; what is done by it says something of political opinions where it is `political`.

        One that holds `everywhere` concerns the whole site, such as seeing accounts: grants that are limited to a
        department, a process or a panel do not give it. Declaring the same word twice is a programming mistake.
        """
        if permission in self.sentences:
            raise ValueError(f"permission {permission} is declared twice")
        self.sentences[permission] = sentence
        if political:
            self.political.add(permission)
        if everywhere:
            self.everywhere.add(permission)
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
        """Whether any role of `actor` has `permission`, whatever the subject; of what concerns the whole site, any role
        that is not limited."""
        if actor.scope is not None and permission not in actor.scope:
            return False
        here = actor.within(WHOLE_SITE) if permission in self.everywhere else actor
        return any(permission in self.roles.get(role, frozenset()) for role in here.roles)

    def can(self, actor: Actor, permission: str, subject: Any = None) -> bool:
        """Whether `actor` may do this, to this subject where one is given.

        A grant that is limited to a department, a process or a panel counts only for subjects that it reaches: `narrow`
        says which. Without a subject it opens the door, and whoever opens asks again with one; what has none to ask
        with concerns the whole site, and is declared `everywhere`.
        """
        if permission not in self.sentences:
            raise ValueError(f"unknown permission {permission}")
        if subject is None:
            return self.held(actor, permission)
        here, check = self.narrow(actor, subject), self.checks.get(permission)
        return self.held(here, permission) and (check is None or check(here, subject))


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


def require(permission: str, subject: Any = None, *, freely: bool = False) -> None:
    """Raise NotSignedIn or NotAllowed unless the current person may do this, or what has to be done first.

    `freely` asks for nothing first.
    """
    if not can(permission, subject):
        raise refusal(permission, subject)
    for hurdle in () if freely else book().hurdles:
        hurdle(current_actor(), permission)


def refusal(permission: str, subject: Any = None) -> DomainError:
    """Why the current person may not do this: what they would have to do first, where that would help."""
    asking = current_actor()
    if not asking.signed_in:
        return NotSignedIn()
    if asking.awaits_guardian:
        return GuardianNeeded()
    if asking.held_back:
        proved = replace(asking, grants=(*asking.grants, *asking.held_back), held_back=())
        if book().can(proved, permission, subject):
            return SecondFactorNeeded()
    return NotAllowed()


def public(view: View) -> View:
    """Declare a view that anybody may call."""
    return _declare(view, PUBLIC)


def signed_in(view: View) -> View:
    """Declare a view for whoever has an account."""
    return _declare(view, SIGNED_IN)


def needs(permission: str, *, freely: bool = False) -> Callable[[View], View]:
    """Declare a view for whoever holds `permission`; the view itself asks again with the subject.

    `freely`: nothing has to be done first, such as agreeing to keep what one is about to take back.
    """

    def declare(view: View) -> View:
        view.freely = freely  # type: ignore[attr-defined]
        return _declare(view, permission)

    return declare


def check_access(view: Callable[..., Any] | None) -> None:
    """Hold the declaration of a view before it runs. A view without one does not run at all."""
    access = getattr(view, "access", None)
    if access is None:
        raise NotAllowed()
    if access == SIGNED_IN and not current_actor().signed_in:
        raise NotSignedIn()
    if access not in (PUBLIC, SIGNED_IN):
        require(access, freely=getattr(view, "freely", False))


def _declare(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view
