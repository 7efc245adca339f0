"""
The domain's words as enums: the only place where they are spelled.

Members are stored by their value in JSON and TOML; Japanese and English labels stand in `matching.labels`.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class NeedDomain(StrEnum):
    """What a need is about (狭間のニーズ)."""

    WORK = "work"
    HOUSING = "housing"
    LEARNING = "learning"
    BELONGING = "belonging"
    DAILY_LIFE = "daily_life"


class Urgency(StrEnum):
    """How soon a need should be met."""

    CAN_WAIT = "can_wait"
    SOON = "soon"
    NOW = "now"


class Answer(StrEnum):
    """はい / いいえ / 未聴取. Unknown is not no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """判定 of a rule or of a whole pair."""

    FITS = "fits"
    TO_CHECK = "to_check"
    DOES_NOT_FIT = "does_not_fit"


class HostKind(StrEnum):
    """What a host (受入先) is."""

    WORK_EXPERIENCE = "work_experience"
    WORK_PREPARATION = "work_preparation"
    TYPE_B = "type_b"
    TYPE_A = "type_a"
    WORK_TRANSITION = "work_transition"
    DAY_SERVICE = "day_service"
    RESIDENTIAL = "residential"
    SHOP = "shop"
    FARM = "farm"
    COMPANY = "company"
    VACANT_ROOM = "vacant_room"
    SALON = "salon"
    LEARNING_PLACE = "learning_place"
    VOLUNTEER_WORK = "volunteer_work"
    PUBLIC_FACILITY = "public_facility"


class ServiceGroup(StrEnum):
    """The three groups of existing services in the 参加支援 rules, and everything else."""

    RESIDENTIAL = "residential"
    DAY = "day"
    EMPLOYMENT = "employment"
    GENERAL = "general"


class PoolKind(StrEnum):
    """What a pool (持ち寄り) counts."""

    PLACES = "places"
    BEDS = "beds"
    ATTENTION = "attention"
    VEHICLE_SEATS = "vehicle_seats"
    COMPANION = "companion"
    CASELOAD = "caseload"


class DrawUnit(StrEnum):
    """How much one person takes from a pool: one, the minutes of attention needed, or a seat when fetched."""

    PERSON = "person"
    ATTENTION_MINUTES = "attention_minutes"
    PICK_UP_SEAT = "pick_up_seat"


class TravelMode(StrEnum):
    """How someone gets there."""

    WALK = "walk"
    BICYCLE = "bicycle"
    BUS = "bus"
    CAR = "car"
    PICK_UP = "pick_up"


class Condition(StrEnum):
    """What a place is like; the same words for what a person can bear or needs and for what a menu is."""

    # Burdens: the person can bear it or not; the menu has it or not.
    LARGE_GROUP = "large_group"
    NOISE = "noise"
    STANDING = "standing"
    OUTDOORS = "outdoors"
    LIFTING = "lifting"
    CUSTOMER_CONTACT = "customer_contact"
    SMELL = "smell"
    BRIGHT_LIGHT = "bright_light"
    FIXED_PACE = "fixed_pace"
    # Supports: the person needs it or not; the menu gives it or not.
    STEP_FREE = "step_free"
    PLACE_TO_REST = "place_to_rest"
    ONE_TO_ONE = "one_to_one"
    EASY_WORDS = "easy_words"


BURDENS = frozenset(
    {
        Condition.LARGE_GROUP,
        Condition.NOISE,
        Condition.STANDING,
        Condition.OUTDOORS,
        Condition.LIFTING,
        Condition.CUSTOMER_CONTACT,
        Condition.SMELL,
        Condition.BRIGHT_LIGHT,
        Condition.FIXED_PACE,
    }
)
"""Conditions a person bears or not; the others are supports a person needs or not."""


class Activity(StrEnum):
    """What is done in a menu, and what a person likes or would rather avoid."""

    COOKING = "cooking"
    CLEANING = "cleaning"
    FIELD_WORK = "field_work"
    ANIMALS = "animals"
    CRAFT = "craft"
    LIGHT_ASSEMBLY = "light_assembly"
    PACKING = "packing"
    COMPUTER = "computer"
    SHOP_WORK = "shop_work"
    CAFE = "cafe"
    CHILDREN = "children"
    OLDER_PEOPLE = "older_people"
    STUDY = "study"
    READING = "reading"
    MUSIC = "music"
    EXERCISE = "exercise"
    TALKING = "talking"
    GAMES = "games"
    DELIVERY = "delivery"
    LIVING = "living"


class Gender(StrEnum):
    """A gender of staff, for wishes about who is there; never an input about the person."""

    WOMAN = "woman"
    MAN = "man"


class ConsentStage(StrEnum):
    """How far the person has agreed that their case is carried (同意)."""

    NONE = "none"
    TO_CONSIDER = "to_consider"
    TO_OFFER = "to_offer"


class Side(StrEnum):
    """Whose word something is: the person's (本人) or the host's (受入先)."""

    PERSON = "person"
    HOST = "host"


class DeclaredMark(StrEnum):
    """○ / △ / × of a host for one slot: has places, must be asked, has none."""

    OPEN = "open"
    ASK = "ask"
    CLOSED = "closed"


