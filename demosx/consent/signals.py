"""What this room announces, inside the transaction in which it happens."""

from blinker import Namespace

_signals = Namespace()

answered = _signals.signal("answered")  # sender: an account's number; what, given (whether it agrees)
