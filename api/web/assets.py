"""The service's own files: style, script and sign, kept by browsers for as long as they stay the same."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ASSETS_PATH = "/static"
FOLDER = Path(__file__).parents[1] / "static"
_FOR_A_YEAR = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"


@functools.cache
def asset(name: str) -> str:
    """Give the address of a file with the hash of its content, so that a changed file is a new address."""
    return f"{ASSETS_PATH}/{name}?v={_hash_of(name)}"


@functools.cache
def _hash_of(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


class Assets(StaticFiles):
    """Serves the files; under the address of their own hash they may be kept for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file."""
        response = await super().get_response(path, scope)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[0]
        is_same = response.status_code == 200 and asked and asked == _hash_of(path)
        response.headers["Cache-Control"] = _FOR_A_YEAR if is_same else _ASK_FIRST
        return response
