"""Where the course's notebooks and exercises lie."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def course_files() -> Path:
    """Return the folder that holds the notebooks: in the package or its source."""
    installed = _PACKAGE / "course_files"
    return installed if installed.is_dir() else _PACKAGE.parent
