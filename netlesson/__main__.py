"""The command `netlesson`, which `python -m netlesson` is as well."""

import sys


def main() -> int:
    """Run a command; Ctrl+C before there are words for it ends without any."""
    try:
        from .commands import main as run
    except KeyboardInterrupt:
        return 130  # what a shell expects of a command that was stopped
    return run()


if __name__ == "__main__":
    sys.exit(main())
