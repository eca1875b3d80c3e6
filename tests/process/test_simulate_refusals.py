"""Every reason for which the engine refuses an act has a sentence."""

import ast
from pathlib import Path

import demosx.process
from demosx.process.simulate.reading_acts import VERBS
from demosx.process.simulate.refusals import REFUSALS, UNKNOWN

PACKAGE = Path(demosx.process.__file__).parent


def refused_in(path: Path) -> set[str]:
    """The codes with which a module refuses; those that it finds in variables are `obstacles` and the like."""
    codes = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "NotPossible":
            codes |= {value.value for value in ast.walk(node.args[0]) if isinstance(value, ast.Constant)}
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "code" for target in node.targets
        ):
            codes |= {value.value for value in ast.walk(node.value) if isinstance(value, ast.Constant)}
    return {code for code in codes if isinstance(code, str)}


def test_every_refusal_of_the_engine_and_of_the_rehearsal_has_its_sentence() -> None:
    modules = [*PACKAGE.glob("*acts.py"), PACKAGE / "merging.py", PACKAGE / "changing.py"]
    modules.append(PACKAGE / "simulate" / "acting.py")
    used = set().union(*(refused_in(path) for path in modules))
    assert len(used) > 20
    assert used <= REFUSALS.keys()
    assert REFUSALS.keys() - used <= {"stage_gone", "kind_changed", "duty_gone"}


def test_unknown_words_are_refused_to_known_acts() -> None:
    assert UNKNOWN.keys() <= REFUSALS.keys()
    assert {verb for verbs in UNKNOWN.values() for verb in verbs} <= VERBS.keys()
