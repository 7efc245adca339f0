"""Progress of a proposal, and of learning, in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from api.terminal.show import console
from api.words import word
from matching.labels import label
from matching.retention.learn import Progress as Learning
from matching.selection.problem import Progress, relative_gap
from matching.vocabulary import Lang, Policy

_STAGES = {
    "prepare": ("候補を作成中", "Making candidates"),
    "select": ("割り当てを計算中", "Solving"),
    "explain": ("理由を作成中", "Finding reasons"),
    "confirm": ("役立つ変更を再計算で確認中", "Confirming useful changes by re-solving"),
    "prices": ("あと1つの効果を計算中", "Finding what one more place is worth"),
    "developments": ("開発の案を計算中", "Looking at each development"),
    "plan": ("いちばんよい組を計算中", "Choosing the best set"),
    "draws": ("だれが来るかを引き直し中", "Drawing again who arrives"),
    "combinations": ("持ち寄りをさがしています", "Looking for what could be brought together"),
    "finish": ("まとめています", "Finishing"),
    "build": ("問題を作成中", "Building the problem"),
    "verify": ("ソルバーなしで確かめています", "Checking without a solver"),
}
_SOLVE = (("いまの案", "上限", "最適との差"), ("best", "bound", "at most from the optimum"))


class Report:
    """Turns what the pipeline reports into one line of progress."""

    def __init__(self, bar: Bar, lang: Lang) -> None:
        self._bar = bar
        self._column = 0 if lang == Lang.JA else 1
        self._task = bar.add_task("", total=None)

    def stage(self, name: str) -> None:
        """Say which stage begins."""
        self._bar.update(self._task, description=_STAGES[name][self._column])

    def solve(self, progress: Progress) -> None:
        """Say how far the solve is: the best total so far and the proven bound."""
        gap = relative_gap(progress.objective, progress.bound)
        best, bound, words = _SOLVE[self._column]
        numbers = f"{best} {progress.objective:,}  {bound} {progress.bound:,.0f}  {words} {gap:.3%}"
        self._bar.update(self._task, description=f"{_STAGES['select'][self._column]}  {numbers}")

    def done(self, text: str) -> None:
        """Say for good what has been reached, above the line of progress."""
        self._bar.console.print(text, highlight=False, markup=False, soft_wrap=True)


@contextmanager
def progress(lang: Lang) -> Iterator[Report]:
    """Show a line of progress while a proposal is made; it leaves no trace in a log."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Bar(*columns, console=console, transient=True) as bar:
        yield Report(bar, lang)


@contextmanager
def learning(lang: Lang) -> Iterator[Learning]:
    """Show a line of progress while a municipality's stays are learned from."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(task, description=f"{word(f'train_{stage}', lang)}  {done + 1}/{total}")

        yield tell


@contextmanager
def simulating(seeds: int, lang: Lang) -> Iterator[Callable[[int, Policy], None]]:
    """Show how far a simulation of so many years has come."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=seeds * len(Policy))
        begun = -1

        def tell(seed: int, policy: Policy) -> None:
            nonlocal begun
            begun += 1
            words = f"{word('seed', lang)} {seed}  {label(policy, lang)}"
            bar.update(task, description=words, completed=begun)

        yield tell
