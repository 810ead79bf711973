"""Run notebooks, keep what reads without a kernel: python tools/refresh_notebooks.py.

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
KEPT = {"text/html", "text/markdown", "text/plain"}


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
    nbformat.write(notebook, path)


def _is_kept(output: nbformat.NotebookNode) -> bool:
    if output.output_type == "stream" and output.name == "stdout":
        return True
    if output.output_type not in ("display_data", "execute_result"):
        raise SystemExit(f"unexpected output: {output}")
    return output.data.keys() <= KEPT


def main() -> None:
    """Refresh the notebooks named, or all."""
    named = [Path(name).resolve() for name in sys.argv[1:]]
    for path in named or [
        path
        for part in ("notebooks", "exercises")
        for path in sorted(ROOT.glob(f"{part}/**/*.ipynb"))
    ]:
        refresh(path)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
