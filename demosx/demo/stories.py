"""The ways that proposals of the demonstration city go: citizens', the city's own, and the two documented cases."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from .telling import DAY, Telling

BEYOND_AGENDA = {
    "method", "preparing", "forum", "head_answer", "department_reply", "execution", "answered", "carried_out",
}  # fmt: skip
SHORT = {"support", "department_answer", "overdue_answer", "expired", "withdrawn", "merged"}


def tell_citizen(telling: Telling, method_reason: str) -> None:
    """A citizen's proposal, from its filing to where it is today."""
    story, raw = telling.story, telling.story.raw
    filed = story.filed_at
    by = telling.city.actor(raw["by"])
    telling.plan(filed, lambda: telling.file(by, "citizen", None))
    if story.filed_on < story.today - DAY:  # the newest still wait for a department
        telling.plan_at_work(filed + DAY, telling.assign)
    full = _filled(telling)
    last = story.filed_on + 29 * DAY if story.reach in SHORT else full.date() - DAY
    telling.talk("support", story.filed_on, last)
    telling.gather(raw["supports"], filed + timedelta(hours=1), full)
    if story.reach == "withdrawn":
        reason = telling.words(raw["end"]["reason"])
        telling.plan(full + DAY, lambda: telling.press("/end:withdrawn", by, reason=reason))
    elif story.reach in ("declined", "referred"):
        _turned_away(telling, full)
    elif "forum" in raw or story.reach in ("agenda", "method", "preparing"):
        _agenda_and_forum(telling, full, method_reason)
    elif "answer" in raw:
        telling.plan_at_work(filed + 17 * DAY, lambda: telling.answer("department_answer"))
        _carry_out(telling)


def _filled(telling: Telling) -> datetime:
    """When the last support comes: by now, within the period, and after what is said under it."""
    story = telling.story
    talked = max((o["day"] for o in story.opinions if o["stage"] == "support"), default=0)
    days = {
        "department_answer": 28,
        "overdue_answer": 12,
        "support": 28,
        "expired": 28,
        "withdrawn": 9,
        "merged": 10,
    }.get(story.reach, min(max(talked + 2, 12), 28))
    return min(story.filed_at + days * DAY, telling.now - timedelta(minutes=40))


def _turned_away(telling: Telling, full: datetime) -> None:
    raw = telling.story.raw
    choice = "decline" if telling.story.reach == "declined" else "refer"
    reasons = [telling.words(reason) for reason in raw.get("decision", {}).get("reasons", [])]
    ending = telling.words(raw["end"]["reason"])
    reasons = reasons or _in_two(ending)
    for number, reason in enumerate(reasons[:2]):
        _vote(telling, full + (20 + number) * DAY, f"panel{number + 1}", choice, reason)
    if choice == "refer":
        operator = telling.city.actor("operator")
        telling.plan_at_work(full + 40 * DAY, lambda: telling.complete("referral", "taken", operator))


