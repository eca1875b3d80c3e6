"""A draft of the privacy notice (개인정보 처리방침), made from the site's settings, the holdings and the periods.

It has the items that Korea's PIPA art. 30 and its enforcement decree art. 31 ask for, in their order. What only the
city can know stands in square brackets. A draft is no advice: somebody has to read it before it is published.
"""

from collections.abc import Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from ..core import clock
from ..core.i18n import day_full
from ..core.settings import Site, named, site
from ..people.holdings import Holding, holdings
from ..people.retention import retentions
from . import notice_texts as texts

Lines = Iterator[str]


def markdown(language: str) -> str:
    """The notice in a language, as Markdown. The same settings give the same text on the same day."""
    with force_locale(language):
        here = site()
        name = named(here.name, language)
        parts = (
            _purposes(), _items(), _deletion(), _third_parties(), _processors(here, language), _sensitive(),
            _children(here), _rights(here), _safety(here), _cookies(), _officer(here, language), _remedies(),
            _changes(),
        )  # fmt: skip
        lines = ["# " + _("Privacy notice of %(site)s", site=name), "", texts.opening(name)]
        for number, part in enumerate(parts, start=1):
            title, *rest = part
            lines += ["", f"## {number}. {title}", "", *rest]
        return "\n".join(lines) + "\n"


def _purposes() -> Lines:
    yield _("What personal data is for")
    yield texts.purposes()


def _items() -> Lines:
    yield _("What is kept, why, and how long")
    yield from _listed([one for one in holdings() if not one.staff])
    yield ""
    yield _("Of those who work for the office, also:")
    yield ""
    yield from _listed([one for one in holdings() if one.staff])
    yield ""
    yield texts.no_resident_numbers()


def _listed(kinds: list[Holding]) -> Lines:
    for one in kinds:
        yield f"- **{one.what}** {one.why} " + _("How long: %(period)s", period=one.how_long)


def _deletion() -> Lines:
    yield _("How data is deleted")
    yield texts.deletion()
    yield ""
    for rule in retentions():
        days = rule.days()
        if days:
            yield f"- {rule.what}: " + _("after %(days)s days", days=days)
    unused = site().privacy.inactive_days
    if unused:
        yield "- " + _(
            "Accounts that nobody has used for %(days)s days end, %(warning)s days after a letter that says so.",
            days=unused, warning=site().privacy.keep.inactive_warning,
        )  # fmt: skip


def _third_parties() -> Lines:
    yield _("Who else is given data")
    yield texts.third_parties()


def _processors(here: Site, language: str) -> Lines:
    yield _("Who processes data for us")
    found = list(_others(here, language))
    if not found:
        yield _(
            "Nobody. The site runs on the city's own server: [name of the data centre or the company that runs it]."
        )
        return
    for who, what in found:
        yield f"- **{who}**: {what}"
    if here.sign_in.google.client_id or here.notifications.push_subject:
        yield "- " + _(
            "Google and makers of browsers process data outside of Korea (PIPA art. 28-8): "
            "[country, when and how data goes there, how long it is kept, how to refuse]"
        )
    yield "- " + _("[Who runs the server]: running and keeping the server")


def _others(here: Site, language: str) -> Iterator[tuple[str, str]]:
    if here.mail.transport == "smtp":
        yield here.mail.smtp.host, _("Sending letters: the address and the text of each")
    sign_in = here.sign_in
    known = {"Kakao": sign_in.kakao, "Naver": sign_in.naver, "Google": sign_in.google}
    names = [name for name, provider in known.items() if provider.client_id]
    names += [named(provider.name, language, key) for key, provider in sign_in.openid.items()]
    for name in names:
        yield name, _("Signing in, for those who choose it: it learns that somebody signs in here")
    if here.notifications.text_sender:
        yield (
            here.notifications.text_sender,
            _("Sending text messages: the telephone number and the text of each"),
        )
    if here.notifications.push_subject:
        yield (
            _("The maker of the reader's browser"),
            _("Web push, for those who switch it on: encrypted notices"),
        )


def _sensitive() -> Lines:
    yield _("Sensitive data: political opinions")
    yield texts.sensitive()
    yield ""
    for one in holdings():
        if one.sensitive:
            yield f"- {one.what}"
    yield ""
    yield texts.sensitive_public()


def _children(here: Site) -> Lines:
    yield _("Children")
    age = here.joining.minimum_age
    if age == 0:
        yield _("People of any age may join; nobody is asked for their age unless a vote depends on it.")
    elif here.joining.younger == "guardian":
        yield _("Who is younger than %(age)s may join when a guardian agrees: we ask for the guardian's e-mail only to "
                "send the question, and delete it with the answer.", age=age)  # fmt: skip
    else:
        yield _("Who is younger than %(age)s cannot join.", age=age)


def _rights(here: Site) -> Lines:
    yield _("Your rights, and how to use them")
    yield texts.rights(here.address)


def _safety(here: Site) -> Lines:
    yield _("How we keep data safe")
    yield texts.safety(here.privacy.keep.access_log)


def _cookies() -> Lines:
    yield _("Cookies")
    yield texts.cookies()


def _officer(here: Site, language: str) -> Lines:
    yield _("The person in charge of personal data")
    officer = here.privacy.officer
    office = named(here.office.name, language)
    for label, value in (
        (_("Name"), officer.name or _("[name]")),
        (_("Post"), named(officer.post, language) or _("[post]")),
        (_("Telephone"), officer.telephone or here.office.telephone or _("[telephone]")),
        (_("E-mail"), officer.email or here.office.email or _("[e-mail]")),
        (_("Responsible office"), office or _("[office]")),
    ):
        yield f"- {label}: {value}"


def _remedies() -> Lines:
    yield _("Where you can complain")
    yield texts.remedies()


def _changes() -> Lines:
    yield _("Changes of this notice")
    today = day_full(clock.wall())
    yield _("This notice holds from %(day)s. Before it changes, we say so on the first page seven days ahead, "
            "and thirty days ahead where it concerns your rights; we ask you again where you have to agree. "
            "Earlier versions stay readable.", day=today)  # fmt: skip
