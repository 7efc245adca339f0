"""プラン, 会議, 受入, フォロー: the flow of a case, by the pages alone and without JavaScript."""

from __future__ import annotations

import re
import uuid
from typing import Any

from tests.api.browsing import form_of, forms_of, send
from tests.api.conferences.records import Town as Meeting


def missing(text: str) -> list[str]:
    """Give the records the card names as missing for the next step."""
    next_step = text.partition('class="panel next')[2].partition("</section>")[0]
    next_step = next_step.partition("<details>")[0]
    return re.findall(r"<strong>([^<]+)</strong><br>", next_step)


def test_a_case_goes_on_from_reception_and_names_what_is_missing(meeting: Meeting) -> None:
    """Each missing record is named with the page where it is made; made there, the step can be taken."""
    staff, person_id = meeting.staff, meeting.add_person()
    card = f"/people/{person_id}"
    page = staff.get(card)
    assert "まだ受付がありません" in page.text
    reception = f"{card}/reception"
    form = form_of(staff.get(reception).text, reception)
    page = send(staff, form, source="referral", lead_plan_number="J-1")
    assert page.url.path == card
    seen: list[list[str]] = []
    while not (lacking := missing(page.text)):
        page = send(staff, form_of(page.text, f"{card}/steps"))
        assert page.status_code == 200
        seen.append(lacking)
        assert len(seen) < 4
    assert "アセスメント" in lacking
    assert f'href="{card}/assessment"' in page.text
    path = f"{card}/assessment"
    asked = send(staff, form_of(staff.get(path).text, path), wishes="人と話せる場所がほしい")
    assert "人と話せる場所がほしい</textarea>" in asked.text
    form = form_of(asked.text, path)
    assert send(staff, form, strengths="料理").status_code == 200
    assert send(staff, form, strengths="掃除").status_code == 422, "the same form with other words"
    assert "アセスメント" not in missing(staff.get(card).text)
    path = f"{card}/notes"
    noted = send(staff, form_of(staff.get(path).text, path), words="見本: 家で話を聞いた")
    assert "見本: 家で話を聞いた" in noted.text
    assert "見本: 家で話を聞いた" in staff.get(card).text


def plan_forms(meeting: Meeting, person_id: uuid.UUID) -> tuple[str, Any]:
    """Begin a plan on its page and give the page's path and text."""
    path = f"/people/{person_id}/plans"
    page = meeting.staff.get(path)
    made = send(meeting.staff, form_of(page.text, path))
    return made.url.path, made


def test_a_plan_is_written_refused_until_whole_and_submitted(meeting: Meeting) -> None:
    """What is missing is named by its label, what was written stays, and a submitted plan is read only."""
    meeting.add_menu()
    person_id = meeting.add_person()
    path, page = plan_forms(meeting, person_id)
    refused = send(meeting.staff, form_of(page.text, f"{path}/submission"))
    assert refused.status_code == 422
    assert "本人の目指す姿" in refused.text
    places = re.findall(r'<option value="([^"|]+\|[^"]+)"', page.text)
    assert places, "the options of today can be chosen as the place"
    saved = send(
        meeting.staff,
        form_of(page.text, path),
        long_goal="人と話せる場所をもつ",
        short_goals="週に一度、出かける\nあいさつをする",
        wishes="静かな所",
        person_does="朝に起きる",
        provider_does="一緒に行く",
        others_do="月に一度、電話する",
        place=places[0],
        first_day=meeting.monday,
        next_monitoring_on=meeting.monday,
        signed_on=meeting.today,
        signed_how="signed",
    )
    assert saved.status_code == 200, saved.text[-3000:]
    assert "週に一度、出かける\nあいさつをする</textarea>" in saved.text
    assert f'<option value="{places[0]}" selected>' in saved.text
    submitted = send(meeting.staff, form_of(saved.text, f"{path}/submission"))
    assert "会議の結論を待っています" in submitted.text
    assert not any(form.action == path for form in forms_of(submitted.text))


def test_minutes_are_kept_while_the_conference_goes_on(meeting: Meeting) -> None:
    """A half-written minute is kept, and stands there still when a conclusion is refused."""
    person_id = meeting.add_person()
    meeting.submitted(person_id)
    staff = meeting.staff
    page = send(staff, form_of(staff.get("/conferences").text, "/conferences"), mode="regular")
    path = page.url.path
    office = {"seating": "office", "user_id": meeting.official.user_id}
    page = send(staff, form_of(page.text, f"{path}/members"), **office)
    page = send(staff, form_of(page.text, f"{path}/filling"))
    page = send(staff, form_of(page.text, f"{path}/opening"))
    assert "開催中です" in page.text
    minutes = next(form for form in forms_of(page.text) if form.action.endswith("/minutes"))
    first = next(name for name, _ in minutes.fields if name.startswith("minutes."))
    kept = send(staff, minutes, **{first.replace(".", "__"): "本人の希望を確かめた"})
    assert "本人の希望を確かめた</textarea>" in kept.text
    minutes = form_of(kept.text, minutes.action)
    refused = send(staff, minutes, conclusion="approved")
    assert refused.status_code == 409
    assert "の出席がありません" in refused.text
    assert "本人の希望を確かめた</textarea>" in refused.text
