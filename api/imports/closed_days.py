"""Read the weekdays on which an office is closed from what it wrote under 定休日."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from matching.vocabulary import Weekday

_WEEKDAY = dict(zip("月火水木金土日", Weekday, strict=True))
_HOLIDAY = r"国民の(?:祝日|休日)|(?:祝祭日?|祭日?|祝日?)(?!曜)"
_DAY = rf"[月火水木金土日]曜日?|[月火水木金土日](?!曜)|{_HOLIDAY}"
_DAYS = re.compile(rf"(?:原則(?:として)?|基本|毎週)*+(?>{_DAY})++(?:は?(?:お?休み|定休日?|休業日?|休日))?")
_SEASON = re.compile(r"年末|年始|正月|元[旦日]|夏|冬|盆|GW|ゴールデン|\d月\d+日|\d/\d")
_NONE = re.compile(r"(?:特に)?(?:なし|無し)|無|年中無休|無休|原則(?:として)?|[-ー―]")
_BETWEEN = re.compile(
    r"[、,，・･。／;\s]+|(?<!\d)(?<!\d日)[./](?!\d)|及び|および|並びに"
    r"|と(?=[月火水木金土日祝])|(?=その他|(?<!の)他)"
)
_DATE_GAP = re.compile(r"(?<=\d)\s+(?=[年月日])|(?<=[年月日])\s+(?=\d)")
_ASIDE = re.compile(r"[(\u3014\[][^()\u3014\u3015\[\]]*[)\u3015\]]")
_EXCEPT = re.compile(r"以外|除|のみ|但し|ただし")


@dataclass(frozen=True)
class ClosedDays:
    """
    What 定休日 says.

    Parameters
    ----------
    weekdays
        Closed every week.
    on_holidays
        Closed on 国民の祝日.
    seasons
        The parts that name days of the year: 年末年始, お盆, 12/29〜1/3.
    unread
        The parts that could not be read: 第2土曜, 会社カレンダーによる.
    """

    weekdays: frozenset[Weekday] = frozenset()
    on_holidays: bool = False
    seasons: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_closed_days(text: str) -> ClosedDays:
    """
    Read lists such as 土、日、祝日 or 日曜日・年末年始; "none" and a blank close nothing.

    Words in brackets are no days, so 土曜日（隔週） closes every Saturday and leaves 隔週 unread: a slot too
    few is safer than one too many. A text with an exception (以外, 除く) is not read at all.
    """
    plain = _DATE_GAP.sub("", unicodedata.normalize("NFKC", text).strip())
    if _EXCEPT.search(_ASIDE.sub("", plain)):
        return ClosedDays(unread=(plain,))
    parts = [part for part in _BETWEEN.split(_ASIDE.sub(" ", plain)) if part]
    days = [part for part in parts if _DAYS.fullmatch(part)]
    others = [part for part in parts if not _DAYS.fullmatch(part)]
    others += [inner for aside in _ASIDE.findall(plain) if (inner := aside[1:-1].strip())]
    others = [part for part in others if not _NONE.fullmatch(part)]
    return ClosedDays(
        weekdays=frozenset(
            _WEEKDAY[day[0]] for part in days for day in re.findall(_DAY, part) if day[0] in _WEEKDAY
        ),
        on_holidays=any(re.search(_HOLIDAY, part) for part in days),
        seasons=tuple(part for part in others if _SEASON.search(part)),
        unread=tuple(part for part in others if not _SEASON.search(part)),
    )
