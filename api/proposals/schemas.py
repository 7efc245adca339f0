"""What is sent to make a run, and what is shown of runs."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from pydantic import BaseModel, Field, RootModel, model_validator

from api.mapping.settings import WeightsInput
from api.tables import LineKind, RunState
from api.web.inputs import Input, Line
from matching.model import ChangeKind
from matching.vocabulary import Condition, NeedDomain, SolveStatus, Weekday


class HeldSlotInput(Input):
    """枠, as a host holds it: a weekday with start and end; without a weekday, every night."""

    weekday: Weekday | None = None
    start: dt.time = dt.time(0, 0)
    end: dt.time = dt.time(23, 59)
    first_day: dt.date | None = None
    last_day: dt.date | None = None


class PinInput(Input):
    """固定: this menu for this need, and these slots of it where given."""

    person_id: uuid.UUID
    domain: NeedDomain
    menu_id: uuid.UUID
    slots: Annotated[tuple[HeldSlotInput, ...], Field(max_length=21)] = ()


class ForbiddenInput(Input):
    """Not to be proposed in this run: a menu, or a whole host."""

    person_id: uuid.UUID
    menu_id: uuid.UUID | None = None
    host_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def _names_one(self) -> ForbiddenInput:
        if (self.menu_id is None) == (self.host_id is None):
            raise ValueError("menu_id か host_id の、どちらか一つ")
        return self


class ChangeInput(Input):
    """もしも: one change of the problem, as a run lists them; records are never touched."""

    kind: ChangeKind
    host_id: uuid.UUID | None = None
    menu_id: uuid.UUID | None = None
    pool_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    slot: HeldSlotInput | None = None
    condition: Condition | None = None
    district: Line | None = None
    amount: Annotated[int, Field(ge=1, le=1000)] = 1


class RunCreate(Input):
    """A new run: on the records as they are now, or on the frozen input of an earlier run."""

    weeks: Annotated[int, Field(ge=1, le=52)] | None = Field(
        default=None, description="いくつの週を見るか。既定は12、もとの計算があればその週数"
    )
    time_limit_s: Annotated[float, Field(ge=0.1, le=600)] = 60.0
    relative_gap: Annotated[float, Field(ge=0, le=1)] = 0.0
    is_replan: bool = False
    pins: Annotated[tuple[PinInput, ...], Field(max_length=500)] = ()
    forbidden: Annotated[tuple[ForbiddenInput, ...], Field(max_length=500)] = ()
    weights: WeightsInput = WeightsInput()
    changes: Annotated[tuple[ChangeInput, ...], Field(max_length=50)] = ()
    base_run_id: uuid.UUID | None = None


class RunView(BaseModel):
    """A run: where it stands, what came of it, and what it was made with."""

    id: uuid.UUID
    version: int
    state: RunState
    words: str = Field(examples=["計算中（段階 2/5）", "最適", "時間切れ（差 1.3 %）"])
    step: int = Field(default=0, description="計算の何段階目か（計算中だけ）")
    steps: int = Field(default=0, description="全部で何段階か（計算中だけ）")
    status: SolveStatus | None
    message: str
    assigned: int
    left: int
    objective: int | None
    bound: float | None
    gap_percent: float | None
    params: dict[str, Any]
    base_run_id: uuid.UUID | None
    is_what_if: bool
    solver: str | None
    rules_version: str | None
    problem_hash: str | None
    weights_hash: str | None
    result_hash: str | None
    created_by: uuid.UUID
    created_at: dt.datetime
    finished_at: dt.datetime | None


class RunList(BaseModel):
    """The latest runs, newest first."""

    runs: list[RunView]


class FrozenInput(RootModel[dict[str, Any]]):
    """The frozen problem, as `sanka propose` and `sanka verify` read it; people are ids."""


class OptionView(BaseModel):
    """選択肢: a menu with its times, as an option to hold."""

    menu_id: uuid.UUID
    host_id: uuid.UUID
    menu: str
    times: str
    slots: list[dict[str, Any]] = Field(description="枠。固定するときに、このまま送れる")
    first_day: dt.date
    last_day: dt.date


class LineView(BaseModel):
    """What a run says of one need of one person."""

    person_id: uuid.UUID
    number: str
    domain: NeedDomain
    need: str
    kind: LineKind
    choice: OptionView | None = None
    standbys: list[OptionView] = []
    mark: str = Field(default="", examples=["○", "△"])
    verdict: str = ""
    way: str = ""
    companion: str = ""
    said: str = ""
    strengths: list[str] = []
    questions: list[str] = []
    preferred: str = ""
    blocks: list[str] = []
    more: str = ""
    change: str = ""
    placement_id: uuid.UUID | None = None


class LineList(BaseModel):
    """The lines of the people whose case the user may open; of all others only how many they are."""

    decide: str
    formula: str
    lines: list[LineView]
    hidden: dict[LineKind, int]


class ChangeView(BaseModel):
    """A smallest change and whom it would help; it can be sent back to try it out."""

    text: str
    title: str
    change: dict[str, Any]
    gain: int | None
    could_use: int
    numbers: list[str]


class ChangeList(BaseModel):
    """The most useful changes, confirmed ones first."""

    changes: list[ChangeView]


class UnusedView(BaseModel):
    """受入余力 that the run leaves unused."""

    host_id: uuid.UUID
    pool_id: uuid.UUID
    host: str
    slot: str
    mark: str
    left: int
    limit: str


class UnusedList(BaseModel):
    """All margin nobody uses."""

    unused: list[UnusedView]


class MoveView(BaseModel):
    """How one need fares in two runs."""

    person_id: uuid.UUID
    number: str
    need: str
    kind: str = Field(examples=["gained", "lost", "moved", "same_place"])
    before: str
    after: str
    criteria: dict[str, int] = Field(description="点数の項目ごとの差（後 − 前）", examples=[{"travel": -40}])


class GroupLine(BaseModel):
    """One group in two runs: how many have a place in each, and how many another place than before."""

    attribute: str
    group: str
    people: int
    before: int
    after: int
    moved: int


class GroupsView(BaseModel):
    """Two runs by group; smaller groups than `least_group` are not shown."""

    least_group: int
    lines: list[GroupLine]


class ComparisonView(BaseModel):
    """Two runs side by side: what is different, from the first to the other."""

    before: RunView
    after: RunView
    is_same_input: bool
    weights: dict[str, tuple[Any, Any]]
    rules: tuple[str | None, str | None]
    counts: dict[str, int]
    objective: int | None
    moves: list[MoveView]
    hidden: int
