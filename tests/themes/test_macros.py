"""Macros of the default theme: what a reader gets, and what must never be in the page."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import wtforms
from markupsafe import Markup
from wtforms import validators

from demosx.core.forms import LineField, Needed, TextField, at_most

from .conftest import Render

HOSTILE = '"><script>alert(1)</script>'
CARD: dict[str, Any] = {"url": "/p/1", "title": "A later bus", "stage_name": "Proposal", "tone": "support"}


class Pledge(wtforms.Form):
    """One row of a repeated group."""

    what = wtforms.StringField("What", [validators.InputRequired("Say what.")])


class Everything(wtforms.Form):
    """One field of each kind that screens use."""

    title = LineField(
        "Title", [Needed(), at_most(100)], description="One line.", render_kw={"autocomplete": "off"}
    )
    text = TextField("Text", [Needed()])
    area = wtforms.SelectField("Area", [validators.Optional()], choices=[("", "None"), ("t", "Transport")])
    choice = wtforms.RadioField(
        "Choice", [validators.InputRequired("Choose one.")], choices=[("yes", "Yes"), ("no", "No")]
    )
    consent = wtforms.BooleanField("I agree")
    pledges = wtforms.FieldList(wtforms.FormField(Pledge), "Pledges", min_entries=2)


@pytest.fixture
def form() -> Everything:
    """The form after it was sent empty."""
    sent = Everything()
    sent.validate()
    return sent


def test_a_card_needs_only_its_four_keys(macro: Render) -> None:
    page = macro("lists: card", "{{ card(p) }}", p=CARD)
    assert '<a href="/p/1">A later bus</a>' in page
    assert "chip-support" in page and "progress" not in page


def test_a_card_says_how_far_how_long_and_whose(macro: Render) -> None:
    more = {
        "supports": 5147,
        "threshold": 6000,
        "days_left": 0,
        "origin": "agency",
        "filed": date(2018, 12, 14),
        "overdue": True,
    }
    page = macro("lists: card", "{{ card(p) }}", p=CARD | more)
    assert "5,147 of 6,000 supporters" in page
    assert "Last day today" in page and "The city's proposal" in page and "Overdue" in page
    assert 'value="5147" max="6000"' in page


def test_support_beyond_the_threshold_fills_the_bar_and_no_more(macro: Render) -> None:
    page = macro("progress: support_bar", "{{ support_bar(70, 50) }}")
    assert "70 of 50 supporters" in page and 'value="50" max="50"' in page


@pytest.mark.parametrize(
    ("days", "words"), [(12, "12 days left"), (1, "1 day left"), (-1, "1 day late"), (-3, "3 days late")]
)
def test_days_left_are_said_in_words(macro: Render, days: int, words: str) -> None:
    assert words in macro("chips: days_left", "{{ days_left(d) }}", d=days)


def test_hostile_titles_stay_text(macro: Render) -> None:
    page = macro("lists: cards", '{{ cards([p], "none") }}', p=CARD | {"title": HOSTILE, "area": HOSTILE})
    assert "<script" not in page and page.count("&lt;script&gt;") == 2


def test_an_empty_list_says_what_to_do(macro: Render) -> None:
    page = macro("lists: cards", '{{ cards([], "Nothing yet.", "/new", "Propose") }}')
    assert "Nothing yet." in page and 'href="/new"' in page


def test_the_journey_marks_the_stage_of_today(macro: Render) -> None:
    steps = [
        {"name": "Proposal", "state": "past"},
        {"name": "Forum", "state": "now", "day": date(2018, 12, 14), "until": date(2019, 1, 13)},
        {"name": "Answer", "state": "next", "note": "within 30 days"},
    ]
    page = macro("journey: journey", "{{ journey(steps) }}", steps=steps)
    assert page.count('aria-current="step"') == 1
    assert re.search(
        r'journey-now" aria-current="step".*Forum.*Fri 14 Dec 2018 to Sun 13 Jan 2019', page, re.S
    )


def test_a_hidden_opinion_is_not_in_the_page(macro: Render) -> None:
    said = {
        "author": "Snail",
        "text_html": Markup("<p>an insult</p>"),
        "hidden": "insulting",
        "when": datetime(2018, 12, 14, tzinfo=UTC),
    }
    page = macro("talk: opinion", "{{ opinion(o) }}", o=said)
    assert "an insult" not in page and "This opinion is hidden: insulting" in page


def test_every_opinion_and_reply_gets_its_own_actions(macro: Render) -> None:
    talk = [
        {
            "id": 1,
            "author": "A",
            "text_html": "x",
            "agrees": 24,
            "replies": [{"id": 2, "author": "B", "text_html": "y"}],
        }
    ]
    page = macro("talk: opinions", '{% call(o) opinions(talk, "none") %}[{{ o.id }}]{% endcall %}', talk=talk)
    assert page.index("24 agree") < page.index("[1]") < page.index('id="opinion-2"') < page.index("[2]")


def test_a_tally_shows_each_choice_with_its_channels(macro: Render) -> None:
    rows = [
        {
            "key": "yes",
            "label": "Yes",
            "count": 5007,
            "share": 0.9728,
            "by_channel": {"online": 4900, "field": 107},
        },
        {
            "key": "no",
            "label": "No",
            "count": 140,
            "share": 0.0272,
            "by_channel": {"online": 135, "field": 5},
        },
    ]
    page = macro("results: tally", '{{ tally(rows, "Injections") }}', rows=rows)
    assert "5,147 votes" in page and "97.3%" in page and 'width="97.28%"' in page
    cells = re.findall(r"<t[hd](?: [^>]*)?>([^<]*)<", page)
    assert cells == [
        "Choice",
        "online",
        "field",
        "Together",
        "Yes",
        "4,900",
        "107",
        "5,007",
        "No",
        "135",
        "5",
        "140",
    ]


def test_every_promise_of_an_answer_is_named_by_its_state(macro: Render) -> None:
    source = "results: commitment", '{{ commitment({"title": "T", "state": s, "progress": 40}) }}'
    assert "Late" in macro(*source, s="late") and "chip-overdue" in macro(*source, s="late")
    assert "Done" in macro(*source, s="done") and 'value="40" max="100"' in macro(*source, s="done")


def test_a_wrong_field_is_tied_to_its_help_and_its_error(macro: Render, form: Everything) -> None:
    page = macro("forms: field", "{{ field(form.title) }}", form=form)
    assert 'aria-describedby="title-hint title-error"' in page and 'aria-invalid="true"' in page
    assert (
        'id="title-hint">One line.' in page and "Please fill this in." in page and 'maxlength="100"' in page
    )


def test_the_summary_links_to_fields_that_are_there(macro: Render, form: Everything) -> None:
    page = macro("forms: fields, error_summary", "{{ error_summary(form) }}{{ fields(form) }}", form=form)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert targets == ["title", "text", "choice-0", "pledges"]
    for target in targets:
        assert page.count(f'id="{target}"') == 1
    assert "There are 4 things to correct" in page and "Say what." in page


def test_a_field_keeps_its_own_attributes_unless_told_otherwise(macro: Render, form: Everything) -> None:
    source = "forms: field", '{{ field(form.title) }}{{ field(form.title, autocomplete="name") }}'
    assert re.findall('autocomplete="([a-z]+)"', macro(*source, form=form)) == ["off", "name"]


def test_a_long_text_has_room(macro: Render, form: Everything) -> None:
    assert 'rows="12"' in macro("forms: field", "{{ field(form.text, rows=12) }}", form=form)


def test_optional_fields_say_so_and_required_ones_do_not(macro: Render, form: Everything) -> None:
    source = "forms: field", "{{ field(form[name]) }}"
    assert "(optional)" in macro(*source, form=form, name="area")
    assert "(optional)" not in macro(*source, form=form, name="text")


def test_choices_are_a_group_with_a_name(macro: Render, form: Everything) -> None:
    page = macro("forms: field", "{{ field(form.choice) }}", form=form)
    assert page.count('type="radio"') == 2
    assert re.search(r'<fieldset[^>]*aria-describedby="choice-error"[^>]*>\s*<legend>Choice', page)


@pytest.mark.parametrize("source", [
    ("forms: form as post", '{% call post("/x", draft="new") %}{% endcall %}'),
    ("forms: action_form", '{{ action_form("/x", "Agree") }}'),
    ("forms: confirm_form", '{{ confirm_form("/x", "Withdraw", "It ends.", reason="Why") }}'),
])  # fmt: skip
def test_every_form_that_writes_carries_its_token(macro: Render, source: tuple[str, str]) -> None:
    page = macro(*source)
    assert 'method="post"' in page and re.search(r'name="csrf_token" value="[^"]{20,}"', page)


def test_what_destroys_says_first_what_will_happen(macro: Render) -> None:
    page = macro("forms: confirm_form", '{{ confirm_form("/x", "Withdraw", "It ends.", "Yes, withdraw") }}')
    assert page.index("<summary") < page.index("It ends.") < page.index("Yes, withdraw")


def test_a_filter_shows_what_is_chosen(macro: Render) -> None:
    selects = [{"name": "stage", "label": "Stage", "value": "s", "options": [("", "All"), ("s", "Forum")]}]
    page = macro("forms: filter_bar", '{{ filter_bar("/p", selects, {"q": "bus"}, 1234) }}', selects=selects)
    assert '<span class="chosen">Forum</span>' in page and '<option value="s" selected>' in page
    assert 'name="q" value="bus"' in page and "1,234 found" in page
