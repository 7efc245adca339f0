"""How long a way takes: the parameters of the travel model, as data a municipality edits."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields

from matching.errors import InvalidProblem, require
from matching.model.toml_text import of_type, read_toml, require_names
from matching.vocabulary import TravelMode


@dataclass(frozen=True)
class ModeParams:
    """
    How one way of travelling takes time.

    Parameters
    ----------
    speed_kmh
        Average speed on the road with its stops, above 0.
    detour
        Length of the road for one metre of straight line, 1 or more.
    fixed_minutes
        Minutes that do not depend on the distance: waiting, parking, the way to the stop; 0 or more.
    reach_m
        Straight-line metres beyond which this way of travelling is not assumed, above 0.
    """

    speed_kmh: float
    detour: float
    fixed_minutes: float
    reach_m: float

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            require(_is_number(value), "travel mode", name, value, "a finite number")
        require(self.speed_kmh > 0, "travel mode", "speed_kmh", self.speed_kmh, "more than 0 km/h")
        require(self.detour >= 1, "travel mode", "detour", self.detour, "1 or more")
        require(
            self.fixed_minutes >= 0, "travel mode", "fixed_minutes", self.fixed_minutes, "0 minutes or more"
        )
        require(self.reach_m > 0, "travel mode", "reach_m", self.reach_m, "more than 0 m")

    @property
    def minutes_per_m(self) -> float:
        """Minutes for one metre of straight line."""
        return self.detour * 60 / (1000 * self.speed_kmh)


@dataclass(frozen=True)
class TravelModel:
    """The parameters of every way of travelling, one field for each `TravelMode`."""

    walk: ModeParams
    bicycle: ModeParams
    bus: ModeParams
    car: ModeParams
    pick_up: ModeParams

    def of(self, mode: TravelMode) -> ModeParams:
        """Give the parameters of one way of travelling."""
        params: ModeParams = getattr(self, mode.value)
        return params

    @classmethod
    def from_toml(cls, text: str) -> TravelModel:
        """
        Read a model from TOML: a table for each `TravelMode`, with the fields of `ModeParams` and no others.

        Raises
        ------
        InvalidProblem
            If the text is not TOML, or a table or field is missing, unknown or out of range.
        """
        tables = read_toml(text, "travel model")
        require_names(tables, [mode.value for mode in TravelMode], "travel model")
        return cls(**{name: _mode_params(name, table) for name, table in tables.items()})


def _mode_params(name: str, table: object) -> ModeParams:
    """Make the parameters of one way of travelling from its table; errors name the table."""
    record = f"travel model, [{name}]"
    params = of_type(dict, table, record, name)
    require_names(params, [field.name for field in fields(ModeParams)], record)
    try:
        return ModeParams(**params)
    except InvalidProblem as error:
        raise InvalidProblem(record, error.field, error.given, error.expected) from None


def _is_number(value: object) -> bool:
    """Say whether a value is a finite number; ``true`` is not one."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
