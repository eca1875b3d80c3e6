"""Somebody with a browser without scripts: pages are read as people do, forms are sent as they stand on a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag

from flask import session
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.core.web import Application
from demosx.people.models import Account

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
INLINE = frozenset("a b bdi em i strong".split())
UNSEEN = frozenset({"head", "script", "style", "template"})


@dataclass(eq=False)
class Element:
    """One element of a page: its tag, its attributes, and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What can be read in it, with every run of white space as one space."""
        return " ".join("".join(self._pieces()).split())

    def _pieces(self) -> list[str]:
        if self.tag in UNSEEN:
            return []
        pieces = [child if isinstance(child, str) else "".join(child._pieces()) for child in self.children]
        return pieces if self.tag in INLINE else [" ", *pieces, " "]

    @property
    def classes(self) -> list[str]:
        """The classes of the element."""
        return self.attributes.get("class", "").split()

    def all(self, tag: str = "", css: str = "", **attributes: str) -> list["Element"]:
        """Every element below with this tag, class and attributes, in the order of the page."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, str):
                continue
            fits = (not tag or child.tag == tag) and (not css or css in child.classes)
            if fits and all(child.attributes.get(name) == value for name, value in attributes.items()):
                found.append(child)
            found.extend(child.all(tag, css, **attributes))
        return found

    def one(self, tag: str = "", css: str = "", **attributes: str) -> "Element":
        """The first such element; fails where there is none."""
        found = self.all(tag, css, **attributes)
        assert found, f"there is no <{tag or '*'} class={css} {attributes}> in: {self.text[:3000]}"
        return found[0]


class _Reader(HTMLParser):
    """Makes a tree of elements; an end tag closes whatever was left open inside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that ends as it begins, as those of pictures do."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """End an element, if it is open."""
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """The elements of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class Form:
    """One form of a page, with what it would send as it stands."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.action = element.attributes.get("action", "")
        self.buttons = [b for b in element.all("button") if b.attributes.get("type", "submit") == "submit"]
        self.fields = [
            e for tag in ("input", "select", "textarea") for e in element.all(tag) if e.attributes.get("name")
        ]

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons."""
        return [button.text for button in self.buttons]

    def filled(self, press: str = "", **given: Any) -> list[tuple[str, str]]:
        """What the form sends with these values typed, ticked or chosen; a field that is not there cannot be filled.

        `press` is the name of the button that is pressed, where the form has several.
        """
        names = {element.attributes["name"] for element in self.fields}
        unknown = set(given) - names
        assert not unknown, f"the form {self.action} has no {unknown}; it has {names}"
        sent: list[tuple[str, str]] = []
        for element in self.fields:
            name = element.attributes["name"]
            sent.extend((name, value) for value in _sent(element, given.get(name)))
        pressed = [button.attributes for button in self.buttons if button.attributes.get("name") == press]
        assert pressed or not press, f"the form {self.action} has no button {press}"
        return sent + [(press, button.get("value", "")) for button in pressed if press]


def _sent(element: Element, given: Any) -> list[str]:
    """The values that one field sends, with `given` put in."""
    kind, value = element.attributes.get("type", "text"), element.attributes.get("value", "")
    if element.tag == "textarea":
        written = "".join(child for child in element.children if isinstance(child, str))
        return [written.removeprefix("\n") if given is None else str(given)]
    if element.tag == "select":
        return _chosen(element, given)
    if kind == "radio":
        ticked = "checked" in element.attributes if given is None else value == str(given)
        return [value] if ticked else []
    if kind == "checkbox":
        ticked = "checked" in element.attributes if given is None else bool(given)
        return [value or "on"] if ticked else []
    return [value if given is None else str(given)]


def _chosen(element: Element, given: Any) -> list[str]:
    options = element.all("option")
    values = [option.attributes.get("value", option.text) for option in options]
    if given is not None:
        assert str(given) in values, f"{given} is not offered; there is {values}"
        return [str(given)]
    marked = [v for v, option in zip(values, options, strict=True) if "selected" in option.attributes]
    return marked or values[:1] if "multiple" not in element.attributes else marked


