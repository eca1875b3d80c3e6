"""Every change to what people are told, and how."""

from .choosing import agreed, choose, stop
from .digesting import write_digests
from .following import follow, mark_read, unfollow
from .telling import tell, tell_step

__all__ = [
    "agreed",
    "choose",
    "follow",
    "mark_read",
    "stop",
    "tell",
    "tell_step",
    "unfollow",
    "write_digests",
]
