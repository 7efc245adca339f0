"""Offers, visits, answers, rooms for tonight, and the host's side, as JSON."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import Query

from api.context import Context, Receipt
from api.placements import answers, refusals, requests, service, tonight, views
from api.placements.schemas import (
    AnswerInput,
    DecisionInput,
    Nights,
    OfferCreate,
    ReleaseInput,
    RequestAnswer,
    TonightCreate,
    VisitInput,
)
from api.policy.vocabulary import Act
from api.web.routing import Router
from matching.vocabulary import PlacementStatus

router = Router(prefix="/api/v1", tags=["打診・受入"])
host_router = Router(prefix="/api/v1/host", tags=["受入先"])


@router.change("/people/{person_id}/offers", Act.OFFER_MAKE)
def make_offer(context: Context, person_id: uuid.UUID, body: OfferCreate) -> Receipt:
    """打診: hold seats for a person and ask the host."""
    return service.make_offer(context, body)


@router.change("/people/{person_id}/refusals", Act.OFFER_MAKE)
def refuse_option(context: Context, person_id: uuid.UUID, body: refusals.RefusalInput) -> Receipt:
    """Note that the person does not choose an option; it rests until its review date."""
    return refusals.refuse(context, body)


@router.view("/placements", Act.PLACEMENT_LIST)
def list_placements(
    context: Context, status: PlacementStatus | None = None, of_person: uuid.UUID | None = None
) -> views.PlacementList:
    """List offers and placements of the cases the user may open, the newest first."""
    return views.list_placements(context, status, of_person)


@router.view("/placements/{placement_id}", Act.PLACEMENT_READ)
def show_placement(context: Context, placement_id: uuid.UUID) -> views.PlacementView:
    """Show an offer or placement."""
    return views.show_placement(context)


@router.change("/placements/{placement_id}/extension", Act.PLACEMENT_EDIT, status=200)
def extend_hold(context: Context, placement_id: uuid.UUID) -> Receipt:
    """Let a hold go on from now, at most until a year after the offer."""
    return service.extend_hold(context)


@router.change("/placements/{placement_id}/answer", Act.PLACEMENT_ANSWER, status=200)
def record_answer(context: Context, placement_id: uuid.UUID, body: AnswerInput) -> Receipt:
    """Record what the person or the host answered."""
    return answers.record_answer(context, body)


@router.change("/placements/{placement_id}/visit", Act.PLACEMENT_EDIT, status=200)
def plan_visit(context: Context, placement_id: uuid.UUID, body: VisitInput) -> Receipt:
    """見学: once both sides said yes; it takes no seat."""
    return service.plan_visit(context, body)


@router.change("/placements/{placement_id}/hold", Act.PLACEMENT_EDIT, status=200)
def hold_again(context: Context, placement_id: uuid.UUID) -> Receipt:
    """After 見学, hold the seats anew and ask both sides again."""
    return service.hold_again(context)


@router.change("/placements/{placement_id}/release", Act.PLACEMENT_EDIT, status=200)
def release(context: Context, placement_id: uuid.UUID, body: ReleaseInput) -> Receipt:
    """End an offer or 見学 with a reason, and give its seats back."""
    return service.release(context, body)


@router.change("/placements/{placement_id}/decision", Act.DECISION_RECORD)
def record_decision(context: Context, placement_id: uuid.UUID, body: DecisionInput) -> Receipt:
    """Record the 支援決定 on a room for tonight, afterwards and by somebody else."""
    return tonight.record_decision(context, body)


@router.view("/tonight", Act.TONIGHT_READ)
def list_rooms(context: Context, nights: Annotated[Nights, Query()] = 1) -> tonight.RoomList:
    """今夜から: list rooms with a free bed for every night from today on."""
    return tonight.list_rooms(context, nights)


@router.change("/people/{person_id}/tonight", Act.OFFER_MAKE)
def hold_tonight(context: Context, person_id: uuid.UUID, body: TonightCreate) -> Receipt:
    """今夜から: hold a bed for a person at once."""
    return tonight.hold_tonight(context, body)


@host_router.view("/requests", Act.REQUEST_LIST)
def list_requests(context: Context) -> requests.RequestList:
    """List the open requests to one's own host."""
    return requests.list_requests(context)


@host_router.view("/requests/{placement_id}", Act.REQUEST_READ)
def show_request(context: Context, placement_id: uuid.UUID) -> requests.RequestView:
    """Show an open request to one's own host."""
    return requests.show_request(context)


@host_router.change("/requests/{placement_id}/answer", Act.REQUEST_ANSWER, status=200)
def answer_request(context: Context, placement_id: uuid.UUID, body: RequestAnswer) -> Receipt:
    """Answer a request: yes, no with a reason, or on a condition."""
    return requests.answer_request(context, body)
