"""The city's departments and the posts in them."""

import re

from ...core.db import db, lock, raising
from ...core.errors import InvalidInput
from ...core.permissions import Actor
from ...core.seen import check_mark
from ...core.settings import site
from ...core.text import one_line
from ...ledger.services import record
from ..errors import DepartmentExists
from ..models import Department, Post

_KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")


def add_department(
    key: str, names: dict[str, str], telephone: str = "", by: Actor | None = None
) -> Department:
    """Add a department. `key` is its word in files: small Latin letters, digits, `_` and `-`.

    Raises InvalidInput, or DepartmentExists when the key is taken.
    """
    if not _KEY.fullmatch(key):
        raise InvalidInput()
    made = Department(key=key, names=_names(names), telephone=_telephone(telephone))
    with raising(DepartmentExists()):
        db.session.add(made)
    record("department_added", subject=("department", made.id), actor=by, role="admin", data={"key": key})
    return made


def shown(row: Department | Post) -> dict[str, object]:
    """What the form of a department or of a post shows: its mark says whether that has changed meanwhile."""
    if isinstance(row, Post):
        return {"name": row.name, "telephone": row.telephone}
    return {"names": row.names, "telephone": row.telephone, "active": row.active}


def change_department(
    department: Department,
    names: dict[str, str],
    telephone: str,
    active: bool,
    by: Actor | None = None,
    seen: str | None = None,
) -> None:
    """Change what a department is called, its telephone, and whether it still exists. `seen` is the mark of what was
    `shown` to who changes it, None where nothing was.

    Raises ChangedMeanwhile if somebody has changed it since.
    """
    _hold(department, seen)
    department.names, department.telephone, department.active = _names(names), _telephone(telephone), active
    data = {"key": department.key, "active": active}
    record("department_changed", subject=("department", department.id), actor=by, role="admin", data=data)


def add_post(department: Department, name: str, telephone: str = "", by: Actor | None = None) -> Post:
    """Add a post to a department. Raises InvalidInput, or DepartmentExists when the name is taken there."""
    made = Post(department_id=department.id, name=_name(name, 100), telephone=_telephone(telephone))
    with raising(DepartmentExists()):
        db.session.add(made)
    record(
        "post_added", subject=("post", made.id), actor=by, role="admin", data={"department": department.id}
    )
    return made


def change_post(
    post: Post, name: str, telephone: str, by: Actor | None = None, seen: str | None = None
) -> None:
    """Change what a post is called and its telephone; `seen` as for a department.

    Raises ChangedMeanwhile, InvalidInput or DepartmentExists.
    """
    _hold(post, seen)
    with raising(DepartmentExists()):
        post.name, post.telephone = _name(name, 100), _telephone(telephone)
    record(
        "post_changed",
        subject=("post", post.id),
        actor=by,
        role="admin",
        data={"department": post.department_id},
    )


def _hold(row: Department | Post, seen: str | None) -> None:
    lock(row)
    check_mark(seen, shown(row))


def _names(names: dict[str, str]) -> dict[str, str]:
    kept = {language: _name(name, 100) for language, name in names.items() if name.strip()}
    if not kept or not kept.keys() <= {"ko", "en", *site().languages}:
        raise InvalidInput()
    return kept


def _name(value: str, longest: int) -> str:
    name = one_line(value)
    if not 0 < len(name) <= longest:
        raise InvalidInput()
    return name


def _telephone(value: str) -> str:
    telephone = one_line(value)
    if len(telephone) > 40:
        raise InvalidInput()
    return telephone
