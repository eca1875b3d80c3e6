"""What this room announces, inside the transaction in which it happens."""

from blinker import Namespace

_signals = Namespace()

answered = _signals.signal("answered")  # sender: the reply; parent (the opinion that it answers)
reports_settled = _signals.signal("reports_settled")  # sender: the opinion; people (who reported it), how, at
