"""A mail server that fails half the time: a program of its own, which writes down what it has taken.

    python failing_mail.py LOG SEED

It prints its port. Of each letter it decides by chance: to take it; to refuse it for now, at the recipient or after the
text; to hang up before it answers, without having taken it; to say nothing for a while; and, rarely, to take it and
hang up before it says so, which nobody can know of. Some recipients it refuses for good.
"""

import asyncio
import random
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

FOR_GOOD = "gone"  # how the addresses begin that it refuses for good
OUTCOMES = {"taken": 500, "later": 260, "after": 130, "hang up": 100, "silent": 1, "unsaid": 3}
SILENCE = 3.0


class Whims:
    """What becomes of each letter."""

    def __init__(self, log: Path, seed: int) -> None:
        self._log = log.open("a", buffering=1, encoding="utf-8")
        self._chance = random.Random(seed)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        """Take a recipient, or not."""
        if address.startswith(FOR_GOOD):
            return "550 no such person"
        envelope.whim = self._chance.choices([*OUTCOMES], [*OUTCOMES.values()])[0]
        if envelope.whim == "later":
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the text, or not."""
        if envelope.whim in ("taken", "unsaid"):
            lines = envelope.original_content.split(b"\r\n")
            number = next(line for line in lines if line.lower().startswith(b"message-id:")).decode()
            self._log.write(f"{envelope.rcpt_tos[0]} {number.split(':', 1)[1].strip()} {envelope.whim}\n")
        if envelope.whim in ("hang up", "unsaid"):
            server.transport.abort()
        if envelope.whim == "silent":
            await asyncio.sleep(SILENCE)
        return "452 not now" if envelope.whim == "after" else "250 taken"


async def serve(log: Path, seed: int) -> None:
    """Listen until the program is ended."""
    whims = Whims(log, seed)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(whims, enable_SMTPUTF8=False), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
