"""Standards simulated on everybody."""
