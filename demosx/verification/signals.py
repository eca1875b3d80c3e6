"""What this room announces."""

from blinker import Namespace

_signals = Namespace()

verification_undone = _signals.signal("verification-undone")  # sender: the account
