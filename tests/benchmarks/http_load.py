"""Many connections to a server on a unix socket from one thread, and how long each answer took."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import numpy as np

CONNECTIONS = 16
WARM_UP_S = 1.0


@dataclass(frozen=True)
class Measured:
    """
    What a load took.

    Parameters
    ----------
    seconds
        How long it went on.
    took_ms
        Each answer's time.
    """

    seconds: float
    took_ms: np.ndarray

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.took_ms) / self.seconds

    def percentile_ms(self, percent: float) -> float:
        """Give the time most answers kept to."""
        return float(np.percentile(self.took_ms, percent))


class Line:
    """
    One connection that is kept.

    Parameters
    ----------
    reader, writer
        Its two ends.
    headers
        Sent with every request.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: str) -> None:
        self._reader = reader
        self._writer = writer
        self._headers = headers
        self.took_ms: list[float] = []

    async def ask(self, method: str, path: str, body: str = "", headers: str = "") -> bytes:
        """Send a request that has to succeed, and give its answer."""
        began = time.perf_counter()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n{self._headers}{headers}"
        sent = body.encode()
        length = f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n" if body else ""
        self._writer.write(f"{head}{length}\r\n".encode() + sent)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        lower = answer.lower()
        start = lower.index(b"content-length:") + 15
        content = await self._reader.readexactly(int(lower[start : lower.index(b"\r\n", start)]))
        assert answer[9:12] in {b"200", b"201"}, answer[:15] + content
        self.took_ms.append((time.perf_counter() - began) * 1000)
        return content

    async def close(self) -> None:
        """Close it."""
        self._writer.close()
        await self._writer.wait_closed()


Work = Callable[[int, Line], AsyncIterator[None]]
"""What one connection does, step by step, until nobody asks for the next step."""


def measure(
    socket: str,
    headers: str,
    work: Work,
    seconds: float,
    until: Callable[[], bool] = lambda: False,
    connections: int = CONNECTIONS,
) -> Measured:
    """Let every connection work for a while, after a second that is not counted."""

    async def run() -> Measured:
        lines = [Line(*await asyncio.open_unix_connection(socket), headers) for _ in range(connections)]
        begins = time.perf_counter() + WARM_UP_S

        async def one(number: int, line: Line) -> None:
            is_warm = False
            async for _ in work(number, line):
                now = time.perf_counter()
                if not is_warm and now >= begins:
                    is_warm = True
                    line.took_ms.clear()
                if now >= begins + seconds or until():
                    break

        try:
            await asyncio.gather(*(one(number, line) for number, line in enumerate(lines)))
            took_s = time.perf_counter() - begins
        finally:
            for line in lines:
                await line.close()
        return Measured(took_s, np.array([each for line in lines for each in line.took_ms]))

    return asyncio.run(run())
