"""Where the course's notebooks and exercises lie, and how any file gets on a disk."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def course_files() -> Path:
    """Return the folder that holds the notebooks: in the package or its source."""
    installed = _PACKAGE / "course_files"
    return installed if installed.is_dir() else _PACKAGE.parent


def is_hidden(path: Path, folder: Path) -> bool:
    """Tell whether a path inside a folder is nobody's, as a checkpoint of Jupyter."""
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def write_whole(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write a file, all of it or nothing, over one that is there.

    Args:
        path: The file; its folder is there already.
        data: What it holds.
        mode: Who may read it; by default what new files usually have.

    Raises:
        OSError: If it cannot be written. What was there before is there still.
    """
    # Made by hand: files of `tempfile` are for their owner only. Its name is short
    # because the file's own may be as long as the disk allows.
    draft = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with draft.open("xb") as file:
            if mode is not None:
                draft.chmod(mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):  # it is gone, or never came to be
            draft.unlink()
