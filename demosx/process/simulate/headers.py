"""Headers of steps with too few or too many brackets, as a slip of the pen puts them."""

import re

from ..mending.slips import Slip, slip

RIGHT = "[[steps]]"
WRITTEN = re.compile(r"^[ \t]*((?:\[[ \t]*)+steps(?:[ \t]*\])*)[ \t]*(?=#|$)", re.MULTILINE)


def mend_headers(text: str) -> tuple[str, list[Slip]]:
    """The text with every step under its right header, and the headers that were otherwise."""
    slips = []
    for found in WRITTEN.finditer(text):
        if found[1].replace(" ", "").replace("\t", "") != RIGHT:
            line = text.count("\n", 0, found.start()) + 1
            slips.append(slip("header_brackets", line, given=found[1], right=RIGHT))
    return (WRITTEN.sub(RIGHT, text), slips) if slips else (text, [])
