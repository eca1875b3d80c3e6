"""What the history announces, inside the transaction in which it is written."""

from blinker import Namespace

_signals = Namespace()

recorded = _signals.signal("recorded")  # sender: the entry, which may have no number before the next flush
