"""Logistic regression over rows of signs, for the weights of the policy."""

from collections.abc import Sequence

import numpy as np

STEPS = 120
"""Fewer than it takes to settle: what the last ones would learn is true of the examples only."""
RATE = 0.03
STRENGTH = 2.0
"""How large weights may become: the inverse of the penalty."""

Row = tuple[list[str], int, float]
"""The signs that show, the number of a kind or -1, and how much the row counts."""


def fit(rows: Sequence[Row], *, scale: float, strength: float = STRENGTH, steps: int = STEPS) -> dict[str, float]:
    """Weights by sign, and the bias under "+": what makes the rows likeliest, less a penalty on large weights.

    With a `scale` each sign of a row counts for that over the root of their number. Adam over all rows at once
    (Kingma and Ba 2015): no chance in it.
    """
    names = sorted({sign for shown, _, _ in rows for sign in shown})
    number_of = {name: number for number, name in enumerate(names)}
    places = np.fromiter((number_of[sign] for shown, _, _ in rows for sign in shown), dtype=np.int32)
    lengths = np.array([len(shown) for shown, _, _ in rows])
    row_of = np.repeat(np.arange(len(rows)), lengths)
    shares = (scale / np.sqrt(np.maximum(lengths, 1)) if scale else np.ones(len(rows)))[row_of]
    counts = np.array([weight for _, _, weight in rows])
    wished = np.array([kind >= 0 for _, kind, _ in rows], dtype=float)
    weights, bias = np.zeros(len(names)), 0.0
    first, second = np.zeros(len(names) + 1), np.zeros(len(names) + 1)
    for step in range(1, steps + 1):
        score = np.bincount(row_of, weights[places] * shares, minlength=len(rows)) + bias
        error = 1 / (1 + np.exp(-np.clip(score, -30, 30))) - wished
        error *= counts
        slope = np.bincount(places, error[row_of] * shares, minlength=len(names)) + weights / strength
        slope = np.append(slope, error.sum())
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        move = RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
        weights, bias = weights - move[:-1], bias - move[-1]
    return {**dict(zip(names, weights.tolist(), strict=True)), "+": float(bias)}
