"""What `kind = "review"` means in a process file."""

from typing import Annotated

from pydantic import Field

from ...plugins import Options, StageKind
from ...process.fields import KeyField, ShareField
from . import pages


class ReviewOptions(Options):
    """`decides`: the words a decision may be; without any, only buttons lead on, as from a draft.

    `quorum` and `majority` are shares such as "1/2": with either of them each seated member votes; with neither, one
    holder of the role records the decision. `dossier`: whether the six parts of the dossier are gathered here.
    """

    decides: Annotated[tuple[KeyField, ...], Field(max_length=20)] = ()
    quorum: ShareField | None = None
    majority: ShareField | None = None
    dossier: bool = False


REVIEW = StageKind(
    name="review",
    options=ReviewOptions,
    offers=frozenset({"edit", "opine", "merge"}),
    public_template="stages/review/public.html",
    public_view=pages.public_view,
    desk_template="stages/review/desk.html",
    desk_view=pages.desk_view,
)
