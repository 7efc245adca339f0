"""What the rules say of one person and one menu of a small town."""

from __future__ import annotations

from typing import Any

import numpy as np

from matching.columns import Columns
from matching.columns.people import DOMAINS
from matching.eligibility import RULES, Findings, Pairs, evaluate, reasons
from matching.model import Menu, Person, Problem, Reason
from matching.model.proposal import Value
from matching.pairing import pairs_of
from matching.vocabulary import NeedDomain
from tests.matching.builders import menu, person, problem

FITS, ASK_PERSON, ASK_HOST, AGAINST = "適合", "要確認 本人", "要確認 受入先", "不適合"

BITS = {rule.id: 1 << bit for bit, rule in enumerate(RULES)}


def all_pairs(town: Problem) -> Pairs:
    """Pair each member of each unit with every menu that answers the unit's need; the town is in order."""
    columns = Columns.of(town)
    units = columns.units
    rows = [
        (unit, person, menu)
        for unit, person in zip(units.member_unit.tolist(), units.member_person.tolist(), strict=True)
        for menu, each in enumerate(town.menus)
        if DOMAINS[units.domain[unit]] in each.domains
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return pairs_of(town, columns, table[:, 0], table[:, 1], table[:, 2])


def row_of(pairs: Pairs, person_id: str, menu_id: str, domain: NeedDomain | None = None) -> int:
    """Find the row of a person and a menu; of several needs the first, unless one is named."""
    person_row, menu_row = pairs.people.ids.index(person_id), pairs.menus.ids.index(menu_id)
    is_meant = (pairs.person == person_row) & (pairs.menu == menu_row)
    if domain is not None:
        is_meant &= pairs.domain == DOMAINS.index(domain)
    return int(np.flatnonzero(is_meant)[0])


def word(findings: Findings, row: int, rule_id: str) -> str:
    """Give one rule's word on one row."""
    bit = BITS[rule_id]
    if findings.against[row] & bit:
        return AGAINST
    if findings.ask_person[row] & bit:
        return ASK_PERSON
    return ASK_HOST if findings.ask_host[row] & bit else FITS


def says(
    rule_id: str,
    who: Person | None = None,
    where: Menu | None = None,
    domain: NeedDomain | None = None,
    **town: Any,
) -> str:
    """Give a rule's word on one person and one menu, the builders' own if nothing else is said."""
    who, where = who or person(), where or menu()
    everybody = town.pop("people", ())
    whole = problem(people=(who, *everybody), menus=(where,), **town).in_order()
    pairs = all_pairs(whole)
    return word(evaluate(pairs), row_of(pairs, who.id, where.id, domain), rule_id)


def told(who: Person | None = None, where: Menu | None = None, **town: Any) -> tuple[Reason, ...]:
    """Give the reasons told of one person and one menu."""
    who, where = who or person(), where or menu()
    whole = problem(people=(who, *town.pop("people", ())), menus=(where,), **town).in_order()
    pairs = all_pairs(whole)
    return reasons(pairs, evaluate(pairs), row_of(pairs, who.id, where.id))


def values_of(rule_id: str, *pair: Any, **town: Any) -> dict[str, Value]:
    """Give the values a rule compared where it was told."""
    return next(dict(reason.values) for reason in told(*pair, **town) if reason.rule == rule_id)
