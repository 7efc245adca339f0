"""The service's commands, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from tests.api.service import SECRET

runner = CliRunner()
OFFICE = ("municipality", "add", "990019", "みほん町", "--population", "4600")
USER = ("user", "add", "tanto", "見本 担当", "--municipality", "990019", "--role", "coordinator")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh installation's settings."""
    monkeypatch.setenv("SANKA_SECRET", SECRET)
    monkeypatch.setenv("SANKA_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("SANKA_NEW_PASSWORD", "mihon-no-machi")
    monkeypatch.delenv("SANKA_DATABASE_URL", raising=False)
    return tmp_path / "data"


def run(*words: str) -> tuple[int, str]:
    """Type a command; give how it ended and what it said, in one line."""
    result = runner.invoke(app, list(words))
    return result.exit_code, " ".join(result.output.split())


def test_a_municipality_its_user_and_the_trail_of_it(folder: Path) -> None:
    """Both are added, twice is refused, and the trail holds and tells its anchor."""
    assert run(*OFFICE) == (0, "みほん町（990019）を登録しました。")
    assert run(*USER) == (0, "tanto を登録しました。")
    assert run(*OFFICE)[0] == run(*USER)[0] == 2
    code, said = run("audit", "verify")
    assert code == 0
    assert "みほん町: 1 件の記録は途切れず" in said
    anchor = said.rsplit(" ", 1)[1]
    assert run("audit", "verify", "--anchor", anchor)[0] == 0
    code, said = run("audit", "verify", "--anchor", "1:" + "0" * 64)
    assert code == 1
    assert "外に控えた 1 番の記録" in said


def test_learning_says_what_came_of_it(folder: Path) -> None:
    """Without a placement that lasted a week there is nothing to learn from; an unknown office is refused."""
    run(*OFFICE)
    code, said = run("retention", "train")
    assert code == 0
    assert "みほん町: 1週間以上続いた受入がまだないため、何も学べません。" in said
    assert run("retention", "train", "--municipality", "000000")[0] == 2


def test_the_keys_lie_in_a_database_of_their_own(folder: Path) -> None:
    """Copying the main database copies no key."""
    run(*OFFICE)
    assert (folder / "sanka.db").exists()
    assert (folder / "keys" / "keys.db").exists()


@pytest.mark.parametrize("secret", [None, "changeme", "a" * 64])
def test_a_missing_or_weak_secret_stops_the_start_and_says_how_to_mend_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, secret: str | None
) -> None:
    """The setting is named with a command that makes a good one; nothing is created."""
    if secret is None:
        monkeypatch.delenv("SANKA_SECRET")
    else:
        monkeypatch.setenv("SANKA_SECRET", secret)
    code, said = run("serve")
    assert code == 2
    assert "SANKA_SECRET" in said
    assert "secrets.token_urlsafe(32)" in said
    assert not folder.exists()


def test_roles_of_two_sides_are_refused_at_the_command_too(folder: Path) -> None:
    """One person is not administrator and coordinator."""
    run(*OFFICE)
    code, said = run(*USER, "--role", "admin")
    assert code == 2
    assert "兼ねられ" in said
    assert run("user", "add", "x", "見本", "--municipality", "990019", "--role", "coordinator")[0] == 2
