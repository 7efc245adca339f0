"""The rule set: what a municipality edits as data, never as code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matching.errors import InvalidProblem, require
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
        require(
            1 <= self.stale_after_days <= 3650,
            "rule set",
            "stale_after_days",
            self.stale_after_days,
            "1 to 3,650",
        )
        require(1 <= self.newcomer_weeks <= 26, "rule set", "newcomer_weeks", self.newcomer_weeks, "1 to 26")

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
        table = tomllib.loads(text)
        try:
            return cls(
                version=table["version"],
                stale_after_days=table["stale_after_days"],
                newcomer_weeks=table["newcomer_weeks"],
                gate={
                    ServiceGroup(group): tuple(NeedDomain(domain) for domain in domains)
                    for group, domains in table["gate"].items()
                },
                limits=tuple(_limit_rule(entry) for entry in table["limit"]),
            )
        except KeyError as missing:
            raise InvalidProblem("rule set", str(missing), None, "this field") from missing
        except (TypeError, ValueError) as wrong:
            if isinstance(wrong, InvalidProblem):
                raise
            raise InvalidProblem("rule set", "a field", str(wrong), "the fields of data/rules") from wrong


def _limit_rule(entry: dict[str, Any]) -> LimitRule:
    return LimitRule(
        **{
            **entry,
            "kind": LimitKind(entry["kind"]),
            "evidence": Evidence(entry["evidence"]),
            "required_for": tuple(HostKind(kind) for kind in entry.get("required_for", ())),
        }
    )
