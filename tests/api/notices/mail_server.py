"""A mail server for the tests: it speaks just enough SMTP, on this machine, and keeps what it took."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from typing import Literal

Mood = Literal["takes", "refuses", "hangs", "away"]
"""Takes mails; refuses the recipient; takes a mail and says nothing of it; hangs up at once."""


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps the mails it took, and how often it was asked."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mood: Mood = "takes"
        self.taken: list[Message] = []
        self.asked = 0
        self.has_mail = threading.Event()
        self.lets_go = threading.Event()

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.server_address[1]
        return port


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        server = self.server
        server.asked += 1
        if server.mood == "away":
            return
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            match line.split(" ")[0].upper():
                case "EHLO" | "HELO":
                    self._say("250 test")
                case "RCPT" if server.mood == "refuses":
                    self._say("550 nobody of this name")
                case "DATA":
                    self._say("354 go on")
                    server.taken.append(email.message_from_bytes(self._body()))
                    server.has_mail.set()
                    if server.mood == "hangs":
                        server.lets_go.wait(60)
                        return
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run one until the end of the block."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.lets_go.set()
            server.shutdown()
            thread.join()
