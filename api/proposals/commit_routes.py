"""From a proposal to offers, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context, Receipt
from api.policy.vocabulary import Act
from api.proposals import commit as commits
from api.proposals.commit import CommitInput
from api.web.routing import Router

router = Router(prefix="/api/v1/proposals", tags=["割当案"])


@router.change("/{run_id}/commit", Act.PROPOSAL_COMMIT, status=200)
def commit(context: Context, run_id: uuid.UUID, body: CommitInput) -> Receipt:
    """Hold the lines people decided on; each that no longer holds is named with its reason."""
    return commits.commit(context, run_id, body)
