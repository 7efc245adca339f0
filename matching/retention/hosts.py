"""What is seen at each host, drawn towards what is usual: the less was seen, the further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import gamma

_STRENGTHS = np.concatenate([np.geomspace(1, 1_000, 25), [np.inf]])


@dataclass(frozen=True, eq=False)
class HostRates:
    """
    How often something happened at each host, against what was expected there.

    The rates of hosts are taken for draws from one gamma distribution with mean 1, whose spread is the one
    under which what was seen is most likely; each host's rate is what follows (gamma and Poisson, empirical
    Bayes).

    Parameters
    ----------
    ids
        In order.
    observed, expected
        float64[h]: how often, and how often it would at a usual host under the same conditions.
    strength
        How much expected is worth as much as the prior; infinite where hosts do not differ.
    """

    ids: tuple[str, ...]
    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    strength: float

    @classmethod
    def of(
        cls, hosts: Sequence[str], happened: NDArray[np.bool_], expected: NDArray[np.float64]
    ) -> HostRates:
        """
        Add up what happened and what was expected by host.

        Parameters
        ----------
        hosts
            The host of each row.
        happened, expected
            [n]: whether it happened, and its probability at a usual host.
        """
        ids, row = np.unique(np.array(hosts, dtype=object), return_inverse=True)
        seen = np.bincount(row, weights=happened.astype(np.float64), minlength=ids.size).astype(np.float64)
        usual = np.bincount(row, weights=expected, minlength=ids.size).astype(np.float64)
        return cls.from_sums(ids.tolist(), seen, usual)

    @classmethod
    def from_sums(
        cls, hosts: Sequence[str], observed: NDArray[np.float64], expected: NDArray[np.float64]
    ) -> HostRates:
        """Compare hosts, each once, from what was already added up, [h]."""
        return cls(tuple(hosts), observed, expected, _strength(observed, expected))

    @property
    def rate(self) -> NDArray[np.float64]:
        """How many times as often as usual, float64[h], drawn towards 1."""
        if np.isinf(self.strength):
            return np.ones(len(self.ids))
        return (self.observed + self.strength) / (self.expected + self.strength)

    def band(self, confidence: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the band of each rate."""
        if np.isinf(self.strength):
            return np.ones(len(self.ids)), np.ones(len(self.ids))
        shape, scale = self.observed + self.strength, 1 / (self.expected + self.strength)
        tail = (1 - confidence) / 2
        low, high = (gamma.ppf(each, shape, scale=scale) for each in (tail, 1 - tail))
        return np.asarray(low), np.asarray(high)

    def shifts(self, hosts: Sequence[str]) -> NDArray[np.float64]:
        """Give what each host adds to the log-odds, float64[n]; 0 for one that was never seen."""
        by_host = dict(zip(self.ids, np.log(self.rate).tolist(), strict=True))
        return np.array([by_host.get(host, 0.0) for host in hosts], dtype=np.float64)

    def shift_draws(self, hosts: Sequence[str], count: int, seed: int) -> NDArray[np.float64]:
        """Give what hosts might add, float64[count, n]; a host that was never seen is a draw of any host."""
        if np.isinf(self.strength):
            return np.zeros((count, len(hosts)))
        random = np.random.default_rng(seed)
        known: Mapping[str, int] = {host: row for row, host in enumerate(self.ids)}
        names = sorted(set(hosts))
        rows = [known.get(host, -1) for host in names]
        seen = np.append(self.observed, 0.0)[rows] + self.strength
        usual = np.append(self.expected, 0.0)[rows] + self.strength
        # Below the smallest float the logarithm has no value; no host is that good.
        draws = np.log(np.maximum(random.gamma(seen, 1 / usual, (count, len(names))), 1e-12))
        return draws[:, np.searchsorted(names, list(hosts))]


def _strength(observed: NDArray[np.float64], expected: NDArray[np.float64]) -> float:
    """Give the strength under which what was seen is most likely (negative binomial)."""
    if observed.size < 2:
        return float("inf")
    total = max(expected.sum(), 1e-12)
    # Hosts are compared with each other: a whole that comes out otherwise is no difference between them.
    usual = np.maximum(expected, 1e-12) * (observed.sum() / total if observed.sum() else 1.0)
    found = [_log_likelihood(observed, usual, strength) for strength in _STRENGTHS]
    return float(_STRENGTHS[int(np.argmax(found))])


def _log_likelihood(observed: NDArray[np.float64], expected: NDArray[np.float64], strength: float) -> float:
    if np.isinf(strength):
        return float((observed * np.log(expected) - expected - gammaln(observed + 1)).sum())
    whole = expected + strength
    return float(
        (
            gammaln(observed + strength)
            - gammaln(strength)
            - gammaln(observed + 1)
            + strength * np.log(strength / whole)
            + observed * np.log(expected / whole)
        ).sum()
    )
