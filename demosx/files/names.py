"""What a file is called on screens and when it is saved: as its sender called it, ending as what it is."""

import re

from ..core.text import one_line

LONGEST = 120
STRANGE = re.compile(r'[<>:"/\\|?*%;`\u200b-\u200f\u2028\u2029\u061c]')
ENDING = re.compile(r"\.[0-9a-z]{1,5}$", re.IGNORECASE)
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def shown_name(claimed: str, ending: str, otherwise: str) -> str:
    """`../계획<1>.PDF.exe` with the ending "pdf" is `계획1.pdf`; `otherwise` where nothing is left of it.

    No path, no control or turning characters, no ending but the true one, nothing that Windows keeps for itself.
    """
    last = re.split(r"[/\\]", claimed)[-1]
    stem = STRANGE.sub("", one_line(last)).strip(" .")
    while ENDING.search(stem):
        stem = ENDING.sub("", stem).strip(" .")
    if not stem or RESERVED.fullmatch(stem):
        stem = otherwise
    return f"{stem[:LONGEST].rstrip(' .')}.{ending}"