class Page:
    """A page as it came: its status, what can be read on it, and its forms."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.path = response.request.path
        self.html = response.get_data(as_text=True)
        self.root = read(self.html)

    @property
    def text(self) -> str:
        """Everything that can be read on the page."""
        return self.root.text

    @property
    def main(self) -> Element:
        """The page without its frame."""
        return self.root.one("main")

    @property
    def title(self) -> str:
        """The one heading."""
        return self.root.one("h1").text

    @property
    def flashes(self) -> str:
        """What the last action has said."""
        return self.root.one(css="flashes").text

    @property
    def forms(self) -> list[Form]:
        """The forms that change something, in the order of the page."""
        return [Form(element) for element in self.root.all("form", method="post")]

    def form(self, label: str = "", to: str = "") -> Form:
        """The form with this button, or the one that is sent to an address that ends so."""
        found = [f for f in self.forms if (not label or label in f.labels) and f.action.endswith(to)]
        assert found, f"no form “{label or to}” on {self.path}: {[(f.labels, f.action) for f in self.forms]}"
        return found[0]

    def offers(self, to: str) -> bool:
        """Whether there is a form that is sent to an address that ends so."""
        return any(form.action.endswith(to) for form in self.forms)

    def shows(self, *words: str) -> None:
        """Fail unless all of these can be read on the page."""
        missing = [word for word in words if word not in self.text]
        assert not missing, f"{missing} cannot be read on {self.path}: {self.main.text[:6000]}"

    def hides(self, *words: str) -> None:
        """Fail if any of these is on the page, be it in an attribute."""
        there = [word for word in words if word in self.html]
        assert not there, f"{there} is on {self.path}"


class Seal:
    """What a browser holds once somebody has signed in: a cookie, and a form that was opened before."""

    def __init__(self, app: Application) -> None:
        self.name = app.config["SESSION_COOKIE_NAME"]
        self._signed = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        with app.test_request_context():
            self.token = generate_csrf()
            self._opened = session["csrf_token"]

    def cookie(self, secret: str | None) -> str:
        """The cookies of the browser in which the session with this secret was begun; of a visitor with None."""
        looking = ["inquiry", "", int(clock.wall().timestamp())]
        signed_in = {"_user_id": secret, "_fresh": True, "looking": looking} if secret is not None else {}
        return f"{self.name}={self._signed.dumps({'csrf_token': self._opened, **signed_in})}"


class Person:
    """Somebody at a browser of their own; a visitor without an `account`."""

    def __init__(self, app: Application, account: int | None = None, language: str = "ko") -> None:
        self.client = app.test_client()
        self.account = account
        self.headers = {"Accept": "text/html", "Accept-Language": language}
        if account is not None:
            with app.app_context():
                testing.sign_in(self.client, db.session.get_one(Account, account))

    def open(self, path: str, status: int = 200) -> Page:
        """Open a page, as it answers after redirects."""
        response = self.client.get(path, headers=self.headers, follow_redirects=True)
        assert response.status_code == status, (
            f"{path} answers {response.status_code}: {response.text[:3000]}"
        )
        return Page(response)

    def send(self, form: Form, status: int = 200, **given: Any) -> Page:
        """Fill in a form and press its button; the page after redirects."""
        return self.post(form.action, form.filled(**given), status)

    def post(self, path: str, data: list[tuple[str, str]], status: int = 200) -> Page:
        """Send to an address what no form has to offer."""
        values: dict[str, list[str]] = {}
        for name, value in data:
            values.setdefault(name, []).append(value)
        response = self.client.post(
            urldefrag(path).url, data=values, headers=self.headers, follow_redirects=True
        )
        assert response.status_code == status, (
            f"{path} answers {response.status_code}: {response.text[:6000]}"
        )
        return Page(response)
