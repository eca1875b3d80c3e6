"""The desk's pages about departments, their posts, and who holds them."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import ChangedMeanwhile, DomainError, NotFound
from ...core.permissions import current_actor, needs
from ...core.seen import mark
from .. import login, queries, services
from ..desk_forms import DepartmentForm, HolderForm, NewDepartmentForm, PostForm
from ..forms import blame
from ..models import Department, Post
from ..services.departments import shown
from . import bp
from .desk_people import _stay_in

Theirs = Sequence[tuple[str, str]]


def _department(department_id: int) -> Department:
    department = db.session.get(Department, department_id)
    if department is None:
        raise NotFound()
    return department


def _post_in(department: Department, post_id: int) -> Post:
    post = db.session.get(Post, post_id)
    if post is None or post.department_id != department.id:
        raise NotFound()
    return post


def _department_page(
    department: Department,
    form: DepartmentForm | None = None,
    post_form: PostForm | None = None,
    theirs: Theirs = (),
) -> ResponseReturnValue:
    wrong = form or post_form
    kept = {"name_ko": department.names.get("ko", ""), "name_en": department.names.get("en", ""),
            "telephone": department.telephone, "active": department.active}  # fmt: skip
    kept["seen"] = mark(shown(department))
    page = render_template(
        "people/desk_department.html",
        department=department,
        posts=queries.posts(department.id),
        holders=queries.post_holders(department.id),
        officers=queries.officers_of(department.id),
        form=form or DepartmentForm(formdata=None, data=kept),
        post_form=post_form or PostForm(formdata=None),
        wrong=wrong,
        theirs=theirs,
    )
    return page, 409 if theirs else 422 if wrong else 200


def _seen_now(form: DepartmentForm | PostForm | HolderForm, values: dict[str, object]) -> None:
    """Let a form that comes back carry the mark of what is there now, which is shown beside it."""
    form.seen.raw_data, form.seen.data = None, mark(values)


@bp.route("/desk/departments", methods=["GET", "POST"])
@needs("people:grant")
def desk_departments() -> ResponseReturnValue:
    """The departments, and a form for a new one."""
    form = NewDepartmentForm()
    if form.validate_on_submit():
        try:
            made = services.add_department(
                form.text("key"), form.names(), form.text("telephone"), by=current_actor()
            )
        except DomainError as error:
            blame(form, error)
        else:
            flash(_("The department is added."), "success")
            return redirect(url_for("people.desk_department", department_id=made.id))
    departments = queries.departments(active_only=False)
    page = render_template("people/desk_departments.html", departments=departments, form=form)
    return page, 422 if form.errors else 200


@bp.get("/desk/departments/<int:department_id>")
@needs("people:grant")
def desk_department(department_id: int) -> ResponseReturnValue:
    """One department, its posts and who holds them."""
    return _department_page(_department(department_id))


@bp.post("/desk/departments/<int:department_id>")
@needs("people:grant")
def desk_change_department(department_id: int) -> ResponseReturnValue:
    """Change a department's names, telephone, or whether it exists."""
    department, form = _department(department_id), DepartmentForm()
    if not form.validate_on_submit():
        return _department_page(department, form=form)
    try:
        services.change_department(
            department,
            form.names(),
            form.text("telephone"),
            form.active.data,
            current_actor(),
            form.text("seen"),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        department = _department(department_id)
        _seen_now(form, shown(department))
        return _department_page(department, form=form, theirs=_saved(department))
    flash(_("The department is changed."), "success")
    return redirect(url_for("people.desk_department", department_id=department.id))


@bp.post("/desk/departments/<int:department_id>/posts")
@needs("people:grant")
def desk_add_post(department_id: int) -> ResponseReturnValue:
    """Add a post."""
    department, form = _department(department_id), PostForm()
    if not form.validate_on_submit():
        return _department_page(department, post_form=form)
    try:
        services.add_post(department, form.text("name"), form.text("telephone"), by=current_actor())
    except DomainError as error:
        blame(form, error)
        return _department_page(department, post_form=form)
    flash(_("The post is added."), "success")
    return redirect(url_for("people.desk_department", department_id=department.id))


@bp.route("/desk/departments/<int:department_id>/posts/<int:post_id>", methods=["GET", "POST"])
@needs("people:grant")
def desk_post(department_id: int, post_id: int) -> ResponseReturnValue:
    """Change a post, or put somebody else on it."""
    department = _department(department_id)
    post = _post_in(department, post_id)
    form = PostForm(obj=post, data={"seen": mark(shown(post))})
    if form.validate_on_submit():
        try:
            services.change_post(
                post, form.text("name"), form.text("telephone"), current_actor(), form.text("seen")
            )
        except ChangedMeanwhile:
            db.session.rollback()
            post = _post_in(_department(department_id), post_id)
            _seen_now(form, shown(post))
            theirs = [(_("Name of the post"), post.name), (_("Telephone"), post.telephone)]
            return _post_page(post, form, None, theirs)
        except DomainError as error:
            blame(form, error)
        else:
            flash(_("The post is changed."), "success")
            return redirect(url_for("people.desk_department", department_id=department.id))
    return _post_page(post, form)


@bp.post("/desk/departments/<int:department_id>/posts/<int:post_id>/holder")
@needs("people:grant")
def desk_move_holder(department_id: int, post_id: int) -> ResponseReturnValue:
    """Put somebody else on a post; what the post owes stays with it."""
    department = _department(department_id)
    post, form = _post_in(department, post_id), HolderForm()
    if form.validate_on_submit():
        account = queries.account_by_email(form.text("holder"))
        if account is None or not account.active:
            form.holder.errors = [_("No account has this address. Please make one first, under People.")]
        elif form.text("seen") not in ("", mark(_held(post))):
            _seen_now(form, _held(post))
            return _post_page(
                post, None, form, [(_("Held by"), ", ".join(_held(post)["holders"]) or _("vacant"))]
            )
        else:
            services.move_post_holder(post, account, current_actor(), login.present_secret())
            _stay_in(account)
            flash(_("The post has a new holder."), "success")
            return redirect(url_for("people.desk_department", department_id=department.id))
    return _post_page(post, None, form)


def _held(post: Post) -> dict[str, Any]:
    """Who is on a post."""
    return {"holders": [one.nickname for one in queries.post_holders(post.department_id).get(post.id, [])]}


def _post_page(
    post: Post, form: PostForm | None = None, holder_form: HolderForm | None = None, theirs: Theirs = ()
) -> ResponseReturnValue:
    held = _held(post)
    form = form or PostForm(formdata=None, obj=post, data={"seen": mark(shown(post))})
    holder_form = holder_form or HolderForm(formdata=None, data={"seen": mark(held)})
    page = render_template(
        "people/desk_post.html",
        department=post.department,
        post=post,
        holders=held["holders"],
        form=form,
        holder_form=holder_form,
        theirs=theirs,
    )
    return page, 409 if theirs else 422 if form.errors or holder_form.errors else 200


def _saved(department: Department) -> Theirs:
    """A department as it is now, for who was about to change it."""
    exists = _("yes") if department.active else _("no")
    return [
        (_("Name in Korean"), department.names.get("ko", "")),
        (_("Name in English"), department.names.get("en", "")),
        (_("Telephone"), department.telephone),
        (_("This department exists and can be given work"), exists),
    ]
