"""Host ids of offices that share a number."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from api.imports.faults import Expected
from api.imports.hosts import WamHosts, hosts_from_wam
from api.imports.wam import read_wam

MakeFile = Callable[..., bytes]
MakeHosts = Callable[..., WamHosts]

MAIN = {"name": "みほん作業所", "street": "１番"}
BRANCH = {"name": "みほん作業所 北", "street": "２番"}
SUBORDINATE = {"name": "従たるみほん", "street": "３番"}


def test_one_office_one_plain_id(make_hosts: MakeHosts) -> None:
    """Number and service make the id."""
    assert [host.id for host in make_hosts({}).hosts] == ["wam-2400000001-type_b"]


def test_services_of_one_office_are_hosts_of_their_own(make_hosts: MakeHosts) -> None:
    """A 多機能型 office is one host for each service, and two 通所 services do not meet in one id."""
    found = make_hosts({}, {"service": "生活介護"}, {"service": "自立訓練（生活訓練）"})
    assert [host.id for host in found.hosts] == [
        "wam-2400000001-life_care",
        "wam-2400000001-life_training",
        "wam-2400000001-type_b",
    ]


def test_branches_carry_a_fingerprint(make_hosts: MakeHosts) -> None:
    """The main site keeps the plain id; a branch's id does not depend on the other branches."""
    both = {host.name: host.id for host in make_hosts(BRANCH, MAIN).hosts}
    three = {host.name: host.id for host in make_hosts(SUBORDINATE, MAIN, BRANCH).hosts}
    assert both["みほん作業所"] == "wam-2400000001-type_b"
    assert both["みほん作業所 北"].startswith("wam-2400000001-type_b-")
    assert len(set(three.values())) == 3
    assert three.items() >= both.items()


def test_a_row_twice_is_one_host(make_hosts: MakeHosts) -> None:
    """Same name and address in another width are the same site; the row that tells more is kept."""
    found = make_hosts({"quota": "", "street": "みほん町1番1号"}, {})
    assert [host.quota for host in found.hosts] == [20]
    assert [(notice.row_number, notice.expected) for notice in found.notices] == [(2, Expected.SAME_OFFICE)]


@given(st.permutations([MAIN, BRANCH, SUBORDINATE, {"office_number": "2400000002"}]))
def test_the_order_of_rows_does_not_matter(make_file: MakeFile, changes: list[dict[str, str]]) -> None:
    """NO and order change between releases; ids do not."""
    found = hosts_from_wam(read_wam(make_file(*changes)).rows)
    usual = hosts_from_wam(
        read_wam(make_file(MAIN, BRANCH, SUBORDINATE, {"office_number": "2400000002"})).rows
    )
    assert found[:3] == usual[:3]
