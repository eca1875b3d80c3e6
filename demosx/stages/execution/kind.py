"""What `kind = "execution"` means in a process file."""

from ...plugins import StageKind
from . import pages

EXECUTION = StageKind(
    name="execution",
    offers=frozenset({"opine"}),
    public_template="stages/execution/public.html",
    public_view=pages.public_view,
    desk_template="stages/execution/desk.html",
    desk_view=pages.desk_view,
)
