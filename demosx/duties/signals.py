"""What this room announces, inside the transaction in which it happens."""

from blinker import Namespace

_signals = Namespace()

duty_handed = _signals.signal("duty_handed")  # sender: the duty, now on the desk of its `department_id`
duty_assigned = _signals.signal("duty_assigned")  # sender: the duty, now its `assignee_id`'s
reminder_due = _signals.signal("reminder_due")  # sender: the duty; day (the reminder's), today
