"""Settings from `SANKA_*`; a missing or weak one stops the start with its name and how to mend it."""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.errors import BadSettings

FEWEST_SECRET_BITS = 128
_HERE = {"127.0.0.1", "localhost", "::1"}
_NEW_SECRET = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"


class Settings(BaseSettings):
    """
    How one installation is set up.

    Parameters
    ----------
    secret
        Root of all keys; 32 random bytes as text. Whoever has it and the key store can read everything.
    data_folder
        Where the embedded databases and the keys lie.
    database_url
        SQLite or PostgreSQL 15+; the embedded SQLite when left out.
    keys_url
        Database of the subjects' keys, apart from the main one so that no backup holds both.
    origin
        Scheme, host and port under which the pages are opened; every change must come from there.
    time_zone
        Always Asia/Tokyo: fiscal years and dates are decided there.
    session_idle_minutes, session_hours
        When a session ends: without a request, and at the latest.
    mail_host, mail_port, mail_security, mail_user, mail_password
        The mail server notices to hosts are handed to; without one they become calls to be made. Only to a
        server on this machine goes anything unencrypted.
    mail_from
        The address they come from.
    """

    model_config = SettingsConfigDict(env_prefix="SANKA_", frozen=True, extra="forbid")

    secret: SecretStr
    data_folder: Path = Path("var")
    database_url: str = ""
    keys_url: str = ""
    origin: str = "http://127.0.0.1:8000"
    time_zone: Literal["Asia/Tokyo"] = "Asia/Tokyo"
    session_idle_minutes: int = Field(default=30, ge=1, le=240)
    session_hours: int = Field(default=10, ge=1, le=24)
    mail_host: str = ""
    mail_port: int = Field(default=587, ge=1, le=65_535)
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_from: str = ""

    @field_validator("secret")
    @classmethod
    def _is_strong(cls, secret: SecretStr) -> SecretStr:
        text = secret.get_secret_value()
        if _bits(text) < FEWEST_SECRET_BITS:
            raise ValueError("弱すぎます（32バイト以上の乱数が必要です）")
        return secret

    @field_validator("database_url", "keys_url")
    @classmethod
    def _is_known(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("sqlite:/// か postgresql+psycopg:// で始まる URL にしてください")
        return url

    @field_validator("origin")
    @classmethod
    def _is_origin(cls, origin: str) -> str:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            raise ValueError("https://sanka.example.jp のように、パスのない URL にしてください")
        if parts.scheme == "http" and parts.hostname not in _HERE:
            raise ValueError("この機械の外から開くときは https にしてください")
        return origin

    @model_validator(mode="after")
    def _are_apart(self) -> Settings:
        if self.main_url == self.key_store_url:
            raise ValueError("SANKA_KEYS_URL は SANKA_DATABASE_URL と別のデータベースにしてください")
        return self

    @model_validator(mode="after")
    def _can_send(self) -> Settings:
        if self.mail_host and not re.fullmatch(r"[^\s@]+@[^\s@]+", self.mail_from):
            raise ValueError("SANKA_MAIL_FROM に、知らせの差出人のメールアドレスを書いてください")
        if self.mail_security == "none" and self.mail_host and self.mail_host not in _HERE:
            raise ValueError("SANKA_MAIL_SECURITY は、ほかの機械へ送るなら starttls か tls にしてください")
        return self

    @property
    def main_url(self) -> str:
        """The main database."""
        return self.database_url or f"sqlite:///{(self.data_folder / 'sanka.db').absolute()}"

    @property
    def key_store_url(self) -> str:
        """The database of keys."""
        return self.keys_url or f"sqlite:///{(self.data_folder / 'keys' / 'keys.db').absolute()}"

    @property
    def is_https(self) -> bool:
        """Tell whether cookies may be marked Secure."""
        return self.origin.startswith("https://")


def load_settings(**given: object) -> Settings:
    """
    Read the settings from the environment; what is given here goes first.

    Raises
    ------
    BadSettings
        Naming each setting that is missing or weak, and how to mend it.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as wrong:
        raise BadSettings(
            [_mended(error["loc"], error["type"], error["msg"]) for error in wrong.errors()]
        ) from None


def _mended(path: tuple[int | str, ...], kind: str, message: str) -> str:
    said = message.removeprefix("Value error, ")
    if not path:
        return said
    name = f"SANKA_{str(path[0]).upper()}"
    if name == "SANKA_SECRET":
        missing = "がありません" if kind == "missing" else f"は{said}"
        return (
            f"{name} {missing}。次で作り、環境変数に入れて、控えを別の場所に保管してください: {_NEW_SECRET}"
        )
    if name == "SANKA_TIME_ZONE":
        return f"{name} は Asia/Tokyo のままにしてください（年度と日付を決める時刻です）"
    return f"{name}: {said}"


def _bits(text: str) -> float:
    """Estimate how much chance is in a text: its length times the entropy of its letters, in bits."""
    count = Counter(text)
    return -sum(n * math.log2(n / len(text)) for n in count.values()) if text else 0.0
