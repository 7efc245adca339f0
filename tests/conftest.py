"""How long Hypothesis looks: a little by default, long with ``SANKA_SOAK=1``; and where databases lie."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from hypothesis import settings

IS_SOAK = os.environ.get("SANKA_SOAK") == "1"
MEMORY = Path("/dev/shm")
ENOUGH_BYTES = 2 << 30

settings.register_profile("default", max_examples=40, deadline=None, print_blob=True)
settings.register_profile("soak", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile("soak" if IS_SOAK else "default")

# Tests commit all day long, and a commit waits for the disk: where there is memory, their databases lie in
# it. Killed processes lose nothing there either. `make soak` and `make bench` take the disk.
if not IS_SOAK and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
