"""The six forms: what each is called, what record it is about, and who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from api.policy.vocabulary import Act
from api.tables import FormKind


class Subject(StrEnum):
    """The record a form is about."""

    PERSON = "person"
    PLAN = "plan"
    CONFERENCE = "conference"


@dataclass(frozen=True)
class KindOfForm:
    """
    What holds for a kind of form, whoever made it.

    Parameters
    ----------
    words, subject
        What it is called where no form has a title yet, and what it is about.
    read
        The act of reading it; a form of the municipality's own cannot be read by anybody else.
    """

    words: str
    subject: Subject
    read: Act


KINDS: Mapping[FormKind, KindOfForm] = MappingProxyType(
    {
        FormKind.INTAKE: KindOfForm("相談受付・申込票", Subject.PERSON, Act.CASE_READ),
        FormKind.ASSESSMENT: KindOfForm("アセスメント", Subject.PERSON, Act.ASSESSMENT_READ),
        FormKind.PLAN: KindOfForm("プランシート", Subject.PLAN, Act.PLAN_READ),
        FormKind.EVALUATION: KindOfForm("評価シート", Subject.PLAN, Act.PLAN_READ),
        FormKind.NOTES: KindOfForm("支援経過", Subject.PERSON, Act.NOTE_READ),
        FormKind.CONFERENCE: KindOfForm("会議録", Subject.CONFERENCE, Act.CONFERENCE_READ),
    }
)
