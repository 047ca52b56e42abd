"""Persons, households, dated facts, consent and papers."""
