"""What is wrong with a row, said in Japanese and English."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from api.imports.columns import TITLES

_LONGEST_SHOWN = 60


class Severity(StrEnum):
    """Whether a faulty row is left out or used with a change."""

    ERROR = "error"
    NOTICE = "notice"


class Expected(Enum):
    """What a cell should hold, and for a notice what was done instead."""

    CELLS = (Severity.ERROR, "見出しと同じ29個の値が必要です", "29 cells are expected, as in the header")
    CODE = (
        Severity.ERROR,
        "都道府県・市区町村の5桁のコード（6桁なら検査数字が正しいもの）が必要です",
        "a five-digit municipality code is expected, or six digits with the right check digit",
    )
    TEXT = (Severity.ERROR, "空欄にはできません", "a text is expected")
    OFFICE_NUMBER = (
        Severity.ERROR,
        "10桁の事業所番号が必要です",
        "an office number of ten digits is expected",
    )
    CORPORATE_NUMBER = (
        Severity.NOTICE,
        "検査数字の正しい13桁の法人番号ではないため、法人番号なしで取り込みました",
        "not thirteen digits with the right check digit; the number was left out",
    )
    ADDRESS = (
        Severity.NOTICE,
        "都道府県名から始まる住所ではないため、所在地の都道府県はコードによりました",
        "does not start with a prefecture; the prefecture was taken from the code",
    )
    POSITION = (
        Severity.NOTICE,
        "日本の緯度（20〜46）・経度（122〜154）ではないため、位置は不明としました",
        "not a latitude of 20 to 46 with a longitude of 122 to 154; the position is unknown",
    )
    POSITION_SWAPPED = (
        Severity.NOTICE,
        "緯度と経度が入れ替わっていたため、入れ替えて取り込みました",
        "latitude and longitude were the wrong way round; they were swapped",
    )
    OPENING = (
        Severity.NOTICE,
        "「09:00-17:00」の形で終わりが始まりより後の時間帯ではないため、時間帯は不明としました",
        "not a time span like 09:00-17:00 that ends after it starts; the times are unknown",
    )
    OPENING_TO_MIDNIGHT = (
        Severity.NOTICE,
        "0時までの時間帯なので、23:59までとしました",
        "open until midnight; read as until 23:59",
    )
    QUOTA = (
        Severity.NOTICE,
        "0から10,000までの整数ではないため、定員は不明としました",
        "not a whole number from 0 to 10,000; the quota is unknown",
    )
    SERVICE = (
        Severity.NOTICE,
        "受入先として扱わないサービスなので、受入先にしませんでした",
        "a service that is not taken as a host; no host was made",
    )
    SAME_OFFICE = (
        Severity.NOTICE,
        "同じ番号・サービス・名称・住所の行がほかにあるため、この行からは受入先を作りませんでした",
        "another row has the same number, service, name and address; no host was made from this one",
    )
    HALF_DAY = (
        Severity.NOTICE,
        "1時間以上の午前または午後の枠がわからないため、支援メニューは作りませんでした",
        "no morning or afternoon of an hour is known; no menu was made",
    )
    CLOSED_SEASONS = (
        Severity.NOTICE,
        "時期による休みは枠に反映していません。日付を受入先に確かめてください",
        "closed at some time of the year; no slot takes account of it, please ask the host for the dates",
    )
    CLOSED_DAYS = (
        Severity.NOTICE,
        "曜日・祝日としては読み取れない部分です。受入先に確かめてください",
        "this part names no weekday or holiday that could be read; please ask the host",
    )
    REMARKS = (
        Severity.NOTICE,
        "特記事項は読み取っていません。枠を使う前に確かめてください",
        "remarks are not read; please check them before using the slots",
    )

    def __init__(self, severity: Severity, ja: str, en: str) -> None:
        self.severity = severity
        self.ja = ja
        self.en = en


@dataclass(frozen=True)
class RowFault:
    """
    One cell that is not as it should be.

    Parameters
    ----------
    row_number
        Row of the file, counting the header as 1 and a cell with line breaks once, as a spreadsheet does.
    field
        Code name of the column.
    given
        What the cell holds.
    expected
        What it should hold, with the severity.
    """

    row_number: int
    field: str
    given: str
    expected: Expected

    @property
    def severity(self) -> Severity:
        """Tell whether the row is left out or used with a change."""
        return self.expected.severity

    @property
    def ja(self) -> str:
        """The message in Japanese."""
        end = "。この行は取り込みません。" if self.severity is Severity.ERROR else "。"
        given = f"「{_short(self.given)}」" if self.given else "（空欄）"
        return f"{self.row_number}行目 {TITLES[self.field]}{given}: {self.expected.ja}{end}"

    @property
    def en(self) -> str:
        """The message in English."""
        end = "; the row is not used." if self.severity is Severity.ERROR else "."
        given = f'"{_short(self.given)}"' if self.given else "(blank)"
        return f"Row {self.row_number}, {self.field} {given}: {self.expected.en}{end}"


def _short(text: str) -> str:
    """Cut a long cell for a message, and put it on one line."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
