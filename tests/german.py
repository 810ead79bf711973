"""All German of the project in pieces, for tests that hold how it is written."""

import json
import re
import tomllib

from builders import ROOT

CONTENT = [*ROOT.glob("netlesson/content/data/*.toml"), *ROOT.glob("examples/*/*.toml")]
NOTEBOOKS = [
    *ROOT.glob("notebooks/de/**/*.ipynb"),
    *ROOT.glob("exercises/de/*.ipynb"),
    *ROOT.glob("examples/*/notebooks/de/*.ipynb"),
]
FILES = [*CONTENT, *NOTEBOOKS, *ROOT.glob("*.de.md")]


def german(value):
    """Yield each German text of a content file: `de = ...`, at any depth."""
    if isinstance(value, list):
        for each in value:
            yield from german(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "de" and isinstance(each, str):
                yield each
            else:
                yield from german(each)


def pieces(path, *, code=False, left_out=()):
    """Return what a file says in German, without code in its prose.

    `code` takes cells of code as well; `left_out` are tables of a content file.
    """
    written = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        content = tomllib.loads(written)
        return list(german({k: v for k, v in content.items() if k not in left_out}))
    if path.suffix == ".ipynb":
        kinds = {"markdown", "code"} if code else {"markdown"}
        cells = json.loads(written)["cells"]
        found = ["".join(c["source"]) for c in cells if c["cell_type"] in kinds]
    else:
        found = re.sub(r"```.*?```", "", written, flags=re.DOTALL).split("\n\n")
    shown = re.compile(r"```.*?```|`[^`\n]*`", flags=re.DOTALL)
    return [shown.sub("", each) for each in found]
