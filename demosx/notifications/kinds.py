"""The kinds of news that somebody may be told, how often, and by what: the words of the settings."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

MINE, SUPPORTED, FOLLOWED, DUTIES, REPLIES, NEWS = (
    "mine",
    "supported",
    "followed",
    "duties",
    "replies",
    "news",
)
KINDS = (MINE, SUPPORTED, FOLLOWED, DUTIES, REPLIES, NEWS)
IMMEDIATELY, DAILY, WEEKLY, NEVER = "immediately", "daily", "weekly", "never"
PACES = (IMMEDIATELY, DAILY, WEEKLY, NEVER)
DIGESTS = (DAILY, WEEKLY)
MAIL, PUSH, TEXT = "mail", "push", "text"
WAYS = (MAIL, PUSH, TEXT)

LABELS = {
    MINE: _l("My proposals"),
    SUPPORTED: _l("Proposals that I support"),
    FOLLOWED: _l("Proposals that I follow"),
    DUTIES: _l("What I am to do"),
    REPLIES: _l("Answers to my opinions"),
    NEWS: _l("News of the city"),
}
HINTS = {
    MINE: _l("Every step of what you have proposed."),
    SUPPORTED: _l("Every step of what you support."),
    FOLLOWED: _l("Every step of what you have chosen to follow."),
    DUTIES: _l("What you, your department or your role is asked for, and by when."),
    REPLIES: _l(
        "When somebody answers an opinion of yours, when it is hidden or shown again, and what came of your reports."
    ),
    NEWS: _l("Invitations and announcements. Only if you agree to it; you can take that back at any time."),
}
PACE_LABELS = {
    IMMEDIATELY: _l("At once"),
    DAILY: _l("Once a day"),
    WEEKLY: _l("Once a week"),
    NEVER: _l("Never"),
}
WAY_LABELS = {MAIL: _l("E-mail"), PUSH: _l("On this device"), TEXT: _l("Text message")}


@dataclass(frozen=True)
class Choice:
    """How often somebody is told news of a kind, and by what."""

    pace: str
    mail: bool = True
    push: bool = False
    text: bool = False

    def by(self, way: str) -> bool:
        """Whether it comes by this way."""
        return bool(getattr(self, way))


DEFAULTS = {
    MINE: Choice(IMMEDIATELY, push=True),
    SUPPORTED: Choice(WEEKLY),
    FOLLOWED: Choice(DAILY, push=True),
    DUTIES: Choice(IMMEDIATELY),
    REPLIES: Choice(DAILY, push=True),
    NEWS: Choice(NEVER),
}
AGREED_NEWS = Choice(WEEKLY)  # what holds for news once somebody has agreed to it
