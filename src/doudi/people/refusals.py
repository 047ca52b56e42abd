"""What people's verbs say no with: a field and a reason in Chinese, so that the page can point at it."""


class Refused(ValueError):
    """Cannot be recorded like this. `field` names the input, the message is for the person who typed it."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class PaperRefused(Refused):
    """A photograph or document that cannot be taken, and what to do instead."""
