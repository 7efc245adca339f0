"""Somebody who is followed up."""

from __future__ import annotations

import pytest

from tests.api.contacts.followed import Followed
from tests.api.service import Service


@pytest.fixture
def followed(service: Service) -> Followed:
    """Give somebody who is followed up."""
    return Followed(service)