class PlacementStatus(StrEnum):
    """The life of a placement (受入)."""

    OFFERED = "offered"
    VISITING = "visiting"
    TRIAL = "trial"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    BROKEN_OFF = "broken_off"
    ENDED = "ended"

    @property
    def takes_seat(self) -> bool:
        """打診 holds a seat until its expiry; 見学 takes none; 体験・受入中・定着 take one."""
        return self in {
            PlacementStatus.OFFERED,
            PlacementStatus.TRIAL,
            PlacementStatus.ACCEPTED,
            PlacementStatus.SETTLED,
        }


class ContactKind(StrEnum):
    """What a contact follows up: 参加・通いの場, 就労・体験, 居住, or a closed case."""

    PARTICIPATION = "participation"
    WORK = "work"
    HOUSING = "housing"
    CLOSURE = "closure"


class Parting(StrEnum):
    """How a stay ended; the first two are a break in the bond, a fact about the fit and of neither side."""

    BROKE_OFF = "broke_off"
    HOST_ENDED = "host_ended"
    MOVED_ON = "moved_on"
    AS_AGREED = "as_agreed"
    MOVED_AWAY = "moved_away"
    DIED = "died"

    @property
    def is_break(self) -> bool:
        """The connection broke; every other end is told apart from it."""
        return self in {Parting.BROKE_OFF, Parting.HOST_ENDED}


class Feature(StrEnum):
    """What a prediction of a lasting connection may look at, and nothing else."""

    WISH = "wish"
    CONDITIONS = "conditions"
    TRAVEL_MINUTES = "travel_minutes"
    SLOTS_A_WEEK = "slots_a_week"
    STAY_MINUTES = "stay_minutes"
    LADDER_STEP = "ladder_step"
    HOST_EXPERIENCE = "host_experience"
    ATTENTION_MINUTES = "attention_minutes"
    ACCOMPANIED = "accompanied"
    CONTACTS_A_MONTH = "contacts_a_month"
    SEASON_WINTER = "season_winter"
    SEASON_SPRING = "season_spring"


class LeftOver(StrEnum):
    """Why a contact has no week in a plan; the limit that binds."""

    NOT_IN_THESE_WEEKS = "not_in_these_weeks"
    NOBODY_MAY = "nobody_may"
    TOO_LONG = "too_long"
    SAME_WEEK = "same_week"
    HOURS = "hours"
    OUT_OF_TIME = "out_of_time"


class LimitKind(StrEnum):
    """One named upper bound (制約) on a pool in a slot."""

    QUOTA = "quota"
    WAITING_LIST = "waiting_list"
    STAFFING = "staffing"
    DECLARED = "declared"
    SUPPORTERS = "supporters"
    EQUIPMENT = "equipment"
    BUSY_SEASON = "busy_season"
    AMOUNT = "amount"
    NEWCOMERS = "newcomers"
    REST = "rest"
    NONE_KNOWN = "none_known"


class Stop(StrEnum):
    """What stops a need that has no place, what can be cleared first before what has to be developed."""

    UNKNOWN = "unknown"
    EXISTING_SCHEME = "existing_scheme"
    CONSENT = "consent"
    FULL = "full"
    TOO_FAR = "too_far"
    TIMES = "times"
    CONDITIONS = "conditions"
    OTHER = "other"
    NO_MENU = "no_menu"


class TimeBand(StrEnum):
    """When a person can come, or a slot takes place; each person and slot has one."""

    MORNINGS = "mornings"
    AFTERNOONS = "afternoons"
    DAYTIME = "daytime"
    EVENINGS = "evenings"
    WEEKENDS = "weekends"
    ANY = "any"
    NIGHTS = "nights"
    NOT_ASKED = "not_asked"


class DevelopmentKind(StrEnum):
    """What can be developed (資源開発)."""

    NEW_HOST = "new_host"
    CARVED_TASK = "carved_task"
    PICK_UP = "pick_up"
    COMPANION = "companion"
    COORDINATOR = "coordinator"
    COMBINATION = "combination"


class Care(StrEnum):
    """Why a host should be looked after."""

    CONCENTRATION = "concentration"
    FALLING = "falling"
    STALE = "stale"
    BURDEN = "burden"
    UNUSED = "unused"
    INTRODUCES = "introduces"


class Evidence(StrEnum):
    """How sure a rule is, with the marks of the project's domain page."""

    SEED = "S"
    SEEN = "V"
    TESTED = "T"
    UNVERIFIED = "M"
    PROPOSAL = "P"


class SolveStatus(StrEnum):
    """How a solve ended. Every one but INFEASIBLE carries a feasible choice and a proven bound."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"
    TIMED_OUT = "timed_out"
    STOPPED = "stopped"
    INFEASIBLE = "infeasible"


class Policy(StrEnum):
    """What the proposals of a simulated year are made by."""

    FIRST_COME = "first_come"
    GREEDY = "greedy"
    DEFERRED = "deferred"
    WEEKLY = "weekly"
    HELD = "held"
    HINDSIGHT = "hindsight"


class Weekday(IntEnum):
    """1 = Monday … 7 = Sunday, as in ISO 8601 and GIF."""

    MON = 1
    TUE = 2
    WED = 3
    THU = 4
    FRI = 5
    SAT = 6
    SUN = 7


class Lang(StrEnum):
    """The languages of phrases and labels."""

    JA = "ja"
    EN = "en"
