"""Who is named beside opinions that belong to no account: another room knows where they were said."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import Flask, current_app

Authors = Callable[[Collection[int]], Mapping[int, str]]


def name_authors(app: Flask, authors: Authors) -> None:
    """Let a room say what stands in the place of a name: `authors` gives the words by the opinions' numbers, for those
    that it knows, in one query."""
    app.extensions["demosx_opinion_authors"] = authors


def fill_in(page: Iterable[Any]) -> None:
    """Name the authors of a page of `queries.Said` whose opinions belong to no account, and of what they quote. No
    query where there are none."""
    said = [one for head in page for one in (head, *head.replies)]
    nameless = {one.opinion.id for one in said if one.opinion.account_id is None and one.opinion.visible}
    nameless |= {one.quoted.id for one in said if getattr(one, "quoted", None) and not one.quoted.author}
    authors: Authors | None = current_app.extensions.get("demosx_opinion_authors")
    if not nameless or authors is None:
        return
    names = authors(nameless)
    for one in said:
        one.author = one.author or names.get(one.opinion.id, "")
        quoted = getattr(one, "quoted", None)
        if quoted and quoted.id in names:
            one.quoted = replace(quoted, author=names[quoted.id])
