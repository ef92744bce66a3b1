"""How a measurement is printed and judged: a ratio or a figure, what it has to be, what it should be, the noise."""

import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field


class AbsentError(RuntimeError):
    """A peer or a program is not on this machine; the message says which and why."""


@dataclass(slots=True)
class Report:
    """Collects what one measurement found; `close` says whether every figure reached what it has to."""

    missed: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """A line of figures behind the ratios."""
        say(f"  {text}")

    def skip(self, absent: AbsentError) -> None:
        say(f"  left out: {absent}")

    def more_is_better(self, what: str, value: float, *, at_least: float, aim: float, unit: str = "x") -> None:
        self._judge(what, value, f"≥ {at_least:g}, aim {aim:g}", unit, is_met=value >= at_least, is_aim=value >= aim)

    def less_is_better(self, what: str, value: float, *, at_most: float, aim: float, unit: str = "x") -> None:
        self._judge(what, value, f"≤ {at_most:g}, aim {aim:g}", unit, is_met=value <= at_most, is_aim=value <= aim)

    def _judge(self, what: str, value: float, wanted: str, unit: str, *, is_met: bool, is_aim: bool) -> None:
        word = "aim reached" if is_aim else "reached" if is_met else "NOT REACHED"
        say(f"{what}: {value:.2f} {unit}  ({wanted})  {word}")
        if not is_met:
            self.missed.append(what)

    def close(self) -> int:
        """The exit status: 0 when nothing was missed."""
        return 1 if self.missed else 0


def spread(values: Sequence[float], *, digits: int = 0) -> str:
    """The median with the lowest and the highest beside it."""
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}–{max(values):.{digits}f}]"


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
