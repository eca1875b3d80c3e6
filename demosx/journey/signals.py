"""What the journey announces, inside the transaction in which it happens."""

from blinker import Namespace

_signals = Namespace()

stage_entered = _signals.signal("stage_entered")  # sender: the proposal; visit, stage
duty_opened = _signals.signal("duty_opened")  # sender: the proposal; duty
notice_asked = _signals.signal("notice_asked")  # sender: the proposal; to (people of the rule), key (words)
panel_recalled = _signals.signal("panel_recalled")  # sender: the proposal; to (people), stage (its key)
travelled = _signals.signal("travelled")  # sender: the proposal; entries (ledger entries of this change)
