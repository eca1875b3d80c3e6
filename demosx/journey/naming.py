"""The names that a site has for what its rules name: its people, areas and districts."""

from dataclasses import replace

from ..core.settings import site
from ..core.terms import known
from ..people.roles import NAMES
from ..process.definition import Process


def with_site_names(process: Process) -> Process:
    """A process whose words call people, areas and districts as the site does: what the site file says comes first,
    then what the process says, then the usual names."""
    here, words = site(), process.words
    own = {key: role.name for key, role in here.roles.items() if role.name}
    values = {"area": known("area").names, "district": known("district").names}
    return replace(process, words=replace(words, entries={**NAMES, **words.entries, **own}, values=values))
