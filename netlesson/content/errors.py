"""The one error that a person at the command line can mend."""


class UserError(Exception):
    """Something the user can mend; the message is one sentence."""
