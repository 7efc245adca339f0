"""What is wrong with a plan as it stands, and what it lacks before it is submitted."""

from __future__ import annotations

from api.calendar import months_after
from api.context import Context
from api.errors import Fault
from api.office.service import settings_of
from api.plans.schemas import REASON_CODES, PlanFields
from api.plans.words import FIELD_WORDS
from api.tables import SupportPlan
from api.tables.sealed import PlanDocument


def faults_of(context: Context, plan: SupportPlan, given: PlanFields) -> list[Fault]:
    """Find what does not go together: the dates of a plan, and codes that are none."""
    return [*_faults_of_period(context, plan), *_faults_of_dates(context, plan), *_faults_of_codes(given)]


def missing(plan: SupportPlan, document: PlanDocument) -> list[Fault]:
    """Name every field that has to be filled before a plan is submitted."""
    said = {**document.model_dump(), **plan.model_dump(), "place": plan.place or plan.options}
    return [Fault(name, "", words) for name, words in FIELD_WORDS.items() if not said[name]]


def _faults_of_period(context: Context, plan: SupportPlan) -> list[Fault]:
    first, last = plan.first_day, plan.last_day
    if first is None:
        return [] if last is None else [Fault("first_day", "", FIELD_WORDS["first_day"])]
    if last is None:
        return []
    months = settings_of(context.session, context.municipality_id).most_plan_months
    if not first <= last < months_after(first, months):
        return [Fault("last_day", last.isoformat(), f"始まりの日から{months}か月以内の日")]
    return []


def _faults_of_dates(context: Context, plan: SupportPlan) -> list[Fault]:
    faults = []
    if plan.signed_on is not None and plan.signed_on > context.today:
        faults.append(Fault("signed_on", plan.signed_on.isoformat(), "今日までの日付"))
    first, last = plan.first_day, plan.last_day
    if first is None or last is None:
        return faults
    monitoring = plan.next_monitoring_on
    if monitoring is not None and not first <= monitoring <= last:
        faults.append(Fault("next_monitoring_on", monitoring.isoformat(), "プランの期間の中の日"))
    days = [step["first_day"] for step in plan.ladder]
    is_inside = all(first.isoformat() <= day <= last.isoformat() for day in days)
    if days != sorted(set(days)) or not is_inside:
        faults.append(Fault("ladder", "", "プランの期間の中の日付で、早い順に"))
    place = plan.place
    is_beyond = place is not None and not (
        first.isoformat() <= place["last_day"] and place["first_day"] <= last.isoformat()
    )
    if is_beyond:
        faults.append(Fault("place", "", "プランの期間に重なる日"))
    return faults


def _faults_of_codes(given: PlanFields) -> list[Fault]:
    return [
        Fault(f"options.{number}.reasons", "", "理由の符号（" + " / ".join(sorted(REASON_CODES)) + "）")
        for number, option in enumerate(given.options)
        if not option.reasons <= REASON_CODES
    ]
