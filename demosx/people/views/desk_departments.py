"""The desk's pages about departments, their posts, and who holds them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import DomainError, NotFound
from ...core.permissions import current_actor, needs
from .. import queries, services
from ..forms import DepartmentForm, HolderForm, NewDepartmentForm, PostForm, blame
from ..models import Department, Post
from . import bp
from .desk_people import _stay_in


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
    department: Department, form: DepartmentForm | None = None, post_form: PostForm | None = None
) -> ResponseReturnValue:
    wrong = form or post_form
    kept = {"name_ko": department.names.get("ko", ""), "name_en": department.names.get("en", ""),
            "telephone": department.telephone, "active": department.active}  # fmt: skip
    page = render_template(
        "people/desk_department.html",
        department=department,
        posts=queries.posts(department.id),
        holders=queries.post_holders(department.id),
        officers=queries.officers_of(department.id),
        form=form or DepartmentForm(formdata=None, data=kept),
        post_form=post_form or PostForm(formdata=None),
        wrong=wrong,
    )
    return page, 422 if wrong else 200


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
    services.change_department(
        department, form.names(), form.text("telephone"), form.active.data, by=current_actor()
    )
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
    form = PostForm(obj=post)
    if form.validate_on_submit():
        try:
            services.change_post(post, form.text("name"), form.text("telephone"), by=current_actor())
        except DomainError as error:
            blame(form, error)
        else:
            flash(_("The post is changed."), "success")
            return redirect(url_for("people.desk_department", department_id=department.id))
    return _post_page(department, post, form, HolderForm(formdata=None))


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
        else:
            services.move_post_holder(post, account, by=current_actor())
            _stay_in(account)
            flash(_("The post has a new holder."), "success")
            return redirect(url_for("people.desk_department", department_id=department.id))
    return _post_page(department, post, PostForm(formdata=None, obj=post), form)


def _post_page(
    department: Department, post: Post, form: PostForm, holder_form: HolderForm
) -> ResponseReturnValue:
    page = render_template(
        "people/desk_post.html",
        department=department,
        post=post,
        holders=queries.post_holders(department.id).get(post.id, []),
        form=form,
        holder_form=holder_form,
    )
    return page, 422 if form.errors or holder_form.errors else 200
