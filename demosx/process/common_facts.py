"""The facts that every process may read, whatever the kinds of its stages."""

from dataclasses import dataclass
from typing import Literal

from .explained import Meaning
from .kinds import FactType


@dataclass(frozen=True)
class CommonFact:
    """A fact: its name (one that ends in `.*` stands for one per key), its type and its meaning.

    `counts` is for what is counted: over the proposal's whole life, or in the present visit alone. Such a fact may be
    read the other way with `.here` and `.ever` behind it.
    """

    name: str
    type: FactType
    meaning: Meaning
    counts: Literal["life", "visit"] | None = None

    @property
    def group(self) -> str | None:
        """What stands before the dot, for a fact of many keys."""
        return self.name.removesuffix(".*") if self.name.endswith(".*") else None


COMMON: tuple[CommonFact, ...] = (
    CommonFact(
        "supports",
        FactType.NUMBER,
        Meaning("공감한 사람의 수입니다.", "How many people support it.", "supports >= 50"),
        counts="life",
    ),
    CommonFact(
        "participants",
        FactType.NUMBER,
        Meaning(
            "공감하거나 투표하거나 의견을 낸 사람의 수입니다. 온라인과 현장을 합해 한 사람을 한 번만 셉니다.",
            "How many people supported, voted or said something, online and offline, each counted once.",
            "participants >= 5000",
        ),
        counts="visit",
    ),
    CommonFact(
        "opinions",
        FactType.NUMBER,
        Meaning("의견의 수입니다.", "How many opinions there are.", "opinions >= 100"),
        counts="visit",
    ),
    CommonFact(
        "votes",
        FactType.NUMBER,
        Meaning("유효한 표의 수입니다.", "How many valid votes there are.", "votes >= 1000"),
        counts="visit",
    ),
    CommonFact(
        "days",
        FactType.NUMBER,
        Meaning(
            "이 단계에서 센 날의 수입니다. 세지 않는 시작일은 0, 다음 날이 1입니다. 멈춘 날은 세지 않습니다.",
            "How many days count in this stage: 0 on a starting day that does not count, 1 on the next. "
            "Days on which the clock stands still do not count.",
            "days >= 10",
        ),
    ),
    CommonFact(
        "days.ever",
        FactType.NUMBER,
        Meaning(
            "접수한 날부터 지난 날의 수입니다. 접수한 날이 0이며, 단계가 바뀌어도 이어서 셉니다.",
            "How many days have passed since the day of filing, which is 0, whatever the stage.",
            "days.ever >= 90",
        ),
    ),
    CommonFact(
        "period_over",
        FactType.FLAG,
        Meaning(
            "단계의 기간이 끝났는지입니다. 현장 집계를 기다리는 동안은 아직입니다.",
            "Whether the period of the stage is over. Not yet, while batches of sessions wait for their check.",
            "period_over",
        ),
    ),
    CommonFact(
        "open_duties",
        FactType.NUMBER,
        Meaning("열려 있는 할 일의 수입니다.", "How many duties are open.", "open_duties == 0"),
    ),
    CommonFact(
        "outcome.*",
        FactType.WORD,
        Meaning(
            "할 일의 결과입니다. 점 뒤에 할 일의 이름표를 씁니다. 다시 열리면 비워집니다.",
            "How a duty ended; its key stands behind the dot. Empty again when the duty is opened anew.",
            "outcome.department_answer == 'accept'",
        ),
    ),
    CommonFact(
        "overdue.*",
        FactType.FLAG,
        Meaning(
            "할 일의 기한이 지났는지입니다. 점 뒤에 할 일의 이름표를 씁니다.",
            "Whether a duty is overdue; its key stands behind the dot.",
            "overdue.department_answer",
        ),
    ),
    CommonFact(
        "decision",
        FactType.WORD,
        Meaning(
            "이 단계에 들어온 뒤의 마지막 결정입니다.",
            "The latest decision of this visit.",
            "decision == 'deliberate'",
        ),
    ),
    CommonFact(
        "decisions.*",
        FactType.WORD,
        Meaning(
            "어느 단계의 마지막 결정입니다. 그 단계를 떠난 뒤에도 남습니다. 점 뒤에 단계의 이름표를 씁니다.",
            "The latest decision of a stage, also after it was left; its key stands behind the dot.",
            "decisions.agenda == 'refer'",
        ),
    ),
    CommonFact(
        "mark.*",
        FactType.FLAG,
        Meaning(
            "규칙이 그 표시를 붙였는지입니다. 점 뒤에 표시의 이름표를 씁니다.",
            "Whether a rule has put this mark; its key stands behind the dot.",
            "mark.budget",
        ),
    ),
    CommonFact(
        "today",
        FactType.DAY,
        Meaning(
            "오늘입니다. 작은따옴표로 묶은 날짜와 비교합니다.",
            "Today. It is compared with a day in quotes.",
            "today >= '2026-07-01'",
        ),
    ),
    CommonFact(
        "filed",
        FactType.DAY,
        Meaning("제안이 접수된 날입니다.", "The day on which it was filed.", "filed < '2026-01-01'"),
    ),
    CommonFact(
        "publish_on",
        FactType.DAY,
        Meaning(
            "기관제안을 공개하기로 정한 날입니다. 정하지 않았으면 비교는 언제나 거짓입니다.",
            "The day from which the city wants its proposal to be public. While it is not set, comparisons are false.",
            "today >= publish_on",
        ),
    ),
    CommonFact(
        "origin",
        FactType.WORD,
        Meaning(
            "누가 낸 제안인지입니다.", "Whether citizens or the city proposed it.", "origin == 'citizen'"
        ),
    ),
    CommonFact(
        "channel",
        FactType.WORD,
        Meaning("어디로 접수되었는지입니다.", "How it came in.", "channel == 'paper'"),
    ),
    CommonFact(
        "area",
        FactType.WORD,
        Meaning(
            "분야입니다. 사이트의 `demosx.toml`에 있는 이름표를 씁니다.",
            "Its area: a key of the site's `demosx.toml`.",
            "area == 'transport'",
        ),
    ),
    CommonFact(
        "district",
        FactType.WORD,
        Meaning(
            "자치구입니다. 사이트의 `demosx.toml`에 있는 이름표를 씁니다.",
            "Its district: a key of the site's `demosx.toml`.",
            "district == 'narae'",
        ),
    ),
    CommonFact(
        "population",
        FactType.NUMBER,
        Meaning(
            "제안이 접수된 날의 인구입니다. 1%는 이렇게 씁니다.",
            "The population on the filing day. This is 1 % of it.",
            "supports >= 0.01 * population",
        ),
    ),
    CommonFact(
        "regions_reached",
        FactType.NUMBER,
        Meaning(
            "공감이 `region_minimum`을 채운 지역의 수입니다.",
            "In how many regions supports reached the `region_minimum`.",
            "regions_reached >= 3",
        ),
    ),
    CommonFact(
        "unchecked_batches",
        FactType.NUMBER,
        Meaning(
            "확인을 기다리는 현장 집계의 수입니다.",
            "How many batches of sessions wait for their check.",
            "unchecked_batches == 0",
        ),
    ),
)
