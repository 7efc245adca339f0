"""Who may need a contact sooner, why, and what would help; for those who carry the case."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import func, select
from sqlmodel import col

from api.calendar import weekday_text
from api.contacts.cadence import cadence_of, kind_of
from api.contacts.moved import moves_of, reason_words
from api.contacts.reading import cases_by_id
from api.context import Case, Context
from api.mapping.problem import load_problem
from api.office.service import settings_of as office_settings
from api.policy.table import may
from api.policy.vocabulary import Act, Role
from api.retention.models import Current, current
from api.retention.schemas import HelpView, PersonUseView, RiskList, RiskView, UseView
from api.retention.stays import GOING_ON, Recorded, experience_of, read_stays
from api.retention.words import FOLLOWS, LOOKS, NEVER, OFF, ON, note_of
from api.tables import Contact, ContactState, Host, Menu, RetentionModel, RetentionUse, Rounds
from api.words import word
from matching.labels import plain_label
from matching.phrases.retention import chance_text, factor_text, help_text, less_text
from matching.retention.estimates import alternatives
from matching.retention.risk import Alternative, Help, Risk, risks, what_would_help
from matching.vocabulary import Lang, Side

MOST_SHOWN = 100
MOST_TRIED = 20
MOST_HELPS = 4
_FORTNIGHT = dt.timedelta(days=14)


def list_risks(context: Context) -> RiskList:
    """List the placements of the cases one carries; of others not even how many there are."""
    used = current(context.session, context.municipality_id)
    found = going_on(context)
    cases = cases_by_id(context, {each.placement.person_id for each in found})
    mine = [each for each in found if _may_read(cases[each.placement.person_id])]
    office = office_settings(context.session, context.municipality_id)
    there = 2 * _minutes_a_week(context, office.contact_minutes_a_week)
    due = _minutes_due(context)
    views = _views(context, used, mine, cases, max(0, there - due))
    shown = views[:MOST_SHOWN]
    context.note_of("retention", count=len(shown))
    return RiskList(
        decide=word("decide", Lang.JA),
        note=note_of(used.model if used else None),
        can_follow=used is not None and used.model.settings.in_follow_up and used.model.hazard is not None,
        minutes_there=there,
        minutes_due=due,
        risks=shown,
        has_more=len(views) > MOST_SHOWN,
    )


def show_use(context: Context) -> PersonUseView:
    """Show one person how predictions were used for them, and what they look at."""
    person = context.case.person
    used = current(context.session, context.municipality_id)
    found = [each for each in going_on(context) if each.placement.person_id == person.id]
    models = context.session.execute(select(col(RetentionModel.id), col(RetentionModel.number)))
    numbers = {row.id: row.number for row in models}
    query = select(RetentionUse).where(col(RetentionUse.person_id) == person.id)
    uses = context.session.execute(query.order_by(col(RetentionUse.used_at).desc())).scalars().all()
    context.note(person, shown=["retention"])
    settings = used.model.settings if used else None
    has_model = used is not None and used.model.hazard is not None
    weeks = settings.follow_up.look_ahead_weeks if settings else 0
    return PersonUseView(
        number=person.number,
        note=note_of(used.model if used else None),
        looks_at=[plain_label(feature) for feature in LOOKS],
        never=NEVER,
        in_scoring=ON if settings and settings.in_scoring and has_model else OFF,
        in_follow_up=FOLLOWS if settings and settings.in_follow_up and has_model else OFF,
        now=_views(context, used, found, {person.id: context.case}, 0, _others(context, found)),
        uses=[
            UseView(
                used_on=each.used_on,
                did=_done_text(each),
                put_back_on=each.put_back_on,
                model_number=numbers[each.model_id],
                chance=chance_text(each.chance, None, None, each.usual, weeks),
                reasons=[reason_words(code) for code in each.reasons],
            )
            for each in uses
        ],
    )


def going_on(context: Context) -> list[Recorded]:
    """Give the placements of the municipality that go on."""
    found = read_stays(context.session, context.today)
    return [each for each in found if each.placement.status in GOING_ON]


def _may_read(case: Case) -> bool:
    return may(Act.RETENTION_READ, case.parts, case.stage)


def _views(
    context: Context,
    used: Current | None,
    found: Iterable[Recorded],
    cases: Mapping[uuid.UUID, Case],
    minutes: int,
    others: Mapping[str, Sequence[Alternative]] = MappingProxyType({}),
) -> list[RiskView]:
    if used is None:
        return []
    by_id = {each.stay.id: each for each in found}
    ranked = risks(used.model, [each.stay for each in by_id.values()], context.today)
    ranked = tuple(sorted(ranked, key=lambda risk: not risk.needs_contact_sooner))
    placements = [each.placement for each in by_id.values()]
    hosts = _names(context, Host, {each.host_id for each in placements})
    tried = {uuid.UUID(other.menu_id) for each in others.values() for other in each}
    menus = _names(context, Menu, {each.menu_id for each in placements} | tried)
    spoken, due = _last_spoken(context, by_id), _next_due(context, by_id)
    denser = _denser(context, by_id)
    moved = moves_of(context.session, [each.id for each in placements])
    cadence, office = cadence_of(context), office_settings(context.session, context.municipality_id)
    views = []
    for risk in ranked:
        each = by_id[risk.stay_id]
        placement = each.placement
        takes = cadence.profile(kind_of(placement), Side.PERSON).minutes + office.contact_way_minutes
        minutes -= takes if risk.needs_contact_sooner else 0
        helps: tuple[Help, ...] = ()
        if risk.needs_contact_sooner:
            helps = what_would_help(used.model, each.stay, context.today, others.get(risk.stay_id, ()))
        views.append(
            RiskView(
                placement_id=placement.id,
                person_id=placement.person_id,
                number=cases[placement.person_id].person.number,
                host_id=placement.host_id,
                host=hosts.get(placement.host_id, ""),
                menu=menus.get(placement.menu_id, ""),
                week=risk.week,
                sooner=risk.needs_contact_sooner,
                chance=_chance(used, risk),
                reasons=[factor_text(one.feature, one.value, one.usual) for one in risk.reasons],
                helps=[_help(one, menus) for one in helps[:MOST_HELPS]],
                last_contact_on=spoken.get(placement.id),
                next_due_on=due.get(placement.id),
                minutes=takes,
                fits_my_time=risk.needs_contact_sooner and minutes >= 0,
                is_denser=placement.id in denser,
                moved=[each.words for each in moved[placement.id] if each.to_day >= context.today],
                version=placement.version,
            )
        )
    return views


def _chance(used: Current, risk: Risk) -> str:
    weeks = used.model.settings.follow_up.look_ahead_weeks
    return chance_text(risk.chance, risk.low, risk.high, risk.usual, weeks)


def _others(context: Context, found: Iterable[Recorded]) -> dict[str, list[Alternative]]:
    """Give other menus that no rule is against, for each placement by its id."""
    problem = load_problem(context.session, context.now, context.today).problem
    experience = experience_of(read_stays(context.session, context.today))
    return {
        each.stay.id: [
            other
            for other in alternatives(
                problem, each.stay.person_id, each.placement.domain, experience, MOST_TRIED
            )
            if other.host_id != each.stay.host_id
        ]
        for each in found
    }


def _help(one: Help, menus: Mapping[uuid.UUID, str]) -> HelpView:
    menu = menus.get(uuid.UUID(one.menu_id), "") if one.menu_id else ""
    words = help_text(one.feature, one.value, one.instead, menu)
    return HelpView(words=words, less=less_text(one.less_low, one.less_high))


def _done_text(use: RetentionUse) -> str:
    """Say what was made of a prediction."""
    if use.moved_from is None or use.moved_to is None:
        return "担当者が連絡の間隔を詰めた"
    from_day, to_day = weekday_text(use.moved_from), weekday_text(use.moved_to)
    return f"{from_day}の連絡を{to_day}に早めた（自動）"


def _names(
    context: Context, kind: type[Host] | type[Menu], ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, str]:
    query = select(col(kind.id), col(kind.name)).where(col(kind.id).in_(list(ids)))
    return {row.id: row.name for row in context.session.execute(query)}


def _last_spoken(context: Context, by_id: Mapping[str, Recorded]) -> dict[uuid.UUID, dt.date]:
    return {
        each.placement.id: each.stay.contact_days[-1] for each in by_id.values() if each.stay.contact_days
    }


def _next_due(context: Context, by_id: Mapping[str, Recorded]) -> dict[uuid.UUID, dt.date]:
    ids = [each.placement.id for each in by_id.values()]
    query = (
        select(col(Contact.placement_id), func.min(col(Contact.due_on)))
        .where(
            col(Contact.placement_id).in_(ids),
            col(Contact.state) == ContactState.DUE,
            col(Contact.side) == Side.PERSON,
        )
        .group_by(col(Contact.placement_id))
    )
    return {placement_id: day for placement_id, day in context.session.execute(query) if placement_id}


def _denser(context: Context, by_id: Mapping[str, Recorded]) -> set[uuid.UUID]:
    """Give the placements whose contacts come closer together by now."""
    ids = [each.placement.id for each in by_id.values()]
    lasting = cadence_of(context).denser.lasting
    query = select(RetentionUse).where(
        col(RetentionUse.placement_id).in_(ids),
        col(RetentionUse.moved_to).is_(None),
        col(RetentionUse.put_back_on).is_(None),
    )
    return {
        use.placement_id
        for use in context.session.execute(query).scalars()
        if lasting.after(use.used_on) >= context.today
    }


def _minutes_a_week(context: Context, usual: int) -> int:
    if Role.COORDINATOR not in context.actor.roles:
        return 0
    query = select(col(Rounds.minutes_a_week)).where(col(Rounds.user_id) == context.actor.user_id)
    own = context.session.execute(query).scalar_one_or_none()
    return usual if own is None else own


def _minutes_due(context: Context) -> int:
    query = select(func.coalesce(func.sum(col(Contact.minutes)), 0)).where(
        col(Contact.coordinator_id) == context.actor.user_id,
        col(Contact.state) == ContactState.DUE,
        col(Contact.due_on) <= context.today + _FORTNIGHT,
    )
    return int(context.session.execute(query).scalar_one())
