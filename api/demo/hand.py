"""The demo's people at work: every act passes the gate and leaves its trail, as one from a page does."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.audit.trail import append
from api.context import Actor, Context, Receipt
from api.infra.clock import day_in_japan
from api.infra.installation import Installation
from api.policy.gate import pass_gate
from api.policy.vocabulary import Act, Role


@dataclass
class Office:
    """
    A municipality whose people act one after the other, on the day that is set.

    Parameters
    ----------
    installation, session
        A transaction that works for the municipality.
    id, users
        The municipality, and its users by role.
    now
        When it is; moved on by who tells the story.
    """

    installation: Installation
    session: Session
    id: uuid.UUID
    users: Mapping[Role, uuid.UUID]
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day that is set."""
        return day_in_japan(self.now)

    def do(
        self,
        role: Role,
        act: Act,
        what: Callable[..., Receipt],
        *given: object,
        version: int | None = None,
        **ids: uuid.UUID,
    ) -> Receipt:
        """
        Let somebody act on the record these ids name, as the route of the act would.

        Raises
        ------
        NotFound
            If the gate does not let them.
        """
        actor = Actor(self.users[role], self.id, frozenset({role}))
        context = Context(self.installation, self.session, actor, act, self.now, "demo", version)
        pass_gate(context, ids)
        receipt = what(context, *given)
        append(self.session, self.installation.roots.audit, self.now, context.entries)
        self.session.flush()
        return receipt
