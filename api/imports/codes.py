"""Check digits of public codes, and prefecture names and numbers."""

from __future__ import annotations

PREFECTURES = (
    *("北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県"),
    *("茨城県", "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県"),
    *("新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県"),
    *("三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県"),
    *("鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県"),
    *("福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県"),
)
"""The 47 prefectures in the order of their numbers: the first is 01."""

_NUMBER_OF_PREFECTURE = {name: f"{number:02d}" for number, name in enumerate(PREFECTURES, start=1)}
_NUMBER_OF_SHORT_NAME = {
    name if name == "北海道" else name[:-1]: number for name, number in _NUMBER_OF_PREFECTURE.items()
}


def is_digits(text: str, length: int) -> bool:
    """Tell whether a text is exactly so many ASCII digits."""
    return len(text) == length and text.isascii() and text.isdigit()


def prefecture_name(number: str) -> str | None:
    """Give the prefecture of a two-digit number; ``None`` outside 01 to 47."""
    if not is_digits(number, 2) or not 1 <= int(number) <= len(PREFECTURES):
        return None
    return PREFECTURES[int(number) - 1]


def prefecture_number(name: str) -> str | None:
    """Give the two-digit number of a prefecture by its full or short name: 三重県, 三重."""
    return _NUMBER_OF_PREFECTURE.get(name) or _NUMBER_OF_SHORT_NAME.get(name)


def prefecture_of_address(address: str) -> str | None:
    """Give the prefecture an address starts with, in full; ``None`` when it starts with none."""
    return next((name for name in PREFECTURES if address.startswith(name)), None)


def municipality_check_digit(code: str) -> int:
    """
    Give the sixth digit of a 全国地方公共団体コード from its first five.

    Source: 総務省 全国地方公共団体コード; weights 6 to 2, eleven minus the remainder, last digit.
    """
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=True))
    return (11 - (total if total < 11 else total % 11)) % 10


def five_digit_code(code: str) -> str | None:
    """
    Give the five-digit 全国地方公共団体コード of a code written with four, five or six digits.

    Four digits have lost their leading zero; of six, the last must be the right check digit. Five are taken
    as they stand. ``None`` when the code cannot be one.
    """
    if is_digits(code, 6):
        if municipality_check_digit(code[:5]) != int(code[5]):
            return None
        code = code[:5]
    if is_digits(code, 4):
        code = "0" + code
    return code if is_digits(code, 5) and prefecture_name(code[:2]) else None


def corporate_number_check_digit(base: str) -> int:
    """
    Give the first digit of a 法人番号 from the twelve that follow it.

    Source: 法人番号の指定等に関する省令; weights 1 and 2 in turn from the right, nine minus the remainder.
    """
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return 9 - total % 9


def is_corporate_number(text: str) -> bool:
    """Tell whether a text is a 法人番号: thirteen digits, the first the right check digit."""
    return is_digits(text, 13) and corporate_number_check_digit(text[1:]) == int(text[0])
