"""What the rules of the house are called, and what the machine notices."""

from flask_babel import lazy_gettext as _l

REASON_NAMES = {
    "abuse": _l("Insults or hate"),
    "personal_data": _l("Somebody's personal data"),
    "advertising": _l("Advertising"),
    "off_topic": _l("Nothing to do with the subject"),
    "false": _l("False information"),
    "other": _l("Something else"),
}

RULES = {
    "abuse": _l("No insults, threats or contempt for anybody, whatever they think, wherever they come from."),
    "personal_data": _l(
        "No telephone numbers, addresses or other data by which somebody can be found, also your own."
    ),
    "advertising": _l("No advertising, and not the same text again and again."),
    "off_topic": _l("Please speak about the proposal under which you write."),
    "false": _l(
        "Nothing that you know to be untrue. To be mistaken is allowed; say it and others can answer."
    ),
    "other": _l("Nothing that the law forbids."),
}
"""The rules of the house, in a sentence each; the reasons of a report and of hiding are called after them."""

HINT_NAMES = {
    "word": _l("A word of your list"),
    "links": _l("Many links"),
    "repeated": _l("The same text again and again"),
    "contact": _l("Perhaps a telephone number or an address"),
}
