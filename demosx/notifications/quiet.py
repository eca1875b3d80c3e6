"""Not telling anybody: while data is taken in, or a demonstration is made. Rooms below hold to it too."""

from ..core.quiet import is_quiet, quiet

__all__ = ["is_quiet", "quiet"]
