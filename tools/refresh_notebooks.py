"""Run notebooks, keep what reads without a kernel: python tools/refresh_notebooks.py.

With --unlock and the names of notebooks it only lets JupyterLab change them; the next
run without it locks them again.

A form leaves two outputs, a readable fallback and a live view. Only the first is
kept, so that a notebook shows its questions on a web page and in print. The
learner is a new one every time: no profile, no answers.
"""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
WORK = {"example", "exercise"}
"""The tags of cells that a learner changes."""
KEPT = {"text/html", "text/plain"}


def refresh(path: Path) -> None:
    """Run one notebook and write it back."""
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    with tempfile.TemporaryDirectory() as home:
        os.environ["NETLESSON_HOME"] = home
        client = NotebookClient(
            notebook, timeout=120, resources=resources, record_timing=False
        )
        client.execute()
    notebook.metadata.pop("widgets", None)
    notebook.metadata.language_info = {"name": "python"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
            cell.outputs = [o for o in cell.outputs if _is_kept(o)]
            for output in cell.outputs:
                for kind, text in output.get("data", {}).items():
                    output.data[kind] = text.replace(home, "my_work")
    if path.parent.name != "instructor":
        lock(notebook.cells)
    nbformat.write(notebook, path)


def lock(cells: list[nbformat.NotebookNode]) -> None:
    """Let nobody delete a cell by a key, nor change one that is there to be read."""
    for cell in cells:
        cell.metadata.deletable = False
        if not WORK & set(cell.metadata.get("tags", [])):
            cell.metadata.editable = False


def unlock(path: Path) -> None:
    """Let JupyterLab change one notebook."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for name in ("deletable", "editable"):
            cell.metadata.pop(name, None)
    nbformat.write(notebook, path)


def _is_kept(output: nbformat.NotebookNode) -> bool:
    if output.output_type == "stream" and output.name == "stdout":
        return True
    if output.output_type not in ("display_data", "execute_result"):
        raise SystemExit(f"unexpected output: {output}")
    return output.data.keys() <= KEPT


def main() -> None:
    """Refresh the notebooks named, or all."""
    change = unlock if "--unlock" in sys.argv else refresh
    named = [Path(name).resolve() for name in sys.argv[1:] if name != "--unlock"]
    if change is unlock and not named:
        raise SystemExit("--unlock needs the names of the notebooks to unlock")
    for path in named or [
        path
        for part in ("notebooks", "exercises")
        for path in sorted(ROOT.glob(f"{part}/**/*.ipynb"))
    ]:
        change(path)
        print(path)


if __name__ == "__main__":
    main()
