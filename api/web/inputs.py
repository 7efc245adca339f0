"""What every request model shares: nothing unknown, nothing unbounded."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints


class Input(BaseModel):
    """A request body: an unknown field is an error, and text is text."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _printable(text: str) -> str:
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in text):
        raise ValueError("制御文字は使えません")
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise ValueError("文字として読めないものがあります")
    return text


def _line(text: str) -> str:
    if not text.strip():
        raise ValueError("空白だけにはできません")
    return _printable(text.strip())


Line = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(_line)]
"""A line of text, 1 to 120 letters."""

Printable = AfterValidator(_printable)
"""What makes a text one that can be stored and shown: no control characters, no halves of letters."""

Text = Annotated[str, StringConstraints(max_length=4000), Printable]
"""A text, up to 4,000 letters."""

Minutes = Annotated[int, Field(ge=0, le=720)]
"""Minutes of a day's stay or of a way, 0 to 720."""

Count = Annotated[int, Field(ge=0, le=10_000)]
"""How many, 0 to 10,000."""

Member = TypeVar("Member")

SetOf = Annotated[frozenset[Member], PlainSerializer(sorted)]
"""Each once, in no order; written sorted, so that a request that is sent again is known again."""
