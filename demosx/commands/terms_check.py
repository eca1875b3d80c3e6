"""What `demosx check` says of the texts that people agree to."""

from ..config_problems import Level, problem
from ..consent.terms import FOLDER, slips
from ..core.settings import Site
from ..core.terminal import N_
from ..process.problems import Problem
from .listening import is_loopback

SENTENCES: dict[str, tuple[Level, str]] = {
    "name": ("error", N_("A text is called terms-2026-12-01.ko.md or privacy-2026-12-01.ko.md: what, day, language.")),
    "day": ("error", N_("There is no such day. A text is called by the day from which it holds.")),
    "empty": ("error", N_("This text is empty.")),
    "starting": (
        "warning", N_("This is still the starting text. Please check it and remove the paragraph that says so.")
    ),
    "missing": ("warning", N_("This translation is missing; people read the text in the other language.")),
}  # fmt: skip


def texts(site: Site) -> list[Problem]:
    """Texts without a day, without a translation, or, on a site that others can reach, that nobody has checked."""
    here = is_loopback(site.url.host or "")
    found = []
    for name, slip in slips(site):
        if slip == "starting" and here:
            continue
        level, words = SENTENCES.get(slip, SENTENCES["missing"])
        found.append(problem(f"{FOLDER}/{name}", 1, "terms", words, level=level))
    return found
