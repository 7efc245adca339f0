"""Need × service group: which services are opened for which need."""

from __future__ import annotations

import pytest

from matching.model import Need, service_group_of
from matching.vocabulary import HostKind, NeedDomain, ServiceGroup
from tests.matching.builders import host, person
from tests.matching.eligibility.judged import ASK_HOST, FITS, says, values_of

OPENED = {
    ServiceGroup.RESIDENTIAL: {NeedDomain.HOUSING},
    ServiceGroup.DAY: {NeedDomain.BELONGING, NeedDomain.DAILY_LIFE},
    ServiceGroup.EMPLOYMENT: {NeedDomain.WORK},
    ServiceGroup.GENERAL: set(NeedDomain),
}
"""入所・居住系は居住に、通所は社会参加・日常生活に、就労支援は就労に課題を抱える者 (seed documents)."""

KINDS = {
    ServiceGroup.RESIDENTIAL: {HostKind.RESIDENTIAL},
    ServiceGroup.DAY: {HostKind.DAY_SERVICE},
    ServiceGroup.EMPLOYMENT: {
        HostKind.TYPE_B, HostKind.TYPE_A, HostKind.WORK_TRANSITION, HostKind.WORK_EXPERIENCE,
        HostKind.WORK_PREPARATION,
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", list(HostKind))
@pytest.mark.parametrize("domain", list(NeedDomain))
def test_need_group(kind: HostKind, domain: NeedDomain) -> None:
    """What the gate opens fits; everything else is a question for the host, never a no."""
    verdict = says("need_group", person(needs=(Need(domain),)), hosts=[host(kind=kind)])
    assert verdict == (FITS if domain in OPENED[service_group_of(kind)] else ASK_HOST)


@pytest.mark.parametrize("kind", list(HostKind))
def test_service_groups(kind: HostKind) -> None:
    """Each kind of host belongs to the group of services the seed documents put it in, or to 一般."""
    group = next((name for name, kinds in KINDS.items() if kind in kinds), ServiceGroup.GENERAL)
    assert service_group_of(kind) == host(kind=kind).service_group == group


def test_need_and_group_are_told() -> None:
    """The question names the need and the service group."""
    assert values_of("need_group", hosts=[host(kind=HostKind.TYPE_B)]) == {
        "domain": NeedDomain.BELONGING,
        "service_group": ServiceGroup.EMPLOYMENT,
    }
