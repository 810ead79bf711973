"""The one error that a person can mend, and what raises it nearly everywhere."""

from pathlib import Path


class UserError(Exception):
    """Something the user can mend; `Course.tell` says it in one sentence.

    Attributes:
        key: A key of `strings.toml`.
        values: What to fill in, by the name of the placeholder.
    """

    def __init__(self, key: str, /, **values: str | int) -> None:
        super().__init__(" ".join([key, *(f"{n}={v}" for n, v in values.items())]))
        self.key = key
        self.values = values


def must_be_folder(path: Path) -> None:
    """Refuse a file where a folder belongs, which need not be there yet.

    Raises:
        UserError: If it is a file.
    """
    if path.exists() and not path.is_dir():
        raise UserError("commands.no_folder", path=str(path))


def must_be_new(path: Path) -> None:
    """Refuse the name of something that is there.

    Raises:
        UserError: If it is.
    """
    if path.exists() or path.is_symlink():
        raise UserError("commands.there_already", path=str(path))


def expanded(path: Path) -> Path:
    """Return a path with the home folder in place of a `~` at its beginning.

    Raises:
        UserError: If that names nobody.
    """
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise UserError("commands.nobody", path=str(path)) from error


def resolved(path: Path) -> Path:
    """Return an absolute path without links, for what need not be there.

    Raises:
        UserError: If links lead in a circle.
    """
    try:
        return path.resolve()
    except RuntimeError as error:  # until Python 3.12
        raise UserError("commands.circle", path=str(path)) from error
