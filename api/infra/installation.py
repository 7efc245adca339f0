"""One installation of the service: its settings, databases, keys and clock, opened together."""

from __future__ import annotations

from dataclasses import dataclass

from api.infra.clock import Clock, DatabaseClock
from api.infra.crypto import RootKeys
from api.infra.database import Database
from api.infra.keystore import KeyStore
from api.infra.settings import Settings
from api.infra.vault import Vault


@dataclass(frozen=True)
class Installation:
    """
    What every request and job works with.

    Parameters
    ----------
    settings, database, roots, vault, clock
        Opened once for this process.
    """

    settings: Settings
    database: Database
    roots: RootKeys
    vault: Vault
    clock: Clock

    def close(self) -> None:
        """Close the databases."""
        self.database.close()
        self.vault.keys.close()


def open_installation(settings: Settings, clock: Clock | None = None) -> Installation:
    """
    Open the databases and keys.

    Raises
    ------
    ServiceError
        If the database does not hold what the guarantees rest on.
    """
    database = Database(settings.main_url)
    database.check()
    roots = RootKeys(settings.secret.get_secret_value())
    keys = KeyStore(Database(settings.key_store_url), roots.wrapping)
    return Installation(settings, database, roots, Vault(keys), clock or DatabaseClock())
