"""Processes as small as what they show."""

from tests.process.journeys import Journey, read

HEAD = """
format = 1
key = "t"
name = { ko = "시험", en = "Test" }
first = "a"
"""
STAGE = '[stages.{0}]\nkind = "support"\nname = {{ ko = "단계 {0}", en = "Stage {0}" }}\n'
END = '[[stages.{0}.rules]]\nby = ["operator"]\nend = "closed"\n'


def process(*parts: str, ways: str = "ab") -> Journey:
    """A journey through stages `a`, `b` …, which an operator can always close. Each part begins inside its stage and
    may go on with rules, duties and words."""
    stages = "".join(STAGE.format(key) + part for key, part in zip(ways, parts, strict=True))
    return Journey(read(HEAD + stages + "".join(END.format(key) for key in ways)), "2019-02-01")


def rule(where: str, **keys: str) -> str:
    """A rule in TOML; values are TOML too."""
    table = f"stages.{where}.rules" if where else "rules"
    return f"[[{table}]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())


DUTY = """
[duties.d]
name = { ko = "일", en = "Duty" }
owner = "operator"
within = "10 days"
outcomes = ["yes", "no"]
"""
OTHER = """
[duties.e]
name = { ko = "다른 일", en = "Other duty" }
owner = "operator"
"""
