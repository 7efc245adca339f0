"""The frozen input and the outcome of a run, sealed with the run's own key."""

from __future__ import annotations

import hashlib
import json
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from api.errors import Conflict
from api.infra.crypto import Place
from api.infra.vault import Vault
from api.tables import ProposalRun
from matching.model import Problem, Proposal, Weights
from matching.serialize import problem_from_json, problem_to_json, proposal_from_json, proposal_to_json


@dataclass(frozen=True)
class FrozenProblem:
    """
    What a run is made from.

    Parameters
    ----------
    text
        The problem as JSON.
    person_versions
        The version each person's record had.
    """

    text: str
    person_versions: Mapping[uuid.UUID, int]

    @cached_property
    def problem(self) -> Problem:
        """The problem."""
        return problem_from_json(self.text)


def seal_problem(
    vault: Vault, run: ProposalRun, problem: Problem, person_versions: Mapping[uuid.UUID, int]
) -> None:
    """Freeze a run's input; its key must have been made."""
    versions = json.dumps({str(person_id): version for person_id, version in person_versions.items()})
    text = f"{versions}\n{problem_to_json(problem)}"
    run.sealed_problem = _sealed(vault, run, "sealed_problem", text)


def open_problem(vault: Vault, run: ProposalRun) -> FrozenProblem:
    """Open a run's input."""
    assert run.sealed_problem is not None
    versions, _, text = _opened(vault, run, "sealed_problem", run.sealed_problem).partition("\n")
    known = {uuid.UUID(person_id): version for person_id, version in json.loads(versions).items()}
    return FrozenProblem(text, known)


def seal_proposal(vault: Vault, run: ProposalRun, proposal: Proposal) -> None:
    """Keep what came of a run, and the hash by which it is known again."""
    text = proposal_to_json(proposal)
    run.sealed_proposal = _sealed(vault, run, "sealed_proposal", text)
    run.result_hash = hashlib.sha256(text.encode()).hexdigest()


def open_proposal(vault: Vault, run: ProposalRun) -> Proposal:
    """
    Open what came of a run.

    Raises
    ------
    Conflict
        If nothing has come of it.
    """
    if run.sealed_proposal is None:
        raise Conflict("run_not_done")
    return proposal_from_json(_opened(vault, run, "sealed_proposal", run.sealed_proposal))


def weights_hash(weights: Weights) -> str:
    """Give the hash by which equal points are known."""
    return hashlib.sha256(json.dumps(asdict(weights), sort_keys=True).encode()).hexdigest()


def _sealed(vault: Vault, run: ProposalRun, column: str, text: str) -> bytes:
    return vault.seal_bytes(_place(run, column), run.id, zlib.compress(text.encode()))


def _opened(vault: Vault, run: ProposalRun, column: str, sealed: bytes) -> str:
    return zlib.decompress(vault.open_bytes(_place(run, column), run.id, sealed)).decode()


def _place(run: ProposalRun, column: str) -> Place:
    return Place(run.municipality_id, "proposal_run", run.id, column)
