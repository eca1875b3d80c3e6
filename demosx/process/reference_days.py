"""How lengths of time are written, and worked examples of how they are counted: by the code that counts them."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from .calendars import Calendar
from .explained import Meaning
from .lengths import Span, parse_length, stretched
from .reference_tables import table

KOREA = Calendar(ZoneInfo("Asia/Seoul"), "KR", rolls=True)
LENGTHS: tuple[Meaning, ...] = (
    Meaning("30일", "30 days", '"30 days"'),
    Meaning(
        "근무일로 20일. 쉬는 날은 세지 않습니다.",
        "20 working days; days off do not count",
        '"20 working days"',
    ),
    Meaning("2주", "2 weeks", '"2 weeks"'),
    Meaning("2개월", "2 months", '"2 months"'),
    Meaning("1년", "1 year", '"1 year"'),
    Meaning(
        "30일. 시작한 날부터 셉니다.",
        "30 days, of which the starting day is the first",
        '"30 days, first day counted"',
    ),
    Meaning(
        "30일. 마지막 날이 쉬는 날이면 다음 근무일까지입니다.",
        "30 days; if the last is a day off, until the next working day",
        '"30 days, rolled"',
    ),
    Meaning(
        "언제 시작하든 이날까지. `period`와 `within`에만 씁니다.",
        "until this day, whenever it starts; only for `period` and `within`",
        '"until 2026-12-31"',
    ),
)
REMINDERS: tuple[Meaning, ...] = (
    Meaning("기한 5일 전", "five days before the due day", '"5 days before"'),
    Meaning("기한 다음 날", "the day after it", '"1 day after"'),
    Meaning("기한 2근무일 전", "two working days before it", '"2 working days before"'),
)
WEEKDAYS = ("월화수목금토일", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Worked:
    """An example: a length as the value of a key, from when it runs, and why it ends when it does."""

    key: str
    length: str
    start: date
    why: Meaning
    midnight: bool = False
    paused: tuple[Span, ...] = ()
    extended: tuple[str, ...] = ()

    @property
    def last(self) -> date:
        """Its last day in Korea, where duties roll off days off, and periods that say so."""
        length = parse_length(self.length)
        more = [parse_length(text) for text in self.extended]
        day = stretched(self.start, length, KOREA, self.midnight, extended=more, gaps=self.paused)
        return KOREA.roll(day) if self.key == "within" or length.rolled else day


WORKED: tuple[Worked, ...] = (
    Worked(
        "period",
        "30 days",
        date(2019, 2, 1),
        Meaning(
            "2월 2일이 첫째 날, 3월 3일이 서른째 날입니다. "
            "일요일이지만 단계의 기간은 그대로 끝납니다. 3월 4일 0시에 끝납니다.",
            "2 Feb is the first day, 3 Mar the thirtieth. It is a Sunday, but periods do not roll. "
            "It is over on 4 Mar at 0:00.",
        ),
    ),
    Worked(
        "within",
        "20 days",
        date(2019, 2, 10),
        Meaning(
            "스무째 날은 3월 2일 토요일입니다. 할 일이므로 다음 근무일인 월요일까지입니다.",
            "The twentieth day is Saturday, 2 Mar. This is a duty, so it is due on the Monday.",
        ),
    ),
    Worked(
        "within",
        "1 month",
        date(2024, 1, 30),
        Meaning(
            "1월 31일부터 셉니다. 2월에는 31일이 없으므로 2월의 마지막 날까지입니다.",
            "It counts from 31 Jan. February has no 31st, so it ends on that month's last day.",
        ),
    ),
    Worked(
        "within",
        "10 working days",
        date(2019, 2, 1),
        Meaning(
            "주말과 설날 연휴(2월 4일~6일)를 세지 않습니다.",
            "Weekends and the holidays of the lunar new year (4 to 6 Feb) do not count.",
        ),
    ),
    Worked(
        "period",
        "30 days",
        date(2019, 3, 4),
        Meaning(
            "앞 단계의 기간이 끝나 0시에 시작했으므로 시작한 날도 셉니다.",
            "It began at 0:00, when the period before was over, so the starting day counts.",
        ),
        midnight=True,
    ),
    Worked(
        "period",
        "30 days, first day counted",
        date(2018, 9, 4),
        Meaning("시작한 날이 첫째 날입니다.", "The starting day is the first."),
    ),
    Worked(
        "within",
        "20 days",
        date(2019, 2, 10),
        Meaning(
            "2월 13일부터 15일까지 멈췄습니다. 사흘 늦춰진 3월 5일까지입니다.",
            "It stood still from 13 to 15 Feb: three days later, on 5 Mar.",
        ),
        paused=((date(2019, 2, 13), date(2019, 2, 15)),),
    ),
    Worked(
        "within",
        "20 days",
        date(2019, 2, 10),
        Meaning(
            "10일 연장했습니다. 월요일로 미루기 전의 마지막 날인 3월 2일 다음 날부터 셉니다.",
            "Extended by 10 days, which count from the day after 2 Mar, before it was rolled.",
        ),
        extended=("10 days",),
    ),
)


def form_table(forms: tuple[Meaning, ...], lang: str) -> str:
    """Ways of writing, with what they mean."""
    return table(["written", "meaning"], ([f"`{form.example}`", form.text(lang)] for form in forms), lang)


def worked_table(lang: str) -> str:
    """The worked examples."""
    rows = (
        [f'`{one.key} = "{one.length}"`', day(one.start, lang), day(one.last, lang), one.why.text(lang)]
        for one in WORKED
    )
    return table(["written", "starts", "last", "why"], rows, lang)


def day(when: date, lang: str) -> str:
    """A day as people write it, with its weekday."""
    if lang == "ko":
        return f"{when.year}년 {when.month}월 {when.day}일({WEEKDAYS[0][when.weekday()]})"
    return f"{WEEKDAYS[1][when.weekday()]} {when.day} {MONTHS[when.month - 1]} {when.year}"
