"""Keeping (备份、恢复、演练): copies of the whole installation that nobody else can read, and the proof that they serve."""
