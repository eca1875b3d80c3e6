"""What an opinion said before its author changed it, and taking one of these texts away."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.errors import NotFound
from ..core.permissions import can, current_actor, needs, public, require
from ..proposals.differences import Piece, by_words
from . import former, queries
from .talk import sides_of
from .views import bp


@bp.get("/opinions/<int:id>/versions")
@public
def versions(id: int) -> str:
    """What an opinion says and what it said before, as far as it can be read; of a hidden one by who may hide it."""
    opinion = queries.visible(id, current_actor())
    moderates = can("opinion:moderate", opinion.proposal) and opinion.account_id != current_actor().id
    if not opinion.visible and (opinion.deleted_at is not None or not moderates):
        raise NotFound()
    found, stage = former.versions(opinion), queries.stage_of(opinion)
    changed = found[0].since if len(found) > 1 else None
    return render_template(
        "opinions/versions.html", opinion=opinion, proposal=opinion.proposal, sides=sides_of(*stage) if stage else {},
        rows=[(one, _changes(one, before)) for one, before in zip(found, [*found[1:], None], strict=True)],
        agreed=former.agreed_before(opinion, changed) if changed and opinion.agrees else 0, may_take_away=moderates,
    )  # fmt: skip


@bp.post("/opinions/<int:id>/versions/<int:revision>/remove")
@needs("opinion:moderate")
def remove_version(id: int, revision: int) -> ResponseReturnValue:
    """Take a former text of an opinion away."""
    opinion = queries.visible(id, current_actor())
    require("opinion:moderate", opinion.proposal)
    former.take_away(opinion, revision, actor=current_actor())
    flash(_("The version is taken away."), "success")
    return redirect(url_for(".versions", id=id))


def _changes(version: former.Version, before: former.Version | None) -> list[Piece]:
    """What a version has changed in the one before it; nothing where one of them cannot be read."""
    if before is None or version.gone or before.gone:
        return []
    return by_words(before.text, version.text)
