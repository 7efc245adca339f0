"""What is sent about people."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from api.policy.vocabulary import Role
from api.web.inputs import Input, Line, Minutes, Text
from matching.vocabulary import Activity, Answer, Condition, Gender, NeedDomain, TravelMode, Urgency, Weekday

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,39}")


def _case_number(number: str) -> str:
    if _NUMBER.fullmatch(number) is None:
        raise ValueError("英数字と . _ / - だけの番号（40字まで。名前は入れない）")
    return number


def _local_time(time: dt.time) -> dt.time:
    if time.tzinfo is not None or time.second or time.microsecond:
        raise ValueError("09:30 の形の時刻")
    return time


Number = Annotated[Line, AfterValidator(_case_number)]
"""ケース番号: tells one case from another and nothing of who it is."""

ShortText = Annotated[Text, StringConstraints(max_length=200)]
Scheme = Annotated[Line, StringConstraints(max_length=80)]
Time = Annotated[dt.time, AfterValidator(_local_time)]
Slots = Annotated[int, Field(ge=1, le=14)]
Ids = Annotated[list[uuid.UUID], Field(max_length=50)]


def _without_defaults(schema: dict[str, Any]) -> None:
    for field in schema["properties"].values():
        field.pop("default", None)


class Change(Input):
    """A change: what is not sent stays as it is, so the defaults are never used."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    @property
    def sent(self) -> dict[str, Any]:
        """The values that were sent, by field."""
        return {
            name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set
        }


class Pin(Input):
    """A point on the map. It is not kept: only the 500 m square it is in."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lng: Annotated[float, Field(ge=-180, le=180)]


class Home(Input):
    """Where somebody lives: a point, or a 大字・町丁目 of the municipality's list; exactly one of them."""

    pin: Pin | None = None
    town_block_id: uuid.UUID | None = None


class WindowInput(Input):
    """A stretch of one weekday, every week."""

    weekday: Weekday
    start: Time
    end: Time


Windows = Annotated[list[WindowInput], Field(max_length=70)]


class GoalInput(Input):
    """Where the participation ladder should lead."""

    slots_a_week: Slots
    stay_minutes: Annotated[int, Field(ge=10, le=720)]


class ReachInput(Input):
    """「通える」 / 「通えない」 as the person says it of one host."""

    host_id: uuid.UUID
    answer: Answer


class CaringInput(Input):
    """Hours in which the person looks after another."""

    person_id: uuid.UUID
    times: Windows


class NeedInput(Input):
    """狭間のニーズ."""

    domain: NeedDomain
    urgency: Urgency = Urgency.SOON
    wish: Text = ""


class NeedChange(Change):
    """What of a need can be changed."""

    urgency: Urgency = Urgency.SOON
    wish: Text = ""


class SchemeInput(Input):
    """One line of the 狭間 check."""

    domain: NeedDomain
    scheme: Scheme
    possible: Answer = Answer.UNKNOWN
    reason: Text = ""
    look_again_on: dt.date | None = None


class SchemeChange(Change):
    """What of a 狭間 check can be changed."""

    possible: Answer = Answer.UNKNOWN
    reason: Text = ""
    look_again_on: dt.date | None = None


class PersonFields(Input):
    """What can be written of a person, when they are registered and later."""

    kana: ShortText = ""
    born_on: dt.date | None = None
    age_years: Annotated[int, Field(ge=0, le=120)] | None = None
    protected: Answer = Answer.UNKNOWN
    address: ShortText = ""
    phone: ShortText = ""
    family_contact: ShortText = ""
    health: Text = ""
    family: Text = ""
    money: Text = ""
    history: Text = ""
    avoidance: Text = ""
    outreach: Text = ""
    notes: Text = ""
    district_id: uuid.UUID | None = None
    home: Home | None = None
    availability: Windows | None = None
    fewest_slots: Slots = 1
    most_slots: Slots = 1
    goal: GoalInput | None = None
    longest_stay_minutes: Annotated[int, Field(ge=10, le=720)] | None = None
    modes: Annotated[list[TravelMode], Field(max_length=5)] = Field(default_factory=lambda: [TravelMode.WALK])
    most_travel_minutes: Annotated[int, Field(ge=0, le=240)] | None = None
    can_reach: Annotated[list[ReachInput], Field(max_length=50)] = Field(default_factory=list)
    conditions: dict[Condition, Answer] = Field(default_factory=dict)
    likes: Annotated[list[Activity], Field(max_length=20)] = Field(default_factory=list)
    avoids: Annotated[list[Activity], Field(max_length=20)] = Field(default_factory=list)
    staff_gender: Gender | None = None
    accompaniment_minutes: Minutes = 0
    attention_minutes: Minutes = 0
    apart_from_hosts: Ids = Field(default_factory=list)
    apart_from_persons: Ids = Field(default_factory=list)
    caring: Annotated[list[CaringInput], Field(max_length=10)] = Field(default_factory=list)
    earliest_start: dt.date | None = None


class PersonCreate(PersonFields):
    """A new person: their number, name, birth date or age, day of application, and what they need."""

    number: Number
    name: Line
    waiting_since: dt.date
    needs: Annotated[list[NeedInput], Field(min_length=1, max_length=5)]
    schemes: Annotated[list[SchemeInput], Field(max_length=50)] = Field(default_factory=list)


class PersonChange(PersonFields, Change):
    """What of a person is to be changed."""

    number: Number = ""
    name: Line = ""
    waiting_since: dt.date = dt.date.min


class SearchInput(Input):
    """The exact name or reading of whom one looks for."""

    words: Line


class Order(StrEnum):
    """How a list of people is ordered: by number, or who waits longest first."""

    NUMBER = "number"
    WAITING = "waiting"


class Reason(StrEnum):
    """Why somebody looks at what is not theirs to see every day."""

    STANDING_IN = "standing_in"
    EMERGENCY = "emergency"
    HANDOVER = "handover"
    RELATED_CASE = "related_case"
    SAME_PERSON = "same_person"
    PROCEDURE = "procedure"


class OpeningInput(Input):
    """Why a case, or a contact, is opened: a code and at least ten letters."""

    reason: Reason
    text: Text


class ReasonInput(Input):
    """A reason in words, at least ten letters."""

    text: Text


class InvolvementInput(Input):
    """Who carries the case or was in its meeting, and as what."""

    user_id: uuid.UUID
    role: Role


class PauseInput(Input):
    """Until when no place is looked for; null to go on."""

    until: dt.date | None
