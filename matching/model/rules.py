"""The rule set: what a municipality edits as data, never as code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields

from matching.errors import require
from matching.model.toml_text import (
    is_whole_number,
    member_of,
    members_of,
    of_type,
    read_toml,
    require_names,
)
from matching.vocabulary import Evidence, HostKind, LimitKind, NeedDomain, ServiceGroup


@dataclass(frozen=True, kw_only=True)
class LimitRule:
    """
    One limit of 本来業務に支障のない範囲 as data.

    Parameters
    ----------
    kind
        Which limit function it switches.
    ja, en
        The rule in one plain sentence.
    source
        Law, notification or local decision.
    evidence
        How sure it is.
    is_on
        Whether it is applied.
    required_for
        Kinds of host for which a missing input gives 要確認; for the others it is silent.
    is_askable
        Whether a host can be asked to raise it; a legal bound cannot.
    """

    kind: LimitKind
    ja: str
    en: str
    source: str
    evidence: Evidence
    is_on: bool = True
    required_for: tuple[HostKind, ...] = ()
    is_askable: bool = False


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """
    The rules one proposal is made under.

    Parameters
    ----------
    version
        Printed with every proposal.
    limits
        One rule per kind of limit.
    gate
        Needs each service group answers; pairs not listed are 要確認.
    stale_after_days
        A host's statement older than this is 要確認, 1 to 3,650.
    newcomer_weeks
        How many weeks someone counts as a newcomer, 1 to 26.
    """

    version: str
    limits: tuple[LimitRule, ...]
    gate: Mapping[ServiceGroup, tuple[NeedDomain, ...]]
    stale_after_days: int = 60
    newcomer_weeks: int = 4

    def __post_init__(self) -> None:
        kinds = [rule.kind for rule in self.limits]
        require(len(set(kinds)) == len(kinds), "rule set", "limits", kinds, "one rule per kind")
        for name, number, most in (
            ("stale_after_days", self.stale_after_days, 3650),
            ("newcomer_weeks", self.newcomer_weeks, 26),
        ):
            require(
                is_whole_number(number) and 1 <= number <= most, "rule set", name, number, f"1 to {most:,}"
            )

    def limit(self, kind: LimitKind) -> LimitRule | None:
        """Give the rule of a kind if it is there and on."""
        return next((rule for rule in self.limits if rule.kind == kind and rule.is_on), None)

    @classmethod
    def from_toml(cls, text: str) -> RuleSet:
        """
        Read a rule set.

        Raises
        ------
        InvalidProblem
            If a field is missing, unknown or out of range.
        """
        table = read_toml(text, "rule set")
        require_names(table, ("version", "stale_after_days", "newcomer_weeks", "gate", "limit"), "rule set")
        gate = of_type(dict, table["gate"], "rule set", "gate")
        limits = of_type(list, table["limit"], "rule set", "limit")
        return cls(
            version=of_type(str, table["version"], "rule set", "version"),
            stale_after_days=table["stale_after_days"],
            newcomer_weeks=table["newcomer_weeks"],
            gate={
                member_of(ServiceGroup, group, "rule set", "gate"): members_of(
                    NeedDomain, domains, "rule set", f"gate.{group}"
                )
                for group, domains in gate.items()
            },
            limits=tuple(_limit_rule(entry, number) for number, entry in enumerate(limits, 1)),
        )


def _limit_rule(given: object, number: int) -> LimitRule:
    entry = of_type(dict, given, "rule set", f"limit {number}")
    record = f"rule set, limit {entry.get('kind', number)}"
    needed = [field.name for field in fields(LimitRule) if field.default is MISSING]
    optional = [field.name for field in fields(LimitRule) if field.default is not MISSING]
    require_names(entry, needed, record, optional)
    for name in ("ja", "en", "source"):
        of_type(str, entry[name], record, name)
    for name in ("is_on", "is_askable"):
        of_type(bool, entry.get(name, False), record, name)
    return LimitRule(
        **{
            **entry,
            "kind": member_of(LimitKind, entry["kind"], record, "kind"),
            "evidence": member_of(Evidence, entry["evidence"], record, "evidence"),
            "required_for": members_of(HostKind, entry.get("required_for", []), record, "required_for"),
        }
    )
