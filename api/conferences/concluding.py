"""What a conference concludes on a person: with all there who have to be, on all that belongs to it."""

from __future__ import annotations

import uuid

from api.conferences.access import consent_of, find_conference, missing_seatings, require_open
from api.conferences.agenda import check_attempts, find_item
from api.conferences.contents import contents_of
from api.conferences.schemas import ConclusionInput, GapInput
from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.office.service import settings_of
from api.plans.service import return_plan
from api.tables import AgendaItem, Conclusion, Conference, District, GapNote, PlanState, SupportPlan
from api.tables.sealed import AgendaDocument
from api.tasks.kinds import TaskKind
from api.tasks.service import end_tasks


def conclude(
    context: Context, conference_id: uuid.UUID, item_id: uuid.UUID, given: ConclusionInput
) -> Receipt:
    """
    Record what a conference concluded; unless it approves a plan, the plan goes back to who writes it.

    Raises
    ------
    Conflict
        `conference_not_open`, `item_concluded`, `attendee_missing` (naming who), `consent_missing` or
        `plan_changed`.
    Refused
        Naming all that belongs to the 開催区分 and is missing.
    """
    conference = find_conference(context, conference_id, lock=True)
    item = find_item(context, conference, item_id)
    require_open(conference)
    if item.conclusion is not None:
        raise Conflict("item_concluded")
    missing = missing_seatings(context, conference)
    if missing:
        raise Conflict("attendee_missing", record="・".join(missing))
    if not conference.is_walled and consent_of(context, item.person_id) is None:
        raise Conflict("consent_missing")
    attempts = [*item.attempts, *(each.model_dump(mode="json") for each in given.attempts)]
    check_attempts(context, given.attempts)
    faults = _faults(context, item, given, len(attempts))
    if faults:
        raise Refused(faults)
    _check_plan(context, item, given.conclusion)
    document = AgendaDocument(minutes=_minutes(given), follow_up_method=given.follow_up_method or "")
    item.sealed = context.seal(item, item.person_id, document)
    values = {
        "conclusion": given.conclusion,
        "concluded_at": context.now,
        "next_monitoring_on": given.next_monitoring_on,
        "needs_follow_up": given.needs_follow_up,
        "attempts": attempts,
    }
    context.change(item, values, also=["minutes"])
    if item.placement_id is not None:
        end_tasks(context, TaskKind.CONFERENCE_DUE, person_id=item.person_id)
    for gap in given.gaps:
        _note_gap(context, conference, gap)
    return context.receipt(item)


def _faults(context: Context, item: AgendaItem, given: ConclusionInput, attempts: int) -> list[Fault]:
    belongs = contents_of(item.kind)
    keys, minutes = {content.key for content in belongs.contents}, _minutes(given)
    faults = [Fault("minutes", key, " / ".join(sorted(keys))) for key in sorted(minutes) if key not in keys]
    if given.conclusion != Conclusion.APPROVED:
        return faults
    faults += [
        Fault(f"minutes.{content.key}", "", content.label)
        for content in belongs.contents
        if not minutes.get(content.key, "").strip()
    ]
    if belongs.needs_monitoring and given.next_monitoring_on is None:
        faults.append(Fault("next_monitoring_on", "", "モニタリングの時期"))
    elif given.next_monitoring_on is not None and given.next_monitoring_on < context.today:
        faults.append(Fault("next_monitoring_on", given.next_monitoring_on.isoformat(), "今日からの日付"))
    if belongs.needs_follow_up and given.needs_follow_up is None:
        faults.append(Fault("needs_follow_up", "", "フォローアップの必要性"))
    if belongs.needs_follow_up and given.needs_follow_up and given.follow_up_method is None:
        faults.append(Fault("follow_up_method", "", "フォローアップの方法"))
    fewest = settings_of(context.session, context.municipality_id).contact_attempts
    if belongs.needs_attempts and attempts < fewest:
        faults.append(Fault("attempts", str(attempts), f"連絡を試みた記録（{fewest}件以上）"))
    return faults


def _minutes(given: ConclusionInput) -> dict[str, str]:
    return {each.key: each.words for each in given.minutes}


def _check_plan(context: Context, item: AgendaItem, conclusion: Conclusion) -> None:
    if item.plan_id is None or not contents_of(item.kind).needs_plan:
        return
    plan = context.find(SupportPlan, item.plan_id, lock=True)
    if plan.state != PlanState.SUBMITTED or plan.version != item.plan_version:
        raise Conflict("plan_changed")
    if conclusion != Conclusion.APPROVED:
        return_plan(context, plan)


def _note_gap(context: Context, conference: Conference, gap: GapInput) -> None:
    """Keep what was found lacking, with nothing that leads back to whom it was found for."""
    if gap.district_id is not None:
        context.find(District, gap.district_id)
    context.add(
        GapNote(
            municipality_id=context.municipality_id,
            conference_id=conference.id,
            noted_on=context.today,
            **gap.model_dump(exclude={"conditions"}),
            conditions=sorted(gap.conditions),
        )
    )
