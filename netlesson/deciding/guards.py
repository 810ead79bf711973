"""Refuses numbers that make no sense, in a sentence that names them."""

from numbers import Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arithmetic import normalised

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


def check_values(values: ArrayLike, name: str = "values") -> Floats:
    """Return values as an array, or refuse them.

    Raises:
        ValueError: If they are not a table of finite numbers in 0..1.
    """
    matrix = as_numbers(values, name, 2)
    off = np.argwhere((matrix < 0) | (matrix > 1))
    if len(off):
        i, j = off[0]
        raise ValueError(
            f"{name}: alternative {i}, criterion {j} is {matrix[i, j]:g}; "
            "it must be in 0..1"
        )
    return matrix


def check_weights(weights: ArrayLike, n: int) -> Floats:
    """Return weights that add up to 1, or refuse them.

    Raises:
        ValueError: If there are not n, one is negative or not finite, or all
            are zero.
    """
    array = as_numbers(weights, "weights", 1)
    if len(array) != n:
        raise ValueError(f"{len(array)} weights for {n} criteria; give one for each")
    if (array < 0).any():
        j = int(np.argmax(array < 0))
        raise ValueError(f"weights: weight {j} is {array[j]:g}; it must be 0 or more")
    return np.array(normalised(array.tolist()))


def as_numbers(data: ArrayLike, name: str, dimensions: int) -> Floats:
    """Return data as an array of finite numbers, or refuse it.

    Raises:
        ValueError: If it is no list (1) or table (2) of finite numbers.
    """
    try:
        raw = np.asarray(data)
    except ValueError:
        raise ValueError(f"{name}: the rows have different lengths") from None
    # NumPy turns [0.5, True] into numbers and [0.5, "a"] into text without a word.
    entries = raw if isinstance(data, np.ndarray) else np.asarray(data, dtype=object)
    misfit = _first_misfit(entries)
    if misfit is not None:
        raise ValueError(f"{name}: {misfit[0]!r} is not a number")
    if raw.ndim != dimensions or raw.size == 0:
        wanted = "a table" if dimensions == 2 else "a list"
        raise ValueError(f"{name}: shape is {raw.shape}; give {wanted} with entries")
    try:
        array = raw.astype(np.float64)
    except OverflowError:
        raise ValueError(f"{name}: an entry is too large for a number") from None
    gaps = np.argwhere(~np.isfinite(array))
    if len(gaps):
        where = ", ".join(
            f"{part} {i}"
            for part, i in zip(("alternative", "criterion"), gaps[0], strict=False)
        )
        place = where if dimensions == 2 else f"entry {gaps[0][0]}"
        raise ValueError(
            f"{name}: {place} is {array[tuple(gaps[0])]}; give a finite number"
        )
    return array


def _first_misfit(entries: NDArray[Any]) -> tuple[object] | None:
    """Return the first entry that is no number, in a tuple, as it may be None."""
    if entries.dtype.kind in "iuf":
        return None
    for entry in entries.ravel().tolist():
        if isinstance(entry, bool | np.bool_) or not isinstance(entry, Real):
            return (entry,)
    return None
