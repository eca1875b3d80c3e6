"""What the reasons of a report are called."""

from flask_babel import lazy_gettext as _l

REASON_NAMES = {
    "abuse": _l("Insults or hate"),
    "personal_data": _l("Somebody's personal data"),
    "advertising": _l("Advertising"),
    "off_topic": _l("Nothing to do with the subject"),
    "false": _l("False information"),
    "other": _l("Something else"),
}
