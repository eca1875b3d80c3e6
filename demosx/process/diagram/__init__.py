"""The picture of a process, and the same as a list: what is said, where it stands, how it is written. Pure."""

from .arranging import in_order
from .layout import draw
from .listing import as_text
from .shapes import Picture
from .story import Stop, Story, Then, Told
from .style import PAGE, PHONE, Style
from .svg import as_file, as_part
from .telling import tell

__all__ = [
    "PAGE",
    "PHONE",
    "Picture",
    "Stop",
    "Story",
    "Style",
    "Then",
    "Told",
    "as_file",
    "as_part",
    "as_text",
    "draw",
    "in_order",
    "tell",
]
