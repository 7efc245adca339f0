"""When contacts are due after a start or a closure, as data a municipality edits. No clock is read here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jpholiday

from matching.bundled import data_path
from matching.contacts.spans import Span
from matching.errors import InvalidProblem, require
from matching.model.toml_text import is_whole_number, member_of, of_type, read_toml, require_names
from matching.vocabulary import ContactKind, Evidence, Side

_RECORD = "cadence"
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
_MOST_IN_A_ROW = 31
"""An office that is closed for longer than this is a slip in the data."""


@dataclass(frozen=True)
class Profile:
    """
    When one side is contacted after one kind of start.

    Parameters
    ----------
    kind, side
        What for, and who is contacted.
    after
        From the start.
    then_every
        Repeated after the last of them for as long as the placement lasts; None for no more.
    window_days
        Days before and after the due date that still count as in time, 0 to 31.
    minutes
        Of one contact, without the way, 5 to 480.
    evidence
        How sure it is.
    """

    kind: ContactKind
    side: Side
    after: tuple[Span, ...]
    then_every: Span | None
    window_days: int
    minutes: int
    evidence: Evidence


@dataclass(frozen=True)
class Denser:
    """
    More contacts for a while after a worry.

    Parameters
    ----------
    because
        Codes of answers and reports that ask for it.
    every, lasting
        How often, and for how long.
    evidence
        How sure it is.
    """

    because: frozenset[str]
    every: Span
    lasting: Span
    evidence: Evidence


@dataclass(frozen=True)
class Closed:
    """
    Days on which the office is closed (閉庁日).

    Parameters
    ----------
    moves
        What falls on one of them moves to the next open day.
    weekends, holidays
        Saturday and Sunday; national holidays.
    days
        Month and day, every year.
    """

    moves: bool
    weekends: bool
    holidays: bool
    days: frozenset[tuple[int, int]]

    def is_closed(self, day: dt.date) -> bool:
        """Tell whether the office is closed on a day."""
        return (
            (self.weekends and day.isoweekday() > 5)
            or (day.month, day.day) in self.days
            or (self.holidays and bool(jpholiday.is_holiday(day)))
        )

    def open_day(self, day: dt.date) -> dt.date:
        """Give the day itself, or the next open one where dates are moved."""
        while self.moves and self.is_closed(day):
            day += dt.timedelta(days=1)
        return day


@dataclass(frozen=True)
class Cadence:
    """
    The whole of it: a profile for each kind and side, the rule for worries, the closed days.

    Raises
    ------
    InvalidProblem
        If a profile is missing or there twice, or no day would be open.
    """

    profiles: tuple[Profile, ...]
    denser: Denser
    closed: Closed

    def __post_init__(self) -> None:
        there = [(each.kind, each.side) for each in self.profiles]
        for kind in ContactKind:
            for side in Side:
                count = there.count((kind, side))
                require(count == 1, _RECORD, "profiles", count, f"one profile for {kind} and {side}")
        require(len(self.closed.days) <= _MOST_IN_A_ROW, _RECORD, "closed.days", None, "31 days or fewer")

    @classmethod
    def from_toml(cls, text: str) -> Cadence:
        """
        Read the cadence from TOML as in ``data/contacts/default.toml``.

        Raises
        ------
        InvalidProblem
            If the text is not TOML, or a field is missing, unknown or out of range.
        """
        given = read_toml(text, _RECORD)
        require_names(given, ("profiles", "denser", "closed"), _RECORD)
        profiles = of_type(list, given["profiles"], _RECORD, "profiles")
        return cls(
            profiles=tuple(_profile(of_type(dict, each, _RECORD, "profiles")) for each in profiles),
            denser=_denser(of_type(dict, given["denser"], _RECORD, "denser")),
            closed=_closed(of_type(dict, given["closed"], _RECORD, "closed")),
        )

    def profile(self, kind: ContactKind, side: Side) -> Profile:
        """Give the profile of a kind and side."""
        return next(each for each in self.profiles if (each.kind, each.side) == (kind, side))

    def due_dates(
        self, kind: ContactKind, side: Side, start: dt.date, until: dt.date, worries: Iterable[dt.date] = ()
    ) -> tuple[dt.date, ...]:
        """
        Give the days on which a side is to be contacted, each once and in order.

        Parameters
        ----------
        kind, side
            Which profile.
        start
            The first day of the placement, or the day of the closure.
        until
            The last day of the placement: what repeats ends there. What is listed does not, for a placement
            is often carried on; when it really ends, its contacts are taken back.
        worries
            Days of an answer or report that asks for more contacts.
        """
        profile = self.profile(kind, side)
        asked = {_after(span, start) for span in profile.after}
        if profile.then_every is not None:
            asked |= _repeated(profile.after[-1], profile.then_every, start, until)
        for worry in worries:
            last = min(_after(self.denser.lasting, worry), until)
            asked |= {day for day in _repeated(Span(), self.denser.every, worry, last) if day > start}
        return tuple(sorted({self.closed.open_day(day) for day in asked}))


def default_cadence() -> Cadence:
    """Read the cadence a municipality starts from."""
    return Cadence.from_toml(data_path("contacts/default.toml").read_text(encoding="utf-8"))


def _after(span: Span, day: dt.date) -> dt.date:
    try:
        return span.after(day)
    except OverflowError:
        return dt.date.max


def _repeated(first: Span, every: Span, start: dt.date, until: dt.date) -> set[dt.date]:
    """Give start + first + every, + 2 x every and so on, none after `until`."""
    found, count = set[dt.date](), 1
    while (day := _after(first.plus(every.times(count)), start)) <= until and day < dt.date.max:
        found.add(day)
        count += 1
    return found


def _profile(given: Mapping[str, Any]) -> Profile:
    names = ("kind", "side", "after", "window_days", "minutes", "evidence")
    require_names(given, names, _RECORD, optional=("then_every",))
    kind = member_of(ContactKind, given["kind"], _RECORD, "kind")
    side = member_of(Side, given["side"], _RECORD, "side")
    record = f"{_RECORD} {kind} {side}"
    after = tuple(Span.read(each, record, "after") for each in of_type(list, given["after"], record, "after"))
    require(1 <= len(after) <= 60, record, "after", len(after), "1 to 60 times")
    day = dt.date(2024, 1, 1)
    days = [span.after(day) for span in after]
    require(sorted(set(days)) == days, record, "after", given["after"], "times that grow")
    every = given.get("then_every")
    return Profile(
        kind,
        side,
        after,
        None if every is None else _repeatable(every, record, "then_every"),
        _whole(given["window_days"], 0, 31, record, "window_days"),
        _whole(given["minutes"], 5, 480, record, "minutes"),
        member_of(Evidence, given["evidence"], record, "evidence"),
    )


def _denser(given: Mapping[str, Any]) -> Denser:
    record = f"{_RECORD} denser"
    require_names(given, ("because", "every", "lasting", "evidence"), record)
    codes = of_type(list, given["because"], record, "because")
    return Denser(
        frozenset(of_type(str, code, record, "because") for code in codes),
        _repeatable(given["every"], record, "every"),
        Span.read(given["lasting"], record, "lasting"),
        member_of(Evidence, given["evidence"], record, "evidence"),
    )


def _closed(given: Mapping[str, Any]) -> Closed:
    record = f"{_RECORD} closed"
    require_names(given, ("moves", "weekends", "holidays", "days", "evidence"), record)
    member_of(Evidence, given["evidence"], record, "evidence")
    moves, weekends, holidays = (
        of_type(bool, given[name], record, name) for name in ("moves", "weekends", "holidays")
    )
    days = (_month_day(each, record) for each in of_type(list, given["days"], record, "days"))
    return Closed(moves, weekends, holidays, frozenset(days))


def _month_day(given: object, record: str) -> tuple[int, int]:
    found = _MONTH_DAY.fullmatch(given) if isinstance(given, str) else None
    try:
        day = dt.date(2024, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise InvalidProblem(record, "days", given, "a month and day as in 12-29")
    return day.month, day.day


def _repeatable(given: object, record: str, field: str) -> Span:
    span = Span.read(given, record, field)
    require(span.months > 0 or span.days > 0, record, field, given, "more than 0 days")
    return span


def _whole(given: object, least: int, most: int, record: str, field: str) -> int:
    require(
        is_whole_number(given) and least <= given <= most,  # type: ignore[operator]
        record,
        field,
        given,
        f"a whole number, {least} to {most}",
    )
    assert isinstance(given, int)
    return given
