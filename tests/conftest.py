"""How long Hypothesis looks: a little by default, long with ``SANKA_SOAK=1``."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("default", max_examples=40, deadline=None, print_blob=True)
settings.register_profile("soak", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile("soak" if os.environ.get("SANKA_SOAK") == "1" else "default")
