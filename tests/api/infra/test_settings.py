"""The service is not started with settings that are missing or weak, and says how to mend them."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.errors import BadSettings
from api.infra.settings import load_settings
from tests.api.service import SECRET


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from an environment without any setting."""
    for name in ("SECRET", "DATA_FOLDER", "DATABASE_URL", "KEYS_URL", "ORIGIN", "TIME_ZONE"):
        monkeypatch.delenv(f"SANKA_{name}", raising=False)


def test_good_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A strong secret is enough; databases and keys lie apart in the data folder."""
    monkeypatch.setenv("SANKA_SECRET", SECRET)
    monkeypatch.setenv("SANKA_DATA_FOLDER", str(tmp_path))
    settings = load_settings()
    assert settings.main_url == f"sqlite:///{tmp_path / 'sanka.db'}"
    assert settings.key_store_url == f"sqlite:///{tmp_path / 'keys' / 'keys.db'}"
    assert not settings.is_https
    assert SECRET not in repr(settings)
    assert load_settings(origin="https://sanka.example.jp").is_https


@pytest.mark.parametrize(
    ("given", "name", "mending"),
    [
        ({"secret": None}, "SANKA_SECRET", "がありません"),
        ({"secret": "changeme"}, "SANKA_SECRET", "弱すぎます"),
        ({"secret": "a" * 64}, "SANKA_SECRET", "弱すぎます"),
        ({"time_zone": "UTC"}, "SANKA_TIME_ZONE", "Asia/Tokyo のまま"),
        ({"origin": "http://sanka.example.jp"}, "SANKA_ORIGIN", "https にしてください"),
        ({"origin": "https://sanka.example.jp/app"}, "SANKA_ORIGIN", "パスのない URL"),
        ({"origin": "sanka.example.jp"}, "SANKA_ORIGIN", "パスのない URL"),
        ({"database_url": "mysql://db/sanka"}, "SANKA_DATABASE_URL", "sqlite:/// か postgresql+psycopg://"),
        ({"keys_url": "keys.db"}, "SANKA_KEYS_URL", "sqlite:/// か postgresql+psycopg://"),
        (
            {"database_url": "sqlite:////srv/one.db", "keys_url": "sqlite:////srv/one.db"},
            "SANKA_KEYS_URL",
            "別のデータベース",
        ),
        ({"session_idle_minutes": 0}, "SANKA_SESSION_IDLE_MINUTES", "greater than or equal to 1"),
    ],
)
def test_a_bad_setting_stops_the_start(given: dict[str, object], name: str, mending: str) -> None:
    """Each is named with how to mend it, and the secret itself is never repeated."""
    values = {"secret": SECRET} | given
    with pytest.raises(BadSettings) as stopped:
        load_settings(**{name: value for name, value in values.items() if value is not None})
    (problem,) = stopped.value.problems
    assert name in problem
    assert mending in problem
    assert SECRET not in problem
    assert given.get("secret") is None or str(given["secret"]) not in problem


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Two bad settings give two sentences."""
    with pytest.raises(BadSettings) as stopped:
        load_settings(time_zone="UTC", origin="x")
    assert len(stopped.value.problems) == 3
