"""A case that has come all the way, on a service."""

from __future__ import annotations

import pytest

from tests.api.conferences.records import Town
from tests.api.forms.records import Filed
from tests.api.service import Service


@pytest.fixture
def filed(service: Service) -> Filed:
    """A person with a record for every field of every form."""
    return Filed(service)


@pytest.fixture
def town(service: Service) -> Town:
    """A service with people, plans and conferences."""
    return Town(service)
