"""Timed and long work, run by the worker from the database queue."""
