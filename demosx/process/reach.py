"""Where a proposal can still come by the rules, whatever their conditions say: nothing here knows of one proposal."""

from .definition import Process, Stage


def ahead_of(process: Process, stage: str) -> tuple[Stage, ...]:
    """The stages that can come after `stage`, in the order of the file; itself too where a way leads back to it."""
    found: set[str] = set()
    new = [stage] if stage in process.stages else []
    while new:
        for rule in process.rules_in(new.pop()):
            if rule.action == "move" and rule.target in process.stages and rule.target not in found:
                found.add(rule.target)
                new.append(rule.target)
    return tuple(one for key, one in process.stages.items() if key in found)


def comes_again(process: Process, stage: str, action: str) -> bool:
    """Whether a stage that can come after `stage` allows `action`."""
    return any(action in one.allows for one in ahead_of(process, stage))
