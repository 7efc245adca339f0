"""
The problem as numpy columns: what every stage reads, made once.

A row number is the position of the record in the problem (sorted by id); -1 stands for "none".
"""

from matching.columns.columns import Columns
from matching.columns.companions import CompanionColumns
from matching.columns.menus import MenuColumns
from matching.columns.people import PeopleColumns
from matching.columns.pool_slots import PoolSlotColumns
from matching.columns.relation import Relation
from matching.columns.units import Units

__all__ = [
    "Columns",
    "CompanionColumns",
    "MenuColumns",
    "PeopleColumns",
    "PoolSlotColumns",
    "Relation",
    "Units",
]
