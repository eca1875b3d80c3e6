"""A mail server for tests: speaks real SMTP on a real port, and answers as it is told."""

import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).parent / "localhost.pem"


@dataclass
class Behaviour:
    """What the server answers to a command, and what it has received."""

    answers: dict[str, str] = field(default_factory=dict)
    letters: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    hang_up_after_data: bool = False
    starttls: bool = False
    connections: int = 0


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        behaviour: Behaviour = self.server.behaviour  # type: ignore[attr-defined]
        behaviour.connections += 1
        self.say(behaviour.answers.get("CONNECT", "220 ready"))
        while line := self.rfile.readline():
            command = line.decode().strip()
            if not self.answer(behaviour, command.split(" ")[0].split(":")[0].upper(), command):
                return

    def finish(self) -> None:
        super().finish()
        self.request.close()  # where it was encrypted the server knows only the socket from before

    def answer(self, behaviour: Behaviour, word: str, command: str) -> bool:
        if word in behaviour.answers:
            self.say(behaviour.answers[word])
        elif word == "EHLO":
            self.say(
                "250-localhost\r\n250-STARTTLS\r\n250 8BITMIME" if behaviour.starttls else "250 localhost"
            )
        elif word == "STARTTLS":
            self.say("220 go ahead")
            return self.encrypt()
        elif word == "DATA":
            return self.data(behaviour)
        elif word == "QUIT":
            self.say("221 bye")
            return False
        else:
            if word == "RCPT":
                behaviour.recipients.append(command.split("<")[1].rstrip(">"))
            self.say("250 ok")
        return True

    def data(self, behaviour: Behaviour) -> bool:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        behaviour.letters.append(b"".join(lines))
        if behaviour.hang_up_after_data:
            return False
        self.say(behaviour.answers.get("END", "250 taken"))
        return True

    def encrypt(self) -> bool:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        try:
            self.request: Any = context.wrap_socket(self.request, server_side=True)
        except (ssl.SSLError, OSError):
            return False
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        return True

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """`with MailServer() as server`: listens on `server.port` until the block ends."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behaviour: Behaviour | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.port = int(self.server_address[1])

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""
