"""iCalendar (RFC 5545) in the few lines that a list of whole days needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

MOST_OCTETS = 75


@dataclass(frozen=True)
class Event:
    """
    Something on one whole day.

    Parameters
    ----------
    uid
        The same for the same thing, for ever.
    day, summary
        When, and what is shown.
    sequence
        Goes up with every change.
    """

    uid: str
    day: dt.date
    summary: str
    sequence: int


def calendar_text(name: str, events: Iterable[Event], now: dt.datetime) -> str:
    """
    Write a calendar.

    Parameters
    ----------
    name, events
        What is shown.
    now
        When it is written, with a zone.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//sanka//follow-up//JA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{escaped(event.uid)}",
            f"DTSTAMP:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.summary)}",
            f"SEQUENCE:{event.sequence}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11); what is no letter is left out."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in text if letter == "\t" or (ord(letter) >= 32 and ord(letter) != 127))


def folded(line: str) -> list[str]:
    """Fold a line at 75 octets (RFC 5545, 3.1), never inside a letter; the next begins with a space."""
    parts, part, octets = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > MOST_OCTETS:
            parts.append(part)
            part, octets = " ", 1
        part += letter
        octets += size
    return [*parts, part]
