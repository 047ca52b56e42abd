"""The journal: who read or did what to whom, when, and for which purpose."""
