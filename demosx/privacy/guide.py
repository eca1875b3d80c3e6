"""The table of the operators' guide: in which tables of the database personal data sits. A test keeps it in step."""

from flask_babel import force_locale
from flask_babel import gettext as _

from ..people.holdings import holdings


def table(language: str) -> str:
    """The table as Markdown, in a language."""
    with force_locale(language):
        heads = (_("Tables"), _("What"), _("How long"))
        lines = [f"| {' | '.join(heads)} |", "|---|---|---|"]
        for one in holdings():
            names = ", ".join(f"`{name}`" for name in sorted(one.tables))
            lines.append(f"| {names} | {one.what} | {one.how_long} |")
        return "\n".join(lines)
