"""Solve the parts here, one after another, or through an executor, side by side: the result is the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from matching.selection.clock import POLL_S, Clock
from matching.selection.crew import Crew
from matching.selection.refine import Outcome, Task, refine
from matching.selection.tally import Tally

BATCH_CANDIDATES = 2_000
"""Parts are sent in batches of at least this many candidates: a smaller one is solved faster than sent."""
GRACE_S = 1.0
"""How long a batch that was still at work when time ran out may take to hand in what it has."""


def solve_parts(tasks: list[Task], executor: Executor | None, clock: Clock, tally: Tally) -> list[Outcome]:
    """
    Solve every part; what had not come back when the clock ended it stays as it was known.

    Parameters
    ----------
    tasks
        The parts.
    executor
        Any that can pickle; None to solve in this process.
    clock
        Ends the solve early.
    tally
        Is told of every improvement.
    """
    batches = _batches([task.problem.size for task in tasks])
    if executor is None or len(batches) < 2:
        return [_solve_here(position, task, clock, tally) for position, task in enumerate(tasks)]
    return _solve_apart(tasks, batches, executor, clock, tally)


def _solve_here(position: int, task: Task, clock: Clock, tally: Tally) -> Outcome:
    def report(objective: int, bound: float) -> None:
        tally.update(position, objective, bound)

    outcome = refine(task, clock, report if tally.is_heard else None)
    report(task.problem.worth(outcome.chosen), outcome.bound)
    return outcome


def _solve_apart(
    tasks: list[Task], batches: list[list[int]], executor: Executor, clock: Clock, tally: Tally
) -> list[Outcome]:
    """
    Send the batches off and collect them as they come back.

    After a wish to stop nobody is waited for; a crew's workers hear of it when the crew is dismissed.
    """
    outcomes = [task.known for task in tasks]
    crew = executor if isinstance(executor, Crew) else None
    is_called_off = None if crew is None else crew.is_called_off
    grace = Clock(clock.seconds_left() + GRACE_S)
    # Another process, or machine, has a clock of its own; only the time of day is common to both.
    ends_at = time.time() + clock.seconds_left()
    sent = {
        _send(executor, [tasks[position] for position in batch], ends_at, is_called_off): batch
        for batch in batches
    }
    pending = set(sent)
    try:
        while pending and not grace.is_over() and not clock.is_stopped():
            done, pending = wait(pending, timeout=POLL_S, return_when=FIRST_COMPLETED)
            if not done and crew is not None and not crew.is_manned():
                done, pending = pending, set()
            for future in done:
                batch = sent[future]
                answer = _answer(future)
                if answer is None:
                    if crew is not None:
                        crew.lost += 1
                    answer = [refine(tasks[position], clock) for position in batch]
                for position, outcome in zip(batch, answer, strict=True):
                    outcomes[position] = outcome
                    tally.update(position, tasks[position].problem.worth(outcome.chosen), outcome.bound)
    finally:
        for future in pending:
            future.cancel()
    return outcomes


def _send(
    executor: Executor, tasks: list[Task], ends_at: float, is_called_off: Callable[[], bool] | None
) -> Future[list[Outcome]]:
    """Send a batch off; an executor that no longer takes any has lost it."""
    try:
        return executor.submit(solve_batch, tasks, ends_at, is_called_off)
    except Exception as failure:
        lost: Future[list[Outcome]] = Future()
        lost.set_exception(failure)
        return lost


def _answer(future: Future[list[Outcome]]) -> list[Outcome] | None:
    """Give what a batch found; None if it is lost, however that came, and has to be solved here."""
    if not future.done():
        future.cancel()
        return None
    try:
        return future.result()
    except Exception:  # nothing is hidden: what is a fault of ours is raised again when it is tried here
        return None


def solve_batch(
    tasks: list[Task], ends_at: float, is_called_off: Callable[[], bool] | None = None
) -> list[Outcome]:
    """
    Solve a batch of parts in the process this runs in.

    Parameters
    ----------
    tasks
        The parts.
    ends_at
        Time of day to end at, in seconds since 1970.
    is_called_off
        Asked every few hundredths of a second: True ends it earlier.
    """
    clock = Clock(ends_at - time.time(), is_called_off)
    return [refine(task, clock) for task in tasks]


def _batches(sizes: list[int]) -> list[list[int]]:
    """Put positions into batches, in order, each closed as soon as it is large enough."""
    batches: list[list[int]] = []
    room = 0
    for position, size in enumerate(sizes):
        if room <= 0:
            batches.append([])
            room = BATCH_CANDIDATES
        batches[-1].append(position)
        room -= size
    return batches
