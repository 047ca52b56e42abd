"""The self-check over every programme."""
