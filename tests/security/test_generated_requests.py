"""Requests made up from the API's document, right ones and wrong ones, by everybody."""

from __future__ import annotations

import contextlib
import json
import os
import re
import traceback
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
import requests
import schemathesis
from httpx2 import Response
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from pydantic import Field
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks

from api.context import Context
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act, Role
from api.samples import SAMPLES
from api.web.inputs import Input
from api.web.once import KEY
from api.web.routing import Router
from tests.api.conftest import BACKENDS
from tests.api.service import ORIGIN, Client, open_service
from tests.security.filled import NOBODY, Filled

IS_SOAK = os.environ.get("SANKA_SOAK") == "1"
EXAMPLES = (
    {GenerationMode.POSITIVE: 100, GenerationMode.NEGATIVE: 40}
    if IS_SOAK
    else {
        GenerationMode.POSITIVE: 4,
        GenerationMode.NEGATIVE: 2,
    }
)
STRANGER_EVERY = 1 if IS_SOAK else 8
"""Who may not do an act is let try every so many operations; the access matrix tries all of them."""
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
REFUSALS = ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428", "429"]
CONFIG = SchemathesisConfig.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}}
)
"""A body that is too long is refused before anybody reads what is wrong with it."""
TAKES = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Planted"}}}}
ROLES = (NOBODY, *(role.value for role in Role))


@pytest.fixture(params=BACKENDS if IS_SOAK else BACKENDS[:1], scope="module")
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """A filled service, on both databases when there is time."""
    folder: Path = tmp_path_factory.mktemp("generated")
    template = request.getfixturevalue(f"{request.param}_template")
    with template.copy(folder) as url, open_service(url, folder) as service:
        yield Filled(service)


