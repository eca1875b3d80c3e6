"""What this room announces, inside the transaction in which it happens."""

from blinker import Namespace

_signals = Namespace()

# The sender is the duty. Where there are further values, they are named.
duty_handed = _signals.signal("duty_handed")  # it is on its `department_id`'s desk now; before: whose it was
duty_assigned = _signals.signal("duty_assigned")  # it is its `assignee_id`'s now
duty_returned = _signals.signal("duty_returned")  # nobody in particular works on it any more
clock_changed = _signals.signal("clock_changed")  # how: paused, resumed or extended; why, note, by
reminder_due = _signals.signal("reminder_due")  # day: the reminder's; today
