"""What is shown of a file that was only read."""

from __future__ import annotations

from pydantic import BaseModel


class CheckedFile(BaseModel):
    """A file without a fault: how many rows an import would register."""

    rows: int
