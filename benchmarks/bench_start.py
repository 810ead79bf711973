"""What the course costs before it does anything: import time and kernel memory."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
ROUNDS = 15
IMPORTS = {
    "nothing": "",
    "numpy": "import numpy",
    "netlesson": "import netlesson",
    "netlesson and compare": "from netlesson import compare",
}
MEMORY = "import psutil; print(psutil.Process().memory_info().rss / 1e6)"
# As a learner does: every question answered, the case decided, something written.
PLAY = "from playing import answer_everything; answer_everything()"
PYPLOT = "import ipywidgets, pandas, matplotlib.pyplot"


def import_times() -> dict[str, float]:
    """Return the median seconds of a fresh Python for each import, in turns."""
    times: dict[str, list[float]] = {name: [] for name in IMPORTS}
    timed = "import time; t = time.perf_counter()\n{}\nprint(time.perf_counter() - t)"
    for _ in range(ROUNDS):
        for name, code in IMPORTS.items():
            command = [sys.executable, "-c", timed.format(code)]
            done = subprocess.run(  # noqa: S603 (our own command)
                command, capture_output=True, text=True, check=True, cwd=ROOT
            )
            times[name].append(float(done.stdout))
    return {name: statistics.median(each) for name, each in times.items()}


def kernel_memory(cells: list[str], folder: Path) -> float:
    """Return the resident megabytes of a kernel after it ran some cells."""
    made = [nbformat.v4.new_code_cell(cell) for cell in (*cells, MEMORY)]
    notebook = nbformat.v4.new_notebook(cells=made)
    client = NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return float(notebook.cells[-1].outputs[-1].text)


def code_cells(path: Path) -> list[str]:
    """Return the code of a notebook."""
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def main() -> None:
    """Print both tables."""
    print("Import, median of", ROUNDS, "fresh processes")
    times = import_times()
    for name, seconds in times.items():
        print(f"  {name:28} {1000 * seconds:7.1f} ms")
    extra = 1000 * (times["netlesson"] - times["numpy"])
    print(f"  netlesson minus numpy        {extra:7.1f} ms (at most 60)\n")

    print("Memory of a kernel")
    with tempfile.TemporaryDirectory() as home:
        os.environ["NETLESSON_HOME"] = home
        os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        folder = ROOT / "notebooks" / "en"
        bare = kernel_memory([], folder)
        print(f"  {'bare':28} {bare:7.1f} MB")
        heavy = kernel_memory([PYPLOT], folder)
        print(f"  {'ipywidgets, pandas, pyplot':28} {heavy:7.1f} MB")
        for path in sorted(folder.glob("*.ipynb")):
            used = kernel_memory([*code_cells(path), PLAY], folder)
            print(f"  {path.stem + ', played':28} {used:7.1f} MB")


if __name__ == "__main__":
    main()
