"""Making a pack from what is recorded; nothing is typed again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict

from sqlalchemy import func, select
from sqlmodel import col

from api.conferences.access import find_conference
from api.conferences.views import show_conference
from api.conferences.words import BAND_WORDS
from api.contacts.reading import cases_by_id, done_of
from api.context import Context
from api.documents.copies import take_copy
from api.errors import Conflict
from api.infra.clock import day_in_japan
from api.office.service import office
from api.packs.drawing import excel_of, pdf_of
from api.packs.views import LackView, PackItem, PackView, RunMade, SpareView, UnmetView
from api.plans.considered import considered
from api.proposals.lines import list_unused
from api.proposals.making import is_what_if
from api.proposals.runs import view_of
from api.tables import District, GapNote, LineKind, ProposalLine, ProposalRun, RunState
from api.web.routing import File
from matching.labels import label
from matching.suppression import shown, total_of
from matching.vocabulary import Condition, NeedDomain, Weekday

LACKS_SINCE = dt.timedelta(days=365)
_LATEST = 20
ENDINGS = {"pdf": pdf_of, "xlsx": excel_of}


def show_pack(context: Context, conference_id: uuid.UUID) -> PackView:
    """Show all of a conference's pack that the user may see."""
    conference = show_conference(context, conference_id)
    cases = cases_by_id(context, {each.person_id for each in conference.items})
    follow_ups = done_of(context, cases)
    run = _latest_run(context)
    unmet = _unmet(context, run) if run else []
    population = office(context).population
    return PackView(
        conference=conference,
        items=[
            PackItem(
                item=each,
                considered=considered(context, (each.plan.options or ()) if each.plan else ()),
                follow_ups=follow_ups.get(each.person_id),
            )
            for each in conference.items
        ],
        lacks=_lacks(context, conference.held_on),
        run=RunMade(id=run.id, made_on=day_in_japan(run.created_at), words=view_of(run, None).words)
        if run
        else None,
        unmet=unmet,
        unmet_total=total_of([each.people for each in unmet], population),
        spare=_spare(context, run) if run else [],
    )


def copy_of(context: Context, conference_id: uuid.UUID, ending: str) -> File:
    """
    Take a numbered copy of a pack as a file; it is in the trail.

    Raises
    ------
    Conflict
        `not_exportable` for a 支援会議: nothing of it leaves the service.
    Refused
        Naming the fields with letters that the PDF's font lacks.
    """
    if find_conference(context, conference_id).is_walled:
        raise Conflict("not_exportable")
    pack = show_pack(context, conference_id)
    mark = take_copy(context)
    content = ENDINGS[ending](pack, mark)
    context.note_of("conference", conference_id, copy=mark.number, file=ending)
    return File(f"kaigi-shiryo-{mark.number:06}.{ending}", content)


def _lacks(context: Context, until: dt.date) -> list[LackView]:
    query = (
        select(GapNote, col(District.name))
        .outerjoin(District, col(District.id) == col(GapNote.district_id))
        .where(col(GapNote.noted_on) > until - LACKS_SINCE, col(GapNote.noted_on) <= until)
        .order_by(col(GapNote.noted_on).desc(), col(GapNote.id))
    )
    return [
        LackView(
            noted_on=note.noted_on,
            need=label(note.domain),
            district=district or "",
            when=(f"{label(Weekday(note.weekday))}曜" if note.weekday else "")
            + (BAND_WORDS[note.time_band] if note.time_band else ""),
            conditions="・".join(label(Condition(code)) for code in note.conditions),
        )
        for note, district in context.session.execute(query)
    ]


def _latest_run(context: Context) -> ProposalRun | None:
    query = select(ProposalRun).where(col(ProposalRun.state) == RunState.DONE)
    latest = context.session.execute(
        query.order_by(col(ProposalRun.created_at).desc()).limit(_LATEST)
    ).scalars()
    return next((run for run in latest if not is_what_if(run)), None)


def _unmet(context: Context, run: ProposalRun) -> list[UnmetView]:
    query = (
        select(col(ProposalLine.domain), func.count(col(ProposalLine.person_id)).label("people"))
        .where(col(ProposalLine.run_id) == run.id, col(ProposalLine.kind) == LineKind.LEFT)
        .group_by(col(ProposalLine.domain))
    )
    counts = {row.domain: row.people for row in context.session.execute(query)}
    population = office(context).population
    return [
        UnmetView(need=label(domain), people=shown(counts.get(domain, 0), population))
        for domain in NeedDomain
    ]


def _spare(context: Context, run: ProposalRun) -> list[SpareView]:
    places: Counter[str] = Counter()
    slots: defaultdict[str, list[str]] = defaultdict(list)
    for each in list_unused(context, run.id).unused:
        places[each.host] += each.left
        slots[each.host].append(f"{each.slot}（{each.left}）")
    return [SpareView(host=host, places=count, slots=slots[host]) for host, count in places.most_common()]
