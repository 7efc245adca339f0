"""Tell apart the rows that share an office number, and give each a host id that lasts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from api.imports.records import plain
from api.imports.services import Service
from api.imports.wam import WamRow

Office = tuple[WamRow, Service]


def identified(offices: Iterable[Office]) -> tuple[dict[str, Office], tuple[WamRow, ...]]:
    """
    Give each office a host id, and set aside the rows that repeat another.

    The key is office number and service, for the file's own NO changes between releases:
    ``wam-2410100123-type_a``. Several sites may share it (従たる事業所, 出張所). The main one is the one
    whose name does not say 従たる, then the one with the shortest name, then the first by name and address;
    it has the plain id. Each other adds a fingerprint of its name and address:
    ``wam-2410100123-type_a-5f0c2a91``. So an id depends neither on the order of the rows nor on other sites,
    except for which is the main one. Rows with the same name and address too are one site; the one that
    tells most is kept.
    """
    groups: dict[str, list[Office]] = defaultdict(list)
    for row, service in offices:
        groups[f"wam-{row.office_number}-{service.code}"].append((row, service))
    hosts: dict[str, Office] = {}
    repeated: list[WamRow] = []
    for key in sorted(groups):
        sites: dict[tuple[str, str], Office] = {}
        for row, service in sorted(groups[key], key=lambda office: _telling(office[0])):
            site = plain(row.name), plain(row.address)
            if site in sites:
                repeated.append(row)
            else:
                sites[site] = row, service
        for place, site in enumerate(sorted(sites, key=_main_first)):
            hosts[key if place == 0 else f"{key}-{_fingerprint(site)}"] = sites[site]
    return dict(sorted(hosts.items())), tuple(sorted(repeated, key=lambda row: row.row_number))


def _main_first(site: tuple[str, str]) -> tuple[bool, int, tuple[str, str]]:
    """Order the sites of one number: main site, short name, then name and address."""
    return "従たる" in site[0], len(site[0]), site


def _telling(row: WamRow) -> tuple[int, int]:
    """Order rows of one site: the one with the fewest unknowns first, then the first in the file."""
    return sum(value is None or value == "" for value in vars(row).values()), row.row_number


def _fingerprint(site: tuple[str, str]) -> str:
    """Give eight hexadecimal digits that stand for a name and an address."""
    return hashlib.sha256("\n".join(site).encode()).hexdigest()[:8]
