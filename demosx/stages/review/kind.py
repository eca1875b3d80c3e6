"""What `kind = "review"` means in a process file."""

from typing import Annotated

from pydantic import Field

from ...plugins import Options, StageKind
from ...process.fields import KeyField, ShareField
from . import pages


class ReviewOptions(Options):
    """`decides`: the words a decision may be. `quorum` and `majority`: shares such as "1/2".

    With either of them each seated member votes; with neither, one holder of the role records the decision. `dossier`:
    whether the six parts of the dossier are gathered here.
    """

    decides: Annotated[tuple[KeyField, ...], Field(min_length=1, max_length=20)]
    quorum: ShareField | None = None
    majority: ShareField | None = None
    dossier: bool = False


REVIEW = StageKind(
    name="review",
    options=ReviewOptions,
    offers=frozenset({"opine"}),
    public_template="stages/review/public.html",
    public_view=pages.public_view,
    desk_template="stages/review/desk.html",
    desk_view=pages.desk_view,
)
