"""Check digits and prefectures, against facts anybody can look up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.imports import codes


@pytest.mark.parametrize(
    ("five", "six"),
    [("01581", "015814"), ("13102", "131024"), ("01100", "011002"), ("24000", "240001"), ("47000", "470007")],
)
def test_municipality_check_digit(five: str, six: str) -> None:
    """厚真町 is 015814, 中央区 is 131024, 札幌市 is 011002, 三重県 is 240001, 沖縄県 is 470007."""
    assert codes.municipality_check_digit(five) == int(six[5])
    assert codes.five_digit_code(six) == five


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("01581", "01581"),
        ("1581", "01581"),  # a spreadsheet lost the leading zero
        ("015813", None),  # wrong check digit
        ("99000", None),  # no such prefecture
        ("00000", None),
        ("158", None),
        ("", None),
        ("0158x", None),
        ("٠١٥٨١", None),  # digits, but not ours
    ],
)
def test_five_digit_code(written: str, code: str | None) -> None:
    """A code is restored where it can be and refused where it cannot be one."""
    assert codes.five_digit_code(written) == code


def test_corporate_number_of_the_tax_agency() -> None:
    """国税庁 itself is 7000012050002."""
    assert codes.corporate_number_check_digit("000012050002") == 7
    assert codes.is_corporate_number("7000012050002")


@pytest.mark.parametrize("number", ["8000012050002", "700001205000", "70000120500021", "", "700001205000x"])
def test_not_a_corporate_number(number: str) -> None:
    """A wrong check digit or length is no 法人番号."""
    assert not codes.is_corporate_number(number)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 11))
def test_one_wrong_digit_of_a_corporate_number_shows(base: str, place: int) -> None:
    """A digit one too high is noticed; only 0 for 9 cannot be, for the remainder is by nine."""
    number = f"{codes.corporate_number_check_digit(base)}{base}"
    wrong = number[: place + 1] + str((int(number[place + 1]) + 1) % 10) + number[place + 2 :]
    assert codes.is_corporate_number(number)
    assert codes.is_corporate_number(wrong) == (number[place + 1] == "9")


def test_prefectures_know_their_numbers() -> None:
    """Each of the 47 is found by number, full name and short name."""
    assert len(set(codes.PREFECTURES)) == 47
    for name in codes.PREFECTURES:
        number = codes.prefecture_number(name)
        assert number is not None
        assert codes.prefecture_name(number) == name
    known = {"北海道": "01", "東京": "13", "三重": "24", "京都": "26", "大阪": "27", "沖縄県": "47"}
    assert {name: codes.prefecture_number(name) for name in known} == known
    assert codes.prefecture_number("三重郡") is None
    assert codes.prefecture_name("48") is None
    assert codes.prefecture_name("00") is None


def test_prefecture_of_an_address() -> None:
    """京都府 is not 東京都, and 東京都 does not end at 京都."""
    assert codes.prefecture_of_address("京都府京都市") == "京都府"
    assert codes.prefecture_of_address("東京都中央区") == "東京都"
    assert codes.prefecture_of_address("みほん市") is None
