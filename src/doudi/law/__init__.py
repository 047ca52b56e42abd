"""The rule language: restricted Python, explained for one household, later compiled for all."""
