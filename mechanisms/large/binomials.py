"""Binomial coefficients by the row, and a common denominator of all chances in an order drawn by lot."""

from math import lcm


class Binomials:
    """Rows of Pascal's triangle, kept once made; `of(N)[g]` is C(N, g)."""

    def __init__(self) -> None:
        self._rows: dict[int, list[int]] = {}

    def of(self, N: int) -> list[int]:
        """C(N, 0), ..., C(N, N).

        >>> Binomials().of(4)
        [1, 4, 6, 4, 1]
        """
        if N not in self._rows:
            row = [1] * (N + 1)
            for g in range(1, N // 2 + 1):
                row[g] = row[N - g] = row[g - 1] * (N - g + 1) // g
            self._rows[N] = row
        return self._rows[N]

    def at(self, N: int, g: int) -> int:
        """C(N, g), 0 where g is out of range."""
        return self.of(N)[g] if 0 <= g <= N else 0


def lcm_up_to(m: int) -> int:
    """lcm(1, ..., m), which is j C(m, j) times an integer for every j from 1 to m.

    >>> lcm_up_to(6), [60 % (j * c) for j, c in enumerate((6, 15, 20, 15, 6, 1), 1)]
    (60, [0, 0, 0, 0, 0, 0])
    """
    return lcm(*range(1, m + 1))
