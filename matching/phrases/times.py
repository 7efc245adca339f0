"""When something is and how one gets there, as people say it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from matching.labels import label, plain_label
from matching.model import Option, Slot, clock_text
from matching.phrases.sentence import Sentence, tell
from matching.vocabulary import Lang

_NIGHT = Sentence("毎晩", "every night")
_DAYS_AND_TIMES = Sentence("{days} {start}〜{end}", "{days} {start}-{end}")
_BETWEEN_DAYS = Sentence("・", ", ")
_BETWEEN_TIMES = Sentence("、", "; ")
_PARTS_OF_DAY = (
    # Slots that start before the hour.
    (dt.time(12), Sentence("{day}曜午前", "{day} morning")),
    (dt.time(17), Sentence("{day}曜午後", "{day} afternoon")),
    (dt.time.max, Sentence("{day}曜夕方", "{day} evening")),
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WAY = (
    Sentence("{mode} {minutes}分（{km} km）", "{mode}, {minutes:minute|minutes} ({km} km)"),
    Sentence("{mode} {minutes}分", "{mode}, {minutes:minute|minutes}"),
    Sentence("行き方は未確認（{km} km）", "way there not known yet ({km} km)"),
    Sentence("行き方は未確認", "way there not known yet"),
)


def slot_text(slot: Slot, lang: Lang = Lang.JA) -> str:
    """Write a slot with its times: 「水 13:00〜16:00」, or 「毎晩」."""
    return slots_text((slot,), lang)


def slots_text(slots: Iterable[Slot], lang: Lang = Lang.JA) -> str:
    """Write slots by time, days of the same times together: 「月・水 13:00〜16:00、金 09:00〜12:00」."""
    days: dict[tuple[dt.time, dt.time] | None, dict[str, None]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.weekday or 0, slot.start, slot.end)):
        if slot.weekday is None:
            days[None] = {}
        else:
            days.setdefault((slot.start, slot.end), {})[label(slot.weekday, lang)] = None
    return _BETWEEN_TIMES.fill(lang).join(
        _DAYS_AND_TIMES.fill(
            lang,
            days=_BETWEEN_DAYS.fill(lang).join(on),
            start=clock_text(times[0]),
            end=clock_text(times[1]),
        )
        if times
        else _NIGHT.fill(lang)
        for times, on in days.items()
    )


def part_of_day_text(slot: Slot, lang: Lang = Lang.JA) -> str:
    """Write a slot loosely, as in talk: 「水曜午後」, or 「毎晩」."""
    if slot.weekday is None:
        return _NIGHT.fill(lang)
    part = next(part for before, part in _PARTS_OF_DAY if slot.start < before or before == dt.time.max)
    day = label(slot.weekday, lang) if lang == Lang.JA else plain_label(slot.weekday, lang)
    return part.fill(lang, day=day)


def when(slot: Slot | None, particle: str, lang: Lang) -> str:
    """
    Write a slot loosely so that it fits into a sentence.

    Parameters
    ----------
    slot
        The slot; ``None``, the week as a whole, is not worth a word.
    particle
        What follows a Japanese part of the day (「水曜午後の」); after 毎晩 only 「の」 does.
    lang
        The language; English puts it behind what it tells of.
    """
    if slot is None:
        return ""
    text = part_of_day_text(slot, lang)
    if lang == Lang.JA:
        return text if slot.is_night and particle != "の" else text + particle
    return f" {text}" if slot.is_night else f" on {text}"


def day_text(day: dt.date, lang: Lang = Lang.JA, today: dt.date | None = None) -> str:
    """Write a date: 「11/02」, with its year where that is not the year of today."""
    shown = f"{day.month:02}/{day.day:02}" if lang == Lang.JA else f"{day.day} {_MONTHS[day.month - 1]}"
    if today is None or day.year == today.year:
        return shown
    return f"{day.year}/{shown}" if lang == Lang.JA else f"{shown} {day.year}"


def travel_text(option: Option, lang: Lang = Lang.JA) -> str:
    """Write the way to an option: 「徒歩 12分（0.8 km）」; only for those who may know about the home."""
    values: dict[str, object] = {}
    if option.mode is not None and option.travel_minutes is not None:
        values = {"mode": label(option.mode, lang), "minutes": option.travel_minutes}
    if option.distance_m is not None:
        values["km"] = f"{option.distance_m / 1000:.1f}"
    return tell(_WAY, values, lang)
