"""A connection to a server on a unix socket, which is opened again after the server died."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Mapping

LONGEST_S = 30.0


class NoAnswer(Exception):
    """Nothing came back: whether it was done is not known."""


class UnixHttp(http.client.HTTPConnection):
    """
    A connection that is kept between requests.

    Parameters
    ----------
    address
        The socket.
    """

    def __init__(self, address: str) -> None:
        super().__init__("127.0.0.1", timeout=LONGEST_S)
        self._address = address

    def connect(self) -> None:
        """Open it."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._address)

    def send_request(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> tuple[int, str]:
        """
        Send a request once and give the status and text of its answer.

        Raises
        ------
        NoAnswer
            If the server is not there, or ended before it had answered.
        """
        try:
            self.request(method, path, body, dict(headers))
            answer = self.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswer from error
