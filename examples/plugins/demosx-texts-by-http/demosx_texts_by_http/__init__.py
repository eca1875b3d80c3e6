"""Text messages through a service that takes them over HTTP, one JSON object each."""

import os

import requests

from demosx.core.mail_transports import Refused, Unavailable
from demosx.core.text_senders import TextMessage, TextSender
from demosx.plugins import Plugin

TIMEOUT = 10  # seconds
LATER = (408, 425, 429)


def send(message: TextMessage) -> None:
    """Hand a message to the service. It knows by `reference` what it has taken already."""
    try:
        answer = requests.post(
            os.environ["TEXTS_ADDRESS"],
            json={"to": message.to, "text": message.text, "reference": message.reference},
            headers={"Authorization": f"Bearer {os.environ['TEXTS_KEY']}"},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as away:
        raise Unavailable(f"the service is out of reach: {type(away).__name__}") from away
    if answer.status_code >= 500:
        raise Unavailable(f"the service answers {answer.status_code}")
    if answer.status_code >= 300:
        refused = 400 <= answer.status_code < 500 and answer.status_code not in LATER
        raise Refused(f"the service answers {answer.status_code}", for_good=refused)


plugin = Plugin(
    name="texts_by_http", senders=(TextSender(name="texts_by_http", label="Texts over HTTP", send=send),)
)
