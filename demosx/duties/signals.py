"""What this room announces, inside the transaction in which it happens."""

from blinker import Namespace

_signals = Namespace()

duty_handed = _signals.signal(
    "duty_handed"
)  # sender: the duty, on its `department_id`'s desk; before (whose it was)
duty_assigned = _signals.signal("duty_assigned")  # sender: the duty, now its `assignee_id`'s
duty_returned = _signals.signal(
    "duty_returned"
)  # sender: the duty, which nobody in particular works on any more
clock_changed = _signals.signal(
    "clock_changed"
)  # sender: the duty; how (paused resumed extended), why, note, by
reminder_due = _signals.signal("reminder_due")  # sender: the duty; day (the reminder's), today
