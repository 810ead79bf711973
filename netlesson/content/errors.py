"""The one error that a person at the command line can mend."""

from pathlib import Path


class UserError(Exception):
    """Something the user can mend; the message is one sentence."""


def must_be_folder(path: Path) -> None:
    """Refuse a file where a folder belongs, which need not be there yet.

    Raises:
        UserError: If it is a file.
    """
    if path.exists() and not path.is_dir():
        raise UserError(f"{path} is a file; name a folder")