def _in_two(text: str) -> list[str]:
    """A text as two statements of reasons, cut between its sentences."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    middle = max(1, len(sentences) // 2)
    return [" ".join(sentences[:middle]), " ".join(sentences[middle:]) or text]


def _vote(telling: Telling, at: datetime, member: str, choice: str, reason: str) -> None:
    telling.plan_at_work(at, lambda: telling.panel_votes(member, choice, reason))


def _agenda_and_forum(telling: Telling, full: datetime, method_reason: str) -> None:
    story, raw = telling.story, telling.story.raw
    if "agenda" in raw:
        telling.plan_at_work(full + 8 * DAY, telling.draft_agenda)
    if story.reach not in BEYOND_AGENDA:
        return
    for number, reason in enumerate(raw["decision"]["reasons"][:2]):
        _vote(telling, full + (14 + number) * DAY, f"panel{number + 1}", "deliberate", telling.words(reason))
    if story.reach == "method":
        return
    drawn = telling.city.actor("drawn1")
    telling.plan_at_work(full + 30 * DAY, lambda: telling.record(drawn, "vote", method_reason))
    if story.reach != "preparing":
        telling.plan_at_work(story.at(story.forum_on - 4 * DAY, 14), telling.open_forum)
        _forum(telling, story.forum_on + 30 * DAY)


def _forum(telling: Telling, last: date) -> None:
    """What is voted and said until its last day, and what the city answers to it."""
    story = telling.story
    begun = story.at(story.forum_on, 9)
    until = min(story.at(last, 22), telling.now - timedelta(minutes=20))
    telling.poll(story.forum["votes"], begun, until)
    telling.talk("forum", story.forum_on, last)
    if "answer" in story.raw:
        duty = "head_answer" if story.raw["answer"]["by"] == "head" else "department_reply"
        on = story.raw["answer"].get("on") or last + 16 * DAY
        telling.plan_at_work(story.at(on, 15), lambda: telling.answer(duty))
        _carry_out(telling)


def _carry_out(telling: Telling) -> None:
    """What becomes of the promises."""
    story, raw = telling.story, telling.story.raw
    days = []
    for told in raw.get("updates", []):
        day = story.day(told["on"] if "on" in told else told["day"])
        days.append(day)
        telling.plan(story.at(day, 11), lambda told=told: telling.update(told))  # type: ignore[misc]
    if story.reach == "carried_out":
        ended = raw.get("ended_on") or max(days) + 5 * DAY
        text = (
            telling.words(raw["end"]["reason"]) if "end" in raw else telling.words(raw["updates"][-1]["text"])
        )
        telling.plan(story.at(ended, 16), lambda: telling.finish(text))


def tell_agency(telling: Telling, check_reason: str) -> None:
    """A proposal by the city, from its draft on."""
    story = telling.story
    officer = telling.city.officer(story.raw["department"])
    telling.plan(story.filed_at, lambda: telling.file(officer, "agency", story.raw["department"]))
    telling.plan(story.filed_at + timedelta(hours=1), telling.assign)
    if story.reach == "draft":
        return
    telling.plan_at_work(story.filed_at + 4 * DAY, telling.draft_agenda)
    telling.plan_at_work(story.filed_at + 5 * DAY, lambda: telling.press("draft/move:fact_check", officer))
    if story.reach == "fact_check":
        return
    telling.plan_at_work(story.filed_at + 11 * DAY, lambda: telling.record(officer, "publish", check_reason))
    telling.plan_at_work(story.at(story.forum_on - 4 * DAY, 14), telling.open_forum)
    _forum(telling, story.forum_on + 29 * DAY)


def tell_documented(telling: Telling, reasons: dict[str, str]) -> None:
    """A citizen's proposal by the rules of 2018, on the days on which it happened."""
    story, raw = telling.story, telling.story.raw
    city = telling.city
    by = city.actor(raw["by"])
    telling.plan(story.filed_at, lambda: telling.file(by, "citizen", None))
    telling.plan(story.filed_at + DAY, telling.assign)
    telling.gather(raw["supports"], story.filed_at + DAY, story.at(date(2018, 8, 31)))
    operator, panel = city.actor("operator"), city.actor("panel1")
    telling.plan(
        story.at(date(2018, 9, 3)),
        lambda: telling.press("support/move:review", operator, reason=reasons["review"]),
    )
    telling.plan(story.at(date(2018, 9, 20)), telling.draft_agenda)
    decided = telling.words(raw["decision"]["reasons"][0])
    telling.plan(story.at(raw["decision_on"], 14), lambda: telling.record(panel, "deliberate", decided))
    telling.plan(story.at(raw["workshop_on"], 18), lambda: telling.note(reasons["workshop"]))
    telling.plan(story.at(date(2018, 12, 7)), telling.open_forum)
    for talk in raw.get("consultations", []):
        telling.plan(story.at(talk["on"], 10), lambda talk=talk: telling.note(_noted(telling, talk)))  # type: ignore[misc]
    _forum(telling, story.forum["last"])


def _noted(telling: Telling, talk: dict[str, Any]) -> str:
    return telling.words(talk["text"])
