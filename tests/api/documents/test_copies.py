"""Copies are numbered without gap or double, each municipality by itself."""

from __future__ import annotations

from api.documents.copies import take_copy
from api.policy.vocabulary import Act, Role
from tests.api.service import Service


def test_copies_are_counted_and_say_who_took_them(service: Service) -> None:
    """1, 2, 3 with the viewer's name and the municipality; what was not kept takes no number."""
    user_id = service.add_user(Role.OFFICIAL)
    for number in (1, 2):
        with service.context(user_id, Act.FORM_COPY, Role.OFFICIAL) as context:
            mark = take_copy(context)
            assert mark.number == number
            assert mark.line.startswith(f"取扱注意　写し第00000{number}号　20")
            assert mark.viewer.startswith("見本")
            assert mark.municipality == "千代田区（見本）"
    with service.context(user_id, Act.FORM_COPY, Role.OFFICIAL) as context:
        take_copy(context)
        context.session.rollback()
    assert sorted(office.copies for office in service.offices()) == [0, 2]
