"""The checks of `demosx check` on pictures and files: where they lie, and the font of the picture for messengers."""

from ..config import FILE
from ..config_problems import hinted, problem
from ..core.settings import Site
from ..core.terminal import N_
from ..process.problems import Problem
from ..proposals.sharing_fonts import font_file
from .site_check import OTHERS

FOLDER = "data/files"


def uploads(site: Site) -> list[Problem]:
    """Files of people that others on this machine can read, and a missing font."""
    found = []
    folder = site.folder / FOLDER
    if folder.is_dir() and folder.stat().st_mode & OTHERS:
        what = N_("Others on this machine can read what people have uploaded.")
        made = problem(FOLDER, 1, "open_files", what, level="warning")
        found.append(hinted(made, N_("Please run: chmod 700 %(file)s"), file=folder))
    if font_file() is None:
        what = N_("No Korean font was found, so the picture that messengers show has no words.")
        made = problem(FILE, 1, "no_font", what, level="warning")
        found.append(hinted(made, N_("Please run: pip install pylopdf-fonts-ko")))
    return found
