"""Copies the pages' script from its wheel: nothing is fetched, and nothing foreign is committed."""

import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts htmx under api/static/vendor."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Copy the one file that the pages use."""
        vendor = Path(self.root, "api/static/vendor")
        vendor.mkdir(parents=True, exist_ok=True)
        # Not by import: the package would load Django's settings.
        source = Path(str(files("django_htmx")), "static/django_htmx/htmx-4.min.js")
        shutil.copyfile(source, vendor / "htmx.min.js")
