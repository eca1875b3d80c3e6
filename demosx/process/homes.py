"""Where the keys of a process file belong, for the sentences about those that stand elsewhere."""

from collections.abc import Mapping

from .fitting import keys_of
from .shape import DutyShape, ProcessShape, RuleShape, StageShape
from .source import Path

OR = {"ko": " 또는 ", "en": ", or "}
TOP, STAGE, DUTY, RULE = "top", "stage", "duty", "rule"
HOMES: Mapping[str, frozenset[str]] = {
    RULE: frozenset(keys_of(RuleShape)),
    STAGE: frozenset(keys_of(StageShape)),
    DUTY: frozenset(keys_of(DutyShape)),
    TOP: frozenset(keys_of(ProcessShape)),
}
WHERE: Mapping[str, Mapping[str, str]] = {
    RULE: {"ko": "규칙(`[[stages.….rules]]` 아래)", "en": "in a rule, below `[[stages.….rules]]`"},
    STAGE: {"ko": "단계(`[stages.…]` 아래)", "en": "in a stage, below `[stages.…]`"},
    DUTY: {"ko": "할 일(`[duties.…]` 아래)", "en": "in a duty, below `[duties.…]`"},
    TOP: {"ko": "파일 맨 위(첫 `[…]` 앞)", "en": "at the top of the file, above the first `[…]`"},
}


def where_it_belongs(path: Path, homes: list[str]) -> Mapping[str, str]:
    """Where a key belongs, as a sentence says it."""
    if homes[0] == RULE and len(path) == 2 and path[0] == "stages":
        header = f"`[[stages.{path[1]}.rules]]`"
        return {"ko": f"규칙. 바로 위에 {header} 줄을 넣으세요", "en": f"in a rule: put {header} above it"}
    return {lang: OR[lang].join(WHERE[home][lang] for home in homes) for lang in OR}


def table_named(path: Path) -> Mapping[str, str]:
    """A table as a sentence names it."""
    if not path:
        return {"ko": "파일 맨 위", "en": "at the top of the file"}
    name = ".".join(str(part) for part in path if isinstance(part, str))
    header = f"`[[{name}]]`" if isinstance(path[-1], int) else f"`[{name}]`"
    return {"ko": f"{header} 아래", "en": f"below {header}"}
