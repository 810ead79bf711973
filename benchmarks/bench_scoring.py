"""Times scoring, robustness and combinations; beside plain NumPy and two libraries.

Run as `python benchmarks/bench_scoring.py`. The libraries go into a virtual
environment in a temporary folder, which is removed afterwards. Everything is then
measured in one process, in turns, so that a busy machine slows all alike.
"""

import os
import site
import statistics
import subprocess
import sys
import tempfile
import time
import venv
import warnings
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
PEERS = ("pysensmcda", "pymcdm")
M, N, DRAWS, ROUNDS = 6, 10, 10_000, 41

Contenders = dict[str, Callable[[], object]]


def main() -> None:
    """Set up the environment, then measure inside it."""
    with tempfile.TemporaryDirectory() as folder:
        python = set_up(Path(folder) / "venv") or Path(sys.executable)
        paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        command = [python, __file__, "measure"]
        # The command is this file.
        subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": paths})  # noqa: S603


def set_up(folder: Path) -> Path | None:
    """Make an environment with the libraries; None, and why, if that fails."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    own = next(folder.rglob("site-packages"))
    # What is installed here is used there too: the same NumPy for everyone.
    (own / "here.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    install = [python, "-m", "pip", "install", "--quiet", *PEERS]
    print(f"Installing {' and '.join(PEERS)} in a temporary folder ...", flush=True)
    done = subprocess.run(install, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        reason = done.stderr.strip().splitlines() or ["no reason given"]
        print(f"They cannot be installed here: {reason[-1]}")
        return None
    return python


def measure() -> None:
    """Measure and print every comparison."""
    # The libraries warn about their own inputs and about NumPy; not measured here.
    warnings.simplefilter("ignore")
    print(f"{M} alternatives, {N} criteria, {DRAWS} draws; medians of {ROUNDS} rounds")
    against_numpy()
    against_pysensmcda()
    against_pymcdm()
    against_plain_python()


def against_numpy() -> None:
    """Time analyse() beside the least that any simulation has to do."""
    import numpy as np

    from netlesson.deciding.robustness import analyse

    values, low, high, weights = problem()
    rng = np.random.default_rng(2)

    def draw() -> tuple[np.ndarray, np.ndarray]:
        parts = np.sort(rng.standard_exponential((DRAWS, N)), axis=1)[:, ::-1]
        drawn = low + (high - low) * rng.random((DRAWS, M, N))
        return drawn, parts / parts.sum(axis=1, keepdims=True)

    def rank(drawn: np.ndarray, drawn_weights: np.ndarray) -> np.ndarray:
        scores = np.einsum("dmn,dn->dm", drawn, drawn_weights)
        return (-scores).argsort(axis=1).argsort(axis=1)

    def ours() -> object:
        return analyse(values, weights, low=low, high=high, draws=DRAWS)

    made = draw()
    report(
        "Draws made beforehand: weighted sums and ranks only",
        {"plain NumPy": lambda: rank(*made), "analyse(), draws and all": ours},
    )
    report(
        "Drawing included",
        {"plain NumPy": lambda: rank(*draw()), "analyse(), draws and all": ours},
    )
    fast = sys.modules["netlesson.deciding.fast_draws"]
    sys.modules["netlesson.deciding.fast_draws"] = None  # as where there is no NumPy
    report("Without NumPy", {"analyse(), draws and all": ours}, rounds=5)
    sys.modules["netlesson.deciding.fast_draws"] = fast


def against_pysensmcda() -> None:
    """Time analyse() beside the SMAA-2 of pysensmcda, with its fastest method."""
    try:
        import numpy as np
        from pysensmcda.robustness import pairwise_winning_indices
        from pysensmcda.sampling import ordered_simplex, uniform_matrix
        from pysensmcda.smaa import smaa2
    except ImportError as error:
        print(f"\nSMAA-2 beside pysensmcda: left out, {error}")
        return
    from netlesson.deciding.robustness import analyse

    _, low, high, weights = problem()
    half, types = (high - low) / 2, np.ones(N)

    def theirs(ranged: bool) -> tuple[np.ndarray, np.ndarray]:
        result = smaa2(
            lambda matrix, shares, _types: matrix @ shares,
            low + half,
            types,
            weights=ordered_simplex(N, DRAWS, seed=1),
            matrix_samples=(
                uniform_matrix(low + half, absolute=half, num_samples=DRAWS, seed=1)
                if ranged
                else None
            ),
        )
        pairwise = pairwise_winning_indices(result.simulation.rankings)
        return result.rank_acceptability, np.asarray(pairwise)

    def ours(ranged: bool) -> tuple[np.ndarray, np.ndarray]:
        bounds = {"low": low, "high": high} if ranged else {}
        result = analyse(low + half, weights, **bounds, draws=DRAWS)
        return result.acceptability, result.pairwise

    for title, ranged in (("fixed values", False), ("values in ranges", True)):
        report(
            f"SMAA-2 with pairwise wins, central weights and confidence, {title}",
            {
                "analyse()": lambda ranged=ranged: ours(ranged),
                "pysensmcda": lambda ranged=ranged: theirs(ranged),
            },
            rounds=ROUNDS if not ranged else 7,
        )
        apart = np.abs(ours(ranged)[0] - theirs(ranged)[0]).max()
        print(f"  rank acceptabilities differ by {apart:.3f} at most (other draws)")


def against_pymcdm() -> None:
    """Time score() beside the weighted sum of pymcdm and the bare formula."""
    import numpy as np

    from netlesson.deciding.scoring import score

    values, _, _, weights = problem()
    shares, types = weights / weights.sum(), np.ones(N)
    contenders: Contenders = {
        "plain NumPy": lambda: values @ (weights / weights.sum()),
        "score(), input checked": lambda: score(values, weights),
    }
    try:
        from pymcdm.methods import WSM
    except ImportError as error:
        print(f"\nOne weighted sum beside pymcdm: left out, {error}")
    else:
        method = WSM(lambda column, cost: column)
        contenders["pymcdm, input checked"] = lambda: method(values, shares, types)
        contenders["pymcdm, unchecked"] = lambda: method(
            values, shares, types, validation=False
        )
    report("One weighted sum", contenders, times=200)


def against_plain_python() -> None:
    """Time combine() beside a loop over the same combinations."""
    import itertools

    import numpy as np

    from netlesson.deciding.portfolio import Spending, combine

    m, limit, points = 18, 2500.0, ((0, 1), (5000, 0))
    rng = np.random.default_rng(3)
    values, weights = rng.random((m, N)), np.arange(N, 0, -1.0)
    amounts = rng.uniform(0, 1500, m)
    spending = Spending(column=0, amounts=amounts, points=points, limit=limit)
    shares, rows, prices = (weights / weights.sum()).tolist(), values.tolist(), amounts

    def loop() -> list[tuple[int, ...]]:
        found = []
        for size in (1, 2, 3):
            for members in itertools.combinations(range(m), size):
                spent = sum(prices[i] for i in members)
                if spent <= limit:
                    score = shares[0] * (1 - spent / 5000)
                    for j in range(1, N):
                        score += shares[j] * max(rows[i][j] for i in members)
                    found.append((-score, members))
        return [members for _, members in sorted(found)[:5]]

    def ours() -> list[tuple[int, ...]]:
        return [each.members for each in combine(values, weights, [spending])]

    report(
        f"Best five of all combinations of up to three of {m} alternatives",
        {"plain Python, scores only": loop, "combine(), input checked": ours},
    )
    print(f"  the same five: {loop() == ours()}")


def problem() -> tuple:
    """Return values, low, high (M, N) and falling weights (N,)."""
    import numpy as np

    values = np.random.default_rng(1).random((M, N))
    low, high = np.maximum(values - 0.2, 0), np.minimum(values + 0.2, 1)
    return values, low, high, np.arange(N, 0, -1.0)


def report(
    title: str, contenders: Contenders, rounds: int = ROUNDS, times: int = 1
) -> None:
    """Run the contenders in turns; print medians and ratios to the first."""
    took: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + 2):
        for name, run in contenders.items():
            start = time.perf_counter()
            for _ in range(times):
                run()
            if turn >= 2:  # the first two warm up
                took[name].append((time.perf_counter() - start) / times)
    medians = {name: statistics.median(seconds) for name, seconds in took.items()}
    first = next(iter(medians.values()))
    print(f"\n{title}")
    for name, median in medians.items():
        print(f"  {name:28}{median * 1000:10.4f} ms{median / first:9.2f} x")


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
