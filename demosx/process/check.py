"""The check of a process file: every error and warning at once."""

from collections.abc import Mapping

from .check_coverage import check_coverage
from .check_graph import check_graph
from .check_names import check_names
from .check_pauses import check_pauses
from .check_references import check_references
from .check_rules import check_rules
from .definition import Process
from .kinds import Kind
from .loading import read
from .mending import text as toml
from .mending.foreign import decode
from .problems import Problem, ProcessErrors, make_problem, together
from .vocabulary import Vocabulary


def check(source: str, *, filename: str, kinds: Mapping[str, Kind], vocabulary: Vocabulary) -> list[Problem]:
    """Everything that is wrong with a file (errors) or may not be meant (warnings), in the order of its lines."""
    return examine(source, filename=filename, kinds=kinds, vocabulary=vocabulary)[1]


def check_data(
    data: bytes, *, filename: str, kinds: Mapping[str, Kind], vocabulary: Vocabulary
) -> list[Problem]:
    """The same for a file as it is stored: also that it holds no text, or one in another encoding than UTF-8."""
    text, slips = decode(data)
    found = [make_problem(filename, one.line, one.code, "error", one.facts) for one in slips]
    if text is not None:
        found += check(text, filename=filename, kinds=kinds, vocabulary=vocabulary)
    return found


def load(source: str, *, filename: str, kinds: Mapping[str, Kind], vocabulary: Vocabulary) -> Process:
    """Read a file that is to be used. Raises ProcessErrors with all of its errors; warnings do not count."""
    process, problems = examine(source, filename=filename, kinds=kinds, vocabulary=vocabulary)
    errors = [problem for problem in problems if problem.level == "error"]
    if errors or process is None:
        raise ProcessErrors(errors)
    return process


def examine(
    source: str, *, filename: str, kinds: Mapping[str, Kind], vocabulary: Vocabulary, faithful: bool = False
) -> tuple[Process | None, list[Problem]]:
    """What could be read of a file, and everything that the check has to say. `faithful`: rules that hold already are
    read as they stand, whatever a site has taken away since."""
    draft = read(source, filename, kinds, vocabulary, faithful)
    if draft.process is not None:
        check_references(draft, draft.process)
        check_rules(draft, draft.process)
        check_pauses(draft, draft.process)
        check_graph(draft, draft.process)
        check_names(draft, draft.process)
        check_coverage(draft, draft.process)
    if draft.mended and not any(problem.level == "error" for problem in draft.problems):
        draft.slipped([toml.unreadable(source)])
    return draft.process, together(sorted(draft.problems, key=lambda problem: problem.line))
