"""What tests of pictures and files share: a proposal that may still be changed, and a way to send something there."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from demosx.core.permissions import Actor
from demosx.files import services
from demosx.files.models import StoredFile
from demosx.files.places import Place
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal


@pytest.fixture
def proposer(make_account: Callable[..., Account]) -> Account:
    return make_account("별이")


@pytest.fixture
def proposal(app: Flask, proposer: Account, make_proposal: Callable[..., Proposal]) -> Proposal:
    """A proposal that was filed just now."""
    return make_proposal(proposer)


@pytest.fixture
def here(proposal: Proposal) -> Place:
    return Place("proposal", proposal.id)


@pytest.fixture
def mine(proposer: Account) -> Actor:
    return actor_of(proposer.id)


@pytest.fixture
def theirs(client: FlaskClient, proposer: Account, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    """The proposer's browser."""
    return sign_in(client, proposer)


def sent(content: bytes, name: str = "a.png") -> FileStorage:
    """A file as it comes out of a form."""
    return FileStorage(io.BytesIO(content), filename=name)


def add(place: Place, content: bytes, actor: Actor, name: str = "a.png", **more: Any) -> StoredFile:
    """Put something at a place, as a service does it."""
    return services.add(place, sent(content, name), actor=actor, **more)


def post(client: FlaskClient, place: Place, content: bytes, name: str = "a.png", **more: Any) -> TestResponse:
    """Send something from a browser's form."""
    data = {"file": (io.BytesIO(content), name), **more.pop("fields", {})}
    address = f"/files/of/{place.kind}/{place.id}"
    return client.post(address, data=data, content_type="multipart/form-data", **more)
