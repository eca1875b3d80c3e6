"""What this room announces, inside the transaction in which it happens."""

from blinker import Namespace

_signals = Namespace()

roles_ended = _signals.signal("roles_ended")  # sender: the account; successor (an account's number, or None)
