"""Cases, as JSON."""

from __future__ import annotations

import uuid

from api.cases import assessments, host_assessments, notes, options, reading, reception, steps
from api.cases.schemas import (
    AssessmentChange,
    AssessmentCreate,
    CarvedTaskInput,
    CaseChange,
    CaseCreate,
    CaseNoteInput,
    CaseStepInput,
    HostAssessmentInput,
    StartCheckInput,
)
from api.cases.views import (
    AssessmentView,
    CaseStatus,
    FirstOptionsView,
    HostAssessmentView,
    HouseholdCases,
    NoteList,
    QuestionList,
)
from api.context import Context, Receipt
from api.hosts.schemas import MenuCreate
from api.policy.vocabulary import Act
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["支援ケース"])


@router.view("/people/{person_id}/case", Act.CASE_READ)
def read_case(context: Context, person_id: uuid.UUID) -> CaseStatus:
    """Show where support of a person stands, what is missing for each next step, and the history."""
    return reading.read_case(context)


@router.change("/people/{person_id}/case", Act.CASE_EDIT)
def receive_case(context: Context, person_id: uuid.UUID, body: CaseCreate) -> Receipt:
    """Receive a person: from 多機関協働, or from アウトリーチ."""
    return reception.receive(context, body)


@router.change("/people/{person_id}/case", Act.CASE_EDIT, method="PATCH", status=200)
def change_reception(context: Context, person_id: uuid.UUID, body: CaseChange) -> Receipt:
    """Change or add what came with the person."""
    return reception.change_reception(context, body)


@router.change("/people/{person_id}/case/steps", Act.CASE_STEP)
def take_step(context: Context, person_id: uuid.UUID, body: CaseStepInput) -> Receipt:
    """Take a step; where a record is missing it is refused, with all that are missing by name."""
    return steps.take_step(context, body)


@router.view("/people/{person_id}/case/notes", Act.NOTE_READ)
def list_notes(context: Context, person_id: uuid.UUID) -> NoteList:
    """List the 支援経過, the latest first."""
    return notes.list_notes(context)


@router.change("/people/{person_id}/case/notes", Act.NOTE_WRITE)
def add_note(context: Context, person_id: uuid.UUID, body: CaseNoteInput) -> Receipt:
    """Add a line to the 支援経過."""
    return notes.add_note(context, body)


@router.view("/assessment-questions", Act.OFFICE_READ)
def list_questions(context: Context) -> QuestionList:
    """List the questions of the assessment."""
    return assessments.list_questions(context)


@router.view("/people/{person_id}/case/assessment", Act.ASSESSMENT_READ)
def read_assessment(context: Context, person_id: uuid.UUID) -> AssessmentView:
    """Show the assessment; what was not asked is 未聴取."""
    return assessments.read_assessment(context)


@router.change("/people/{person_id}/case/assessment", Act.ASSESSMENT_EDIT)
def create_assessment(context: Context, person_id: uuid.UUID, body: AssessmentCreate) -> Receipt:
    """Begin the assessment; its answers are written to the person's record too."""
    return assessments.create_assessment(context, body)


@router.change("/people/{person_id}/case/assessment", Act.ASSESSMENT_EDIT, method="PATCH", status=200)
def change_assessment(context: Context, person_id: uuid.UUID, body: AssessmentChange) -> Receipt:
    """Change the assessment, or add answers as they are heard."""
    return assessments.change_assessment(context, body)


@router.view("/people/{person_id}/first-options", Act.OPTIONS_READ)
def show_first_options(context: Context, person_id: uuid.UUID) -> FirstOptionsView:
    """Show what could be tried first with what is known so far; nothing is held and nothing kept."""
    return options.first_options(context)


@router.view("/people/{person_id}/household-cases", Act.CASE_READ)
def show_household_cases(context: Context, person_id: uuid.UUID) -> HouseholdCases:
    """Show the cases of a household side by side, as far as one may open each."""
    return reading.household_cases(context)


@router.view("/hosts/{host_id}/assessment", Act.HOST_ASSESSMENT)
def read_host_assessment(context: Context, host_id: uuid.UUID) -> HostAssessmentView:
    """Show what is known of a host's work, and what is open before anybody starts there."""
    return host_assessments.read_host_assessment(context)


@router.change("/hosts/{host_id}/assessment", Act.HOST_ASSESS, method="PATCH", status=200)
def assess_host(context: Context, host_id: uuid.UUID, body: HostAssessmentInput) -> Receipt:
    """Record what is known of a host's work; what is not sent stays."""
    return host_assessments.assess_host(context, body)


@router.change("/hosts/{host_id}/start-checks", Act.HOST_ASSESS)
def check_before_start(context: Context, host_id: uuid.UUID, body: StartCheckInput) -> Receipt:
    """開始前の確認: note that an item was looked at, or does not apply."""
    return host_assessments.check_before_start(context, body)


@router.change("/hosts/{host_id}/carved-tasks", Act.HOST_ASSESS)
def carve_out_task(context: Context, host_id: uuid.UUID, body: CarvedTaskInput) -> Receipt:
    """Note a part of a host's work that somebody could do."""
    return host_assessments.carve_out(context, body)


@router.change("/hosts/{host_id}/carved-tasks/{carved_id}/menu", Act.HOST_ASSESS)
def make_carved_menu(context: Context, host_id: uuid.UUID, carved_id: uuid.UUID, body: MenuCreate) -> Receipt:
    """Make a carved-out task a menu."""
    return host_assessments.make_menu(context, carved_id, body)
