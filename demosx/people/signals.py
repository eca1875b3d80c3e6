"""What this room announces, inside the transaction in which it happens."""

from blinker import Namespace

_signals = Namespace()

roles_ended = _signals.signal("roles_ended")  # sender: the account; successor (an account's number, or None)
settled = _signals.signal("settled")  # sender: the new account; arrival (by which way its owner has arrived)
came_in = _signals.signal("came_in")  # sender: the actor whose session begins in this browser
