"""What a command cannot do, for a reason that the person at the terminal can do something about."""


class CannotDo(Exception):
    """Shown as one line, in the language of the terminal; the exit code is 1. Nothing was changed."""
