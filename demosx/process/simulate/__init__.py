"""The rehearsal: run the rules over the story of one proposal, and say where it goes otherwise than expected."""

from .reading import read
from .running import Rehearsal, Result, rehearse
from .scenario import Act, Scenario, Step
from .setting import NoRules, Setting

__all__ = ["Act", "NoRules", "Rehearsal", "Result", "Scenario", "Setting", "Step", "read", "rehearse"]