class Sender:
    """
    Sends generated requests as somebody and keeps what is wrong with the answers.

    Parameters
    ----------
    filled, who
        The service, and the role.
    """

    def __init__(self, filled: Filled, who: str) -> None:
        self.filled, self.who = filled, who
        self.faults: dict[str, str] = {}
        self.sent = self.reached = 0
        document = json.loads(json.dumps(filled.service.app.openapi()))
        for path in document["paths"].values():
            for operation in path.values():
                operation.pop("security", None)  # who is signed in is not made up here
        schema = schemathesis.openapi.from_dict(document, config=CONFIG)
        self.operations = [each.ok() for each in schema.get_all_operations()]

    def may_do(self, operation: Any) -> bool:
        """Tell whether the role may ever do what an operation is."""
        act = operation.definition.raw.get("x-sanka-act")
        if act is None or self.who == NOBODY:
            return act is None
        role = Role(self.who)
        closest = dict.fromkeys(NO_RELATION.__dataclass_fields__, True)
        return may(Act(act), parts_of([role], type(NO_RELATION)(**closest)), None)

    def try_all(self) -> None:
        """Try every operation the role may do, and some of the others."""
        for number, operation in enumerate(self.operations):
            is_known = self.may_do(operation)
            if is_known or (number + len(self.who)) % STRANGER_EVERY == 0:
                for mode, examples in EXAMPLES.items():
                    self.try_one(operation, mode, examples if is_known else 1)

    def try_one(self, operation: Any, mode: GenerationMode, examples: int) -> None:
        """Try one operation with so many requests."""

        @seed(len(operation.label))
        @settings(
            max_examples=examples,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            deadline=None,
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            self.send(case)

        with contextlib.suppress(Unsatisfiable):  # where nothing is sent, nothing can be wrong
            send()

    def send(self, case: Any) -> None:
        """Send one request, with ids of real records where that leaves it as wrong as it was."""
        self.sent += 1
        self._make_real(case)
        asked = requests.Request(**case.as_transport_kwargs(base_url=ORIGIN)).prepare()
        client = self._client()
        headers = {name: value for name, value in asked.headers.items() if name != "User-Agent"}
        try:
            answer: Response = client.request(
                str(asked.method), str(asked.url), content=asked.body, headers=headers
            )
        except Exception as fault:
            frame = traceback.extract_tb(fault.__traceback__)[-1]
            self._keep(case, f"500 {fault!r:.300} at {frame.filename}:{frame.lineno}", asked)
            return
        if answer.status_code == 401 and self.who != NOBODY:  # signed out, by a request of its own
            self.filled.clients[self.who] = self.filled.service.client_of(client.user_id)
        self.reached += answer.status_code < 400 or answer.status_code in {409, 412, 428}
        try:
            case.validate_response(answer, checks=CHECKS)
        except* Exception as wrong:
            said = " / ".join(" ".join(str(each).split())[:400] for each in _leaves(wrong))
            self._keep(case, f"{answer.status_code} {said} {answer.text[:200]}", asked)
        if answer.status_code >= 400 and "detail" not in answer.json():
            self._keep(case, "an error without the shape of one", asked)

    def _client(self) -> Client:
        client = self.filled.clients[self.who]
        client.follow_redirects = False
        return client

    def _make_real(self, case: Any) -> None:
        wrong = {
            str(place).lower()
            for place, info in case.meta.components.items()
            if info.mode == GenerationMode.NEGATIVE
        }
        if not any("path" in place for place in wrong):
            for name in case.path_parameters or {}:
                case.path_parameters[name] = self.filled.id_for(name, self.sent) or case.path_parameters[name]
        if not any("body" in place for place in wrong) and isinstance(case.body, dict):
            case.body = self.filled.real(case.body, self.sent)
        key = (case.headers or {}).get("Idempotency-Key", "")
        if re.fullmatch(KEY, str(key)):
            case.headers["Idempotency-Key"] = uuid.uuid4().hex

    def _keep(self, case: Any, fault: str, asked: requests.PreparedRequest) -> None:
        body = asked.body if isinstance(asked.body, bytes) else str(asked.body or "").encode()
        self.faults.setdefault(
            case.operation.label,
            f"{fault}\n      {asked.method} {asked.url} {body[:300]!r}",
        )


def _leaves(wrong: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for each in wrong.exceptions:
        if isinstance(each, BaseExceptionGroup):
            yield from _leaves(each)
        else:
            yield each


@pytest.mark.parametrize("who", ROLES)
def test_no_request_gets_an_answer_that_is_not_documented(filled: Filled, who: str) -> None:
    """No 5xx, no status, type or shape beside the document, nothing wrong is taken, errors have one shape."""
    sender = Sender(filled, who)
    sender.try_all()
    assert not sender.faults, "\n".join(f"{name}: {fault}" for name, fault in sender.faults.items())
    reached = f"{sender.reached} of {sender.sent} requests got past the gate and the checks of their input"
    assert sender.reached > (-1 if who == NOBODY else 2), reached


class Planted(Input):
    """A number that a planted route divides by."""

    number: Annotated[int, Field(ge=0, le=3)]


planted = Router(prefix="/api/v1/planted", tags=["用件"])


@planted.view("/fails", Act.PERSON_SEARCH, method="POST")
def fails(context: Context, body: Planted) -> Planted:
    """Fail on one number of four."""
    return Planted(number=3 // (3 - body.number))


@planted.view("/lies", Act.PERSON_SEARCH, method="POST")
def lies(context: Context, body: Planted) -> Planted:
    """Answer with what is not in the document."""
    return Planted.model_construct(number=body.number + 10)


def takes_anything(body: dict[str, object]) -> None:
    """Take what the document does not allow."""


def test_planted_faults_are_found(filled: Filled) -> None:
    """Control: a 500 on one input of four, an answer of another shape, and wrong input that is taken."""
    app = filled.service.app
    before = len(app.router.routes)
    app.include_router(planted)
    app.post("/api/v1/planted/takes", openapi_extra={"requestBody": TAKES})(takes_anything)
    app.openapi_schema = None
    SAMPLES["Planted"] = {"number": 1}
    try:
        sender = Sender(filled, Role.COORDINATOR)
        for operation in sender.operations:
            if "planted" in operation.label:
                sender.try_one(operation, GenerationMode.POSITIVE, 30)
                sender.try_one(operation, GenerationMode.NEGATIVE, 10)
        found = {name.rpartition("/")[2]: fault for name, fault in sender.faults.items()}
        assert found["fails"].startswith("500 ZeroDivisionError")
        assert "Response violates schema" in found["lies"]
        assert "Schema-violating request accepted" in found["takes"]
    finally:
        del SAMPLES["Planted"]
        del app.router.routes[before:]
        app.openapi_schema = None
