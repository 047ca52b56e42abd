"""What the room refuses: one exception with a message in Chinese that says what to do instead."""


class OfficeRefused(ValueError):
    """Something about offices, posts or accounts that cannot be done; the message is for the user."""
