"""The letters: each from a template whose first line is the subject, in the language of who reads it."""

from collections.abc import Iterable
from typing import Any

from flask import render_template
from flask_babel import force_locale

from ..core.i18n import local_name
from ..core.mail import link, post
from ..core.settings import named, site
from ..duties.models import Duty
from ..journey.labels import duty_label, stage_label
from ..journey.rules import process_of
from ..ledger.models import Entry
from ..people.models import Account
from ..process.definition import Rule
from ..proposals.history import timeline


def about_duty(
    template: str, duty: Duty, people: Iterable[Account], key: str, why: str = "", **facts: Any
) -> None:
    """Tell people of a duty. `key` says what about it, so that nobody is told the same twice; `why` is the key of a
    reason in the process file."""
    process = process_of(duty.proposal.version_id)
    for person in people:
        _send(
            template, person, f"duty:{duty.id}:{key}:{person.id}", proposal=duty.proposal, duty=duty,
            name=duty_label(process, duty.name, person.language), link=_place(duty.proposal, person),
            why=process.words.text(why, person.language) if why else "", **facts,
        )  # fmt: skip


def about_travel(proposal: Any, entries: list[Entry], person: Account) -> None:
    """Tell a proposer what has happened, as the timeline tells it."""

    def story() -> list[Any]:
        return timeline(proposal, entries)

    _send(
        "travelled", person, f"travelled:{entries[-1].id}:{person.id}", proposal=proposal, story=story,
        link=link("proposals.show", id=proposal.id),
    )  # fmt: skip


def about_rule(proposal: Any, rule: Rule | None, people: Iterable[Account]) -> None:
    """Tell the people that a rule names: its label, or that there is something to know."""
    for person in people:
        told = rule.label.get(person.language) or next(iter(rule.label.values()), "") if rule else ""
        _send("notice", person, None, proposal=proposal, told=told, link=_place(proposal, person))


def about_vote(proposal: Any, stage: str, people: Iterable[Account]) -> None:
    """Tell the members of a panel that the rules have changed and that they vote again."""
    process = process_of(proposal.version_id)
    for person in people:
        name = stage_label(process, stage, person.language)
        _send(
            "vote_again",
            person,
            None,
            proposal=proposal,
            stage=name,
            link=link("desk.proposal", id=proposal.id),
        )


def _place(proposal: Any, person: Account) -> str:
    """Where somebody sees a proposal: its proposer on the public page, everybody else at the desk."""
    return link("proposals.show" if person.id == proposal.proposer_id else "desk.proposal", id=proposal.id)


def _send(template: str, person: Account, key: str | None, **facts: Any) -> None:
    if person.email is None:
        raise ValueError("a letter to an account without an address")
    with force_locale(person.language):
        text = render_template(
            f"notifications/{template}.txt", nickname=person.nickname, site_name=named(site().name, person.language),
            office=local_name(site().office.name), **facts,
        )  # fmt: skip
    subject, _line, body = text.strip().partition("\n")
    post(person.email, subject, body.strip() + "\n", key=key)
