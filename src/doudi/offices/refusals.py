"""What the verbs of offices say no with; the message is Chinese, for the user."""

from datetime import datetime


class OfficeRefused(ValueError):
    """Something about offices or accounts that cannot be done."""


class SignInRefused(OfficeRefused):
    """The sign-in did not succeed; the message does not tell which part was wrong.

    `rests_until` is set when nothing was tried because too much had been tried before.
    """

    def __init__(self, reason: str, rests_until: datetime | None = None) -> None:
        super().__init__(reason)
        self.rests_until = rests_until
