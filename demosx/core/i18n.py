"""Languages: which one a reader gets, and how days, moments and numbers are written in it."""

from collections.abc import Mapping
from datetime import date, datetime

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, format_decimal, get_locale
from werkzeug.exceptions import HTTPException

from . import clock
from .permissions import current_actor
from .settings import named, site

COOKIE = "language"
NATIVE = {"ko": "한국어", "en": "English"}
WEEKDAYS_KO = "월화수목금토일"


def choose_language() -> str:
    """The reader's language: chosen here, else the account's, else the browser's, else the site's first."""
    if not has_request_context():
        return site().languages[0]
    languages = list(site().languages)
    chosen = request.cookies.get(COOKIE)
    if chosen in languages:
        return str(chosen)
    own = current_actor().language
    if own in languages:
        return str(own)
    return request.accept_languages.best_match(languages) or languages[0]


def language() -> str:
    """The language of the page being made, such as "ko"."""
    if has_request_context() and "language" in g:
        return str(g.language)
    locale = get_locale()
    return str(locale.language) if locale else site().languages[0]


def this_page() -> str:
    """The address of the page that is being made, to come back to; the first page where nothing can be opened there.

    An error may be shown at an address that only takes forms.
    """
    try:
        current_app.url_map.bind("").match(request.path, "GET")
    except HTTPException:
        return "/"
    return request.full_path if request.query_string else request.path


def local_name(names: Mapping[str, str], key: str = "") -> str:
    """A name from a file of the site, in the reader's language."""
    return named(names, language(), key)


def local_day(value: date | datetime) -> date:
    """The calendar day of a moment in the site's zone; a day stays itself."""
    return value.astimezone(site().zone).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """12월 14일(금); in another year 2018년 12월 14일(금). English: Fri 14 Dec, Fri 14 Dec 2018."""
    if value is None:
        return ""
    when = local_day(value)
    other_year = when.year != clock.today(site().zone).year
    return _day(when, other_year)


def day_full(value: date | datetime | None) -> str:
    """The day with its year, as official documents write it: 2018. 12. 14.(금)."""
    if value is None:
        return ""
    when = local_day(value)
    if language() == "ko":
        return f"{when.year}. {when.month}. {when.day}.({WEEKDAYS_KO[when.weekday()]})"
    return _day(when, True)


def moment(value: datetime | None) -> str:
    """Day and time of day in the site's zone: 12월 14일(금) 오후 3:05."""
    if value is None:
        return ""
    local = value.astimezone(site().zone)
    if language() == "ko":
        half, hour = ("오전", local.hour) if local.hour < 12 else ("오후", local.hour - 12)
        return f"{day(value)} {half} {hour or 12}:{local.minute:02}"
    return f"{day(value)}, {local:%H:%M}"


def number(value: object) -> str:
    """5,147."""
    return str(format_decimal(value))


def _day(when: date, with_year: bool) -> str:
    if language() == "ko":
        year = f"{when.year}년 " if with_year else ""
        return f"{year}{when.month}월 {when.day}일({WEEKDAYS_KO[when.weekday()]})"
    return f"{when:%a} {when.day} {when:%b}" + (f" {when.year}" if with_year else "")


def init_app(app: Flask, catalogues: str) -> None:
    """Set up Babel with the catalogue folders (separated by “;”), the template filters, and `this_page()`."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = catalogues
    app.config["BABEL_DEFAULT_LOCALE"] = app.extensions["demosx_site"].languages[0]
    app.config["BABEL_DEFAULT_TIMEZONE"] = app.extensions["demosx_site"].timezone
    Babel(app, locale_selector=choose_language)
    for function in (day, day_full, moment, number, local_name):
        app.add_template_filter(function)
    app.add_template_global(this_page)
