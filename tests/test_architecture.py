"""The floors of the house: imports go downwards only, and rooms do not reach into one another's drawers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "demosx"
FLOORS = (
    "core", "process", "plugins", "themes", "ledger", "consent", "people", "identity", "verification", "files",
    "duties", "journey", "proposals", "opinions", "ballots", "documents", "notifications", "stages", "merging",
    "events", "intake", "scrutiny", "triage", "square", "privacy", "desk", "oversight", "opendata", "demo",
)  # fmt: skip
TOP = {"app", "config", "config_problems", "cli", "commands", "testing", "migrations", "__main__"}
DRAWERS = {"views", "forms", "room"}
NEVER = {"utils.py", "helpers.py", "base.py", "manager.py", "misc.py", "common.py"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "texts" not in path.parts)


def room_of(path: Path) -> str:
    """The floor that a module belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, ...]]:
    """The dotted names below `demosx` that a module imports, as parts; foreign ones with their own first part."""
    package = ("demosx", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = (*base, *(node.module or "").split(".")) if node.module else base
            yield from ((*module, alias.name) for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_floors_below(path: Path) -> None:
    room = room_of(path)
    if room in TOP or room == "__init__":
        return
    assert room in FLOORS, (
        f"{room} stands on no floor: give it one in FLOORS and in guides/develop/architecture.md"
    )
    for parts in imports(path):
        if parts[0] != "demosx" or len(parts) < 2 or parts[1] == room:
            continue
        assert parts[1] not in TOP, f"{room} imports the roof: {'.'.join(parts)}"
        assert FLOORS.index(parts[1]) < FLOORS.index(room), f"{room} imports upwards: {'.'.join(parts)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_call_services_and_queries_of_others(path: Path) -> None:
    room = room_of(path)
    if room in TOP:
        return
    for parts in imports(path):
        if parts[0] == "demosx" and len(parts) > 2 and parts[1] not in (room, "core", "stages"):
            assert not DRAWERS & set(parts[2:-1]), f"{room} reaches into {'.'.join(parts)}"


def test_the_heart_is_pure() -> None:
    allowed = {"pydantic", "pydantic_core", "holidays"}
    standard = __import__("sys").stdlib_module_names
    for path in (PACKAGE / "process").rglob("*.py"):
        for parts in imports(path):
            assert parts[:2] == ("demosx", "process") or parts[0] in allowed or parts[0] in standard, (
                f"{path.name} imports {'.'.join(parts)}"
            )


def test_core_knows_nothing_of_proposals() -> None:
    for path in (PACKAGE / "core").rglob("*.py"):
        assert all(parts[:2] == ("demosx", "core") for parts in imports(path) if parts[0] == "demosx"), (
            path.name
        )


def test_no_room_for_leftovers() -> None:
    assert not [path for path in MODULES if path.name in NEVER]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_error_is_swallowed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ""
            broad = caught in ("", "Exception", "BaseException")
            raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node)) or raised_together(node)
            assert not broad or raises, f"{path.name}:{node.lineno} catches everything"


def raised_together(handler: ast.ExceptHandler) -> bool:
    """Whether a handler only keeps the error in the list `broken`, which is raised as a group by the same function."""
    last = handler.body[-1]
    return ast.unparse(last) == f"broken.append({handler.name})"
